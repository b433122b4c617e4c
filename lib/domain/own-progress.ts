import type { Answer, GradeEvent } from "./grade";
import type { OutputId } from "./ids";

/** How one person answered the outputs as a whole, and how many of them they have only skipped. */
export type OwnProgress = Readonly<Record<Answer | "skipped", number>>;

/** What stands of one grader, from events in the order in which they happened. A skip leaves what was said before. */
export function ownProgress(events: readonly GradeEvent[], grader: string): OwnProgress {
  const standing = new Map<OutputId, Answer | "skipped">();
  for (const { outputId, criterionId, grader: by, mark, shown } of events) {
    if (by !== grader || criterionId !== null || shown.policy === "adjudication") continue;
    if (mark === "withdrawn") standing.delete(outputId);
    else if (mark !== "skipped" || !standing.has(outputId)) standing.set(outputId, mark);
  }
  const counts = { good: 0, bad: 0, unsure: 0, skipped: 0 };
  for (const mark of standing.values()) counts[mark] += 1;
  return counts;
}
