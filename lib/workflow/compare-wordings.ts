import { listCriterionHistories } from "@/lib/db/criteria";
import { listLimitChanges } from "@/lib/db/limits";
import { compareRevisions, type RevisionComparison } from "@/lib/domain/compare-revisions";
import type { LimitChange, Revision } from "@/lib/domain/criterion";
import type { DriftPage } from "@/lib/domain/drift-page";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { nameOutputs } from "./name-outputs";
import { readBoard } from "./read-board";

export type ComparedWordings = {
  readonly name: string;
  /** Newest first. */
  readonly revisions: readonly Revision[];
  /** Oldest first. */
  readonly limitChanges: readonly LimitChange[];
  readonly comparison: RevisionComparison;
  readonly outputNames: DriftPage["outputNames"];
};

/**
 * Two wordings of a criterion by their numbers; null or unknown numbers stand for the newest and the one before it.
 * Null when the project has no such criterion.
 */
export async function compareWordings(
  projectId: ProjectId,
  criterionId: CriterionId,
  numbers: { readonly left: number | null; readonly right: number | null },
): Promise<ComparedWordings | null> {
  const histories = await listCriterionHistories(projectId);
  const history = histories.find(({ criterion }) => criterion.id === criterionId);
  const [newest, previous] = history?.revisions ?? [];
  if (!history || !newest) return null;
  const { criterion, revisions } = history;
  const numbered = (number: number | null) => revisions.find((revision) => revision.number === number);
  const comparison = compareRevisions(
    await readBoard(projectId),
    numbered(numbers.left) ?? previous ?? newest,
    numbered(numbers.right) ?? newest,
  );
  const outputNames = await nameOutputs(
    projectId,
    comparison.outputs.map(({ outputId }) => outputId),
  );
  const limitChanges = await listLimitChanges(projectId, criterionId);
  return { name: criterion.revision.name, revisions, limitChanges, comparison, outputNames };
}
