import { db } from "@/lib/db/client";
import { findOutputs, listOutputIds } from "@/lib/db/outputs";
import type { ProjectId } from "@/lib/domain/ids";
import type { ImportOutcome } from "@/lib/domain/import-outcome";
import type { Output } from "@/lib/domain/output";

/** The outputs of a project in the order of the file. */
export const outputsOf = async (projectId: ProjectId | null): Promise<Output[]> =>
  projectId === null ? [] : findOutputs(projectId, await listOutputIds(projectId));

export function projectOf({ projectId }: ImportOutcome): ProjectId {
  if (projectId === null) throw new Error("Nothing was imported.");
  return projectId;
}

/** All that an import could leave behind. */
export const countRows = async () => ({
  projects: await db.project.count(),
  outputs: await db.output.count(),
  criteria: await db.criterion.count(),
  assertions: await db.assertion.count(),
  grades: await db.grade.count(),
  verdicts: await db.verdict.count(),
});
