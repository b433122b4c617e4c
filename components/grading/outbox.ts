import { z } from "zod";
import { GradeInput } from "@/lib/domain/card";
import type { ProjectId } from "@/lib/domain/ids";
import { parseJson } from "@/lib/domain/json";

const Stored = z.array(GradeInput);

const keyOf = (projectId: ProjectId) => `touchstone.outbox.${projectId}`;

/** Grades that are not on the server yet survive a reload, a crash of the tab and a day offline. */
export function loadOutbox(projectId: ProjectId): GradeInput[] {
  const text = localStorage.getItem(keyOf(projectId));
  if (text === null) return [];
  const stored = parseJson(text, Stored);
  return stored.ok ? stored.value : [];
}

export function storeOutbox(projectId: ProjectId, grades: readonly GradeInput[]): void {
  if (grades.length === 0) localStorage.removeItem(keyOf(projectId));
  else localStorage.setItem(keyOf(projectId), JSON.stringify(grades));
}
