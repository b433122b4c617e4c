import { byCost, effortOf, foldedBecause } from "./candidate-view";
import type { Choice } from "./choice";
import type { Confusion } from "./confusion";
import type { Criterion } from "./criterion";
import type { AssertionId, OutputId } from "./ids";
import type { ReportInput } from "./report-input";
import { pickInFold, type Contender } from "./select-per-criterion";
import { CODES, confusionOfCodes } from "./verdict-matrix";

/** The choice of one criterion, fold by fold: the assertion that would be in force without the grades of that fold. */
export type FoldChoice = (foldOf: readonly number[]) => (fold: number) => AssertionId | null;

const EITHER_CLASS = 2 * CODES;

/**
 * Prepares the choice of a criterion to be made again without each fold. `rowOf` gives the row of an output among
 * those that are dealt to folds; an output that is none of them is always seen. Counts add up over folds, so each deal
 * takes one pass over the grades: what remains without a fold is all minus the fold.
 */
export function foldChoice(
  input: ReportInput,
  criterion: Criterion,
  rowOf: (outputId: OutputId) => number | undefined,
): FoldChoice {
  const { choices, matrix } = input;
  const choice: Choice = choices.get(criterion.id) ?? { kind: "auto" };
  if (choice.kind === "none") return () => () => null;
  if (choice.kind === "pin") return () => () => choice.assertionId;
  const contenders = contendersOf(input, criterion);
  const labels = [...(input.labels.byCriterion.get(criterion.id)?.labels ?? [])];
  const outputIds = labels.map(([outputId]) => outputId);
  const offsets = labels.map(([, label]) => (label === "good" ? 0 : CODES));
  const rows = outputIds.map(rowOf);
  const codes = new Map(contenders.map(({ id }) => [id, matrix.codes(id, outputIds)]));
  return (foldOf) => {
    const folds = rows.map((row) => (row === undefined ? -1 : (foldOf[row] ?? -1)));
    const counts = new Map([...codes].map(([id, own]) => [id, countByFold(own, offsets, folds)]));
    return (fold) =>
      pickInFold(contenders, (id) => without(counts.get(id) ?? [], fold), criterion.ffrLimit)?.id ?? null;
  };
}

/** The candidates of a criterion that say something of their own, as the selection sees them. */
export const contendersOf = ({ assertions, matrix }: ReportInput, criterion: Criterion): Contender[] =>
  assertions
    .filter(({ revisionId }) => revisionId === criterion.revision.id)
    .toSorted(byCost)
    .map((assertion, cost) => ({ id: assertion.id, cost, effort: effortOf(assertion) }))
    .filter(({ id }) => foldedBecause(matrix.counts(id)) === null);

/** Codes counted by fold and label: index fold + 1, so that −1, "in no fold", is the first. */
function countByFold(codes: Uint8Array, offsets: readonly number[], folds: readonly number[]): Int32Array[] {
  const counts: Int32Array[] = [];
  for (let i = 0; i < codes.length; i++) {
    const ofFold = (counts[(folds[i] ?? -1) + 1] ??= new Int32Array(EITHER_CLASS));
    const at = (offsets[i] ?? 0) + (codes[i] ?? 0);
    ofFold[at] = (ofFold[at] ?? 0) + 1;
  }
  return counts;
}

function without(counts: readonly (Int32Array | undefined)[], fold: number): Confusion {
  const sum = new Int32Array(EITHER_CLASS);
  for (const [index, ofFold] of counts.entries()) {
    if (!ofFold || index === fold + 1) continue;
    for (let i = 0; i < EITHER_CLASS; i++) sum[i] = (sum[i] ?? 0) + (ofFold[i] ?? 0);
  }
  return confusionOfCodes(sum.subarray(0, CODES), sum.subarray(CODES));
}
