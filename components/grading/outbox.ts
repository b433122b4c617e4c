import { GradeInput } from "@/lib/domain/card";
import type { ProjectId } from "@/lib/domain/ids";
import { parseJson } from "@/lib/domain/json";

/** One entry a grade, so that two tabs do not overwrite each other's; its key sorts by when it was given. */
const prefixOf = (projectId: ProjectId) => `touchstone.outbox.${projectId}.`;

let given = 0;

function entriesOf(projectId: ProjectId): { readonly entry: string; readonly grade: GradeInput }[] {
  return Object.keys(localStorage)
    .filter((entry) => entry.startsWith(prefixOf(projectId)))
    .toSorted()
    .flatMap((entry) => {
      const grade = parseJson(localStorage.getItem(entry) ?? "", GradeInput);
      return grade.ok ? [{ entry, grade: grade.value }] : [];
    });
}

/** Grades that are not on the server yet survive a reload, a crash of the tab and a day offline. */
export const loadOutbox = (projectId: ProjectId): GradeInput[] =>
  entriesOf(projectId).map(({ grade }) => grade);

/** Keeps a grade until it is settled; false: the browser has no room or allows no storage, so only this page holds it. */
export function keepInOutbox(projectId: ProjectId, grade: GradeInput): boolean {
  const when = `${String(Date.now()).padStart(15, "0")}.${String((given += 1)).padStart(6, "0")}`;
  try {
    localStorage.setItem(`${prefixOf(projectId)}${when}.${grade.key}`, JSON.stringify(grade));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** Forgets grades that the server has stored, or never will. */
export function settleInOutbox(projectId: ProjectId, keys: ReadonlySet<string>): void {
  for (const { entry, grade } of entriesOf(projectId))
    if (keys.has(grade.key)) localStorage.removeItem(entry);
}
