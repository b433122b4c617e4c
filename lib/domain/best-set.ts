import { bitsWhere, countBits } from "./bits";
import { figuresOf, type Figures } from "./figures";
import type { AssertionId } from "./ids";
import type { CriterionReport, ReportCard } from "./report-card";
import type { ReportInput } from "./report-input";
import { selectSet, setBoard, type SetSelection } from "./select-set";
import type { SetGroup } from "./set-groups";
import { FAIL_CODE } from "./verdict-matrix";

/**
 * The set of all candidates that aligns best within the FFR limit of each criterion, with those that the person pinned
 * and one of each criterion that must be there; null: there is no such set.
 */
export type BestSet = {
  readonly assertionIds: readonly AssertionId[];
  readonly figures: Figures;
  /** Whether no other set is better. */
  readonly isProven: boolean;
};

/** Steps of the exact search; what they do not prove is said to be unproven. */
const STEPS = 4_000;

/** Without those that err too often, and those of criteria for which the person wants none. */
function allowed({ criteria }: ReportCard, usable: readonly AssertionId[]): AssertionId[] {
  const refused = new Set(
    criteria.flatMap(({ choice, candidates }) =>
      candidates
        .filter(({ standing }) => choice.kind === "none" || standing === "too many errors")
        .map(({ assertion }) => assertion.id),
    ),
  );
  return usable.filter((id) => !refused.has(id));
}

/** A limit of 20 % allows exactly 20 %, whatever the division says in its last digit. */
const SLACK = 1e-9;

/**
 * What a criterion asks of a set: its members together stay within its FFR limit on its own good outputs, beside what a
 * pinned one fails; and there is one, where that is a must.
 */
function groupOf(
  { matrix, labels }: ReportInput,
  { criterion, candidates }: CriterionReport,
  { usable, pinned }: { readonly usable: readonly AssertionId[]; readonly pinned: readonly AssertionId[] },
): SetGroup {
  const own = [...(labels.byCriterion.get(criterion.id)?.labels ?? [])];
  const columns = matrix.columnsOf(own.flatMap(([id, label]) => (label === "good" ? [id] : [])));
  const failedBy = (id: AssertionId) => {
    const codes = matrix.codes(id, columns);
    return bitsWhere(columns.length, (row) => codes[row] === FAIL_CODE);
  };
  const ids = candidates.map(({ assertion }) => assertion.id).filter((id) => usable.includes(id));
  const chosen = ids.filter((id) => pinned.includes(id)).map(failedBy);
  const limit = Math.floor(criterion.ffrLimit * columns.length + SLACK);
  return {
    members: ids.map((id) => usable.indexOf(id)),
    good: columns.length,
    alarms: ids.map(failedBy),
    maxFailed: Math.max(limit, ...chosen.map(countBits)),
    isRequired: criterion.mustPass,
  };
}

/** The best set of what is usable, with at most as many members as there are criteria. */
export function bestSet(
  input: ReportInput,
  card: ReportCard,
  usableOfAll: readonly AssertionId[],
): BestSet | null {
  const usable = allowed(card, usableOfAll);
  const { matrix, labels, criteria } = input;
  const pinned = card.criteria.flatMap(({ choice }) =>
    choice.kind === "pin" && usable.includes(choice.assertionId) ? [choice.assertionId] : [],
  );
  const columns = matrix.columnsOf([...labels.whole.keys()]);
  const codes = usable.map((id) => matrix.codes(id, columns));
  const board = setBoard(
    [...labels.whole.values()],
    usable.length,
    (candidate, row) => codes[candidate]?.[row] === FAIL_CODE,
  );
  if (board.good === 0 || board.bad === 0 || criteria.length === 0) return null;
  const found: SetSelection = selectSet(board, {
    objective: "alignment",
    maxAssertions: criteria.length,
    pinned: pinned.map((id) => usable.indexOf(id)),
    groups: card.criteria.map((report) => groupOf(input, report, { usable, pinned })),
    steps: STEPS,
  });
  if (!found.feasible || found.members.length === 0) return null;
  const assertionIds = found.members.flatMap((index) => usable[index] ?? []);
  const figures = figuresOf(matrix.unionConfusion(assertionIds, matrix.labelled(labels.whole)));
  return { assertionIds, figures, isProven: found.proven };
}
