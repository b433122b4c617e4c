import { byCost, effortOf, foldedBecause } from "./candidate-view";
import type { Choice } from "./choice";
import { tally, type Confusion } from "./confusion";
import { hasMeaning, type Criterion } from "./criterion";
import type { FoldLearner, FoldRule } from "./fold-learner";
import type { Label } from "./grade";
import type { AssertionId, OutputId } from "./ids";
import type { ReportInput } from "./report-input";
import { pickInFold, type Contender } from "./select-per-criterion";
import { CODES, confusionOfCodes } from "./verdict-matrix";

/** A candidate, or a rule that was learnt anew in the place of those that the grades had taught. */
export type InForce = { readonly id: AssertionId } | { readonly rule: FoldRule };

/** The choice of one criterion, fold by fold: what would be in force without the grades of that fold; null: nothing. */
export type FoldChoice = (foldOf: readonly number[]) => (fold: number) => InForce | null;

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
  const { choices, matrix, learner } = input;
  const choice: Choice = choices.get(criterion.id) ?? { kind: "auto" };
  if (choice.kind === "none") return () => () => null;
  if (choice.kind === "pin") return () => () => ({ id: choice.assertionId });
  const all = contendersOf(input, criterion);
  const contenders = learner ? all.filter(({ isLearnt }) => !isLearnt) : all;
  const isLearning = contenders.length < all.length;
  const labels = [...(input.labels.byCriterion.get(criterion.id)?.labels ?? [])];
  const outputIds = labels.map(([outputId]) => outputId);
  const offsets = Uint8Array.from(labels, ([, label]) => (label === "good" ? 0 : CODES));
  const rows = outputIds.map(rowOf);
  const columns = matrix.columnsOf(outputIds);
  const tables = new Map(
    contenders.map(({ id }) => [id, tableOf(matrix.codes(id, columns), offsets)] as const),
  );
  return (foldOf) => {
    const placesOf = placesByFold(rows, foldOf);
    return (fold) => {
      const left = placesOf.get(fold) ?? [];
      const removed = Int32Array.from(left);
      const known: Measured[] = contenders.map(({ id, cost, effort }) => ({
        ...{ cost, effort, inForce: { id } },
        confusion: without(tables.get(id) ?? NO_TABLE, removed),
      }));
      const learnt = learner && isLearning ? learnWithout(learner, labels, new Set(left)) : [];
      return (
        pickInFold([...known, ...learnt], ({ confusion }) => confusion, criterion.ffrLimit)?.inForce ?? null
      );
    };
  };
}

type Measured = Contender & { readonly inForce: InForce; readonly confusion: Confusion };

/** What the labels without those that are left out teach: code, and of equals the last choice. */
const learnWithout = (
  learner: FoldLearner,
  labels: readonly (readonly [OutputId, Label])[],
  left: ReadonlySet<number>,
): Measured[] => {
  const training = labels.filter((_, place) => !left.has(place));
  return learner.learn(training).map((rule, i) => ({
    ...{ effort: 0, cost: LAST + i, inForce: { rule } },
    confusion: tally(training.map(([id, label]) => [label, rule(id) ? "fail" : "pass"] as const)),
  }));
};

/** Behind every stored candidate. */
const LAST = 1_000_000;

type StoredContender = Contender & { readonly id: AssertionId; readonly isLearnt: boolean };

/** The candidates of a criterion that say something of their own, as the selection sees them. */
export const contendersOf = ({ assertions, matrix }: ReportInput, criterion: Criterion): StoredContender[] =>
  assertions
    .filter(({ revisionId }) => hasMeaning(criterion, revisionId))
    .toSorted(byCost)
    .map((assertion, cost) => ({
      ...{ id: assertion.id, cost, effort: effortOf(assertion) },
      isLearnt: assertion.origin === "induced",
    }))
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

/** Where each label of an assertion is counted, by grade and verdict, and the counts of all of them. */
type Table = { readonly places: Uint8Array; readonly counts: Int32Array };

const NO_TABLE: Table = { places: new Uint8Array(), counts: new Int32Array(2 * CODES) };

function tableOf(codes: Uint8Array, offsets: Uint8Array): Table {
  const places = codes.map((code, i) => code + (offsets[i] ?? 0));
  const counts = new Int32Array(2 * CODES);
  for (const place of places) counts[place] = (counts[place] ?? 0) + 1;
  return { places, counts };
}

/** The confusion table of all labels but those that are left out. */
function without({ places, counts }: Table, left: Int32Array): Confusion {
  const remaining = counts.slice();
  for (let i = 0; i < left.length; i++) {
    const place = places[left[i] ?? 0] ?? 0;
    remaining[place] = (remaining[place] ?? 0) - 1;
  }
  return confusionOfCodes(remaining);
}
