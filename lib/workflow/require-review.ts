import { findLatestEvaluator } from "@/lib/db/evaluators";
import { isReviewRequired } from "@/lib/db/projects";
import { listUnpublished } from "@/lib/db/proposals";
import type { AssertionId, CriterionId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { reportCard } from "@/lib/domain/report-card";
import { selectionOf, uncoveredCriteria } from "@/lib/domain/reviewed-selection";
import type { SelectedMember } from "@/lib/domain/selected-member";
import { readBoard } from "./read-board";

/** Where changes need somebody else's approval, a change at once is refused: `instead` says what to do. */
export async function mayChangeAtOnce(projectId: ProjectId, instead: string): Promise<Result<null>> {
  if (!(await isReviewRequired(projectId))) return ok(null);
  return fail({
    code: "bad-input",
    sentence: `Changes need somebody else’s approval in this project. ${instead}`,
  });
}

/** The same of taking an assertion out of play: refused only where it is selected, or in what was published last. */
export async function mayTakeOut(
  projectId: ProjectId,
  { id, hash }: { readonly id: AssertionId; readonly hash: string },
  instead: string,
): Promise<Result<null>> {
  const may = await mayChangeAtOnce(projectId, instead);
  if (may.ok) return may;
  const [board, last] = await Promise.all([readBoard(projectId), findLatestEvaluator(projectId)]);
  const isUsed =
    selectionOf(reportCard(board)).some(({ assertionId }) => assertionId === id) ||
    (last?.manifest.assertions.some((member) => member.hash === hash) ?? false);
  return isUsed ? may : ok(null);
}

/** What nobody else has approved of what would be published; `isReviewed`: all of it was, the version before included. */
export async function findUncovered(
  projectId: ProjectId,
  next: readonly SelectedMember[],
): Promise<{ readonly uncovered: CriterionId[]; readonly isReviewed: boolean }> {
  const [last, merged] = await Promise.all([findLatestEvaluator(projectId), listUnpublished(projectId)]);
  const reviewed = last?.manifest.isReviewed === true ? last.manifest : null;
  return {
    uncovered: uncoveredCriteria(next, last?.manifest ?? null, merged),
    isReviewed: uncoveredCriteria(next, reviewed, merged).length === 0,
  };
}
