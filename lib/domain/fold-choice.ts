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
 * those that are dealt to folds; an output that is none of them is always seen. Counts add up, so what remains without
 * a fold is all minus the fold, and a deal takes one pass over the grades.
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
  const columns = matrix.columnsOf(outputIds);
  const codes = new Map(contenders.map(({ id }) => [id, matrix.codes(id, columns)]));
  const all = new Map([...codes].map(([id, own]) => [id, countCodes(own, offsets)]));
  return (foldOf) => {
    const placesOf = placesByFold(rows, foldOf);
    return (fold) => {
      const left = placesOf.get(fold) ?? [];
      const remaining = (id: AssertionId) => without(all.get(id), codes.get(id), { offsets, left });
      return pickInFold(contenders, remaining, criterion.ffrLimit)?.id ?? null;
    };
  };
}

/** The candidates of a criterion that say something of their own, as the selection sees them. */
export const contendersOf = ({ assertions, matrix }: ReportInput, criterion: Criterion): Contender[] =>
  assertions
    .filter(({ revisionId }) => revisionId === criterion.revision.id)
    .toSorted(byCost)
    .map((assertion, cost) => ({ id: assertion.id, cost, effort: effortOf(assertion) }))
    .filter(({ id }) => foldedBecause(matrix.counts(id)) === null);

/** Which labels belong to each fold, by their places; those of no row to none. */
function placesByFold(
  rows: readonly (number | undefined)[],
  foldOf: readonly number[],
): ReadonlyMap<number, readonly number[]> {
  const placesOf = new Map<number, number[]>();
  for (let i = 0; i < rows.length; i++) {
    const fold = foldOf[rows[i] ?? -1];
    if (fold === undefined) continue;
    const places = placesOf.get(fold);
    if (places) places.push(i);
    else placesOf.set(fold, [i]);
  }
  return placesOf;
}

const NO_CODES = new Uint8Array();
const NO_COUNTS = new Int32Array(EITHER_CLASS);

/** How often each code was given, to good outputs first and then to bad ones. */
function countCodes(codes: Uint8Array, offsets: readonly number[]): Int32Array {
  const counts = new Int32Array(EITHER_CLASS);
  for (let i = 0; i < codes.length; i++) {
    const at = (offsets[i] ?? 0) + (codes[i] ?? 0);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

function without(
  all: Int32Array = NO_COUNTS,
  codes: Uint8Array = NO_CODES,
  { offsets, left }: { readonly offsets: readonly number[]; readonly left: readonly number[] },
): Confusion {
  const counts = all.slice();
  for (const i of left) {
    const at = (offsets[i] ?? 0) + (codes[i] ?? 0);
    counts[at] = (counts[at] ?? 0) - 1;
  }
  return confusionOfCodes(counts.subarray(0, CODES), counts.subarray(CODES));
}
