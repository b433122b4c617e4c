import { alignment } from "./alignment";
import { byCost, foldedBecause } from "./candidate-view";
import { NO_CONFUSION, type Confusion, coverage, falseFailureRate } from "./confusion";
import type { Label } from "./grade";
import type { AssertionId, OutputId } from "./ids";
import { valueOf } from "./ratio";
import type { ReportInput } from "./report-input";
import { mulberry32, type Rng } from "./rng";
import { MIN_PER_CLASS, pickBest } from "./select-per-criterion";

const FOLDS = 5;
const REPEATS = 5;
const SEED = 42;

/**
 * What the selection reaches on grades that did not choose it: coverage, FFR and alignment in [0, 1], averaged over
 * the repeats. `fitted` counts the selected candidates whose thresholds were induced from these grades; they are not
 * fitted anew in each fold, so where it is above 0 the estimate is still on the bright side.
 */
export type HonestEstimate = {
  readonly coverage: number | null;
  readonly falseFailureRate: number | null;
  readonly alignment: number | null;
  readonly n: number;
  readonly folds: number;
  readonly repeats: number;
  readonly fitted: number;
};

/**
 * Nested stratified cross-validation (alignment.md §4.4): in every fold the assertion of each criterion is chosen on
 * the other folds and the set is measured on this one. Null with fewer than 3 outputs of a class.
 */
export function honestEstimate(input: ReportInput): HonestEstimate | null {
  const whole = [...input.labels.whole];
  const good = whole.filter(([, label]) => label === "good").map(([id]) => id);
  const bad = whole.filter(([, label]) => label === "bad").map(([id]) => id);
  const folds = Math.min(FOLDS, good.length, bad.length);
  if (folds < MIN_PER_CLASS) return null;
  const select = selector(input);
  const rng = mulberry32(SEED);
  const runs: Confusion[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const foldOf = new Map([...dealt(good, folds, rng), ...dealt(bad, folds, rng)]);
    runs.push(outOfFold(input, { folds, foldOf, select }));
  }
  const mean = (measure: (confusion: Confusion) => number | null) => average(runs.map(measure));
  return {
    coverage: mean((confusion) => valueOf(coverage(confusion))),
    falseFailureRate: mean((confusion) => valueOf(falseFailureRate(confusion))),
    alignment: mean(alignment),
    n: whole.length,
    folds,
    repeats: REPEATS,
    fitted: countFitted(input, select(() => true)),
  };
}

const countFitted = ({ assertions }: ReportInput, selected: readonly AssertionId[]): number =>
  assertions.filter(({ id, origin }) => origin === "induced" && selected.includes(id)).length;

type Select = (isTraining: (outputId: OutputId) => boolean) => AssertionId[];

/** The selection of the report, as a function of which outputs it may look at. */
function selector({ criteria, assertions, matrix, labels, choices }: ReportInput): Select {
  const perCriterion = criteria.map((criterion) => {
    const mine = assertions.filter(({ revisionId }) => revisionId === criterion.revision.id).toSorted(byCost);
    return {
      criterion,
      choice: choices.get(criterion.id) ?? { kind: "auto" as const },
      labels: [...(labels.byCriterion.get(criterion.id)?.labels ?? [])],
      contenders: mine
        .filter(({ id }) => foldedBecause(matrix.counts(id)) === null)
        .map(({ id }, cost) => ({ id, cost })),
    };
  });
  return (isTraining) =>
    perCriterion.flatMap(({ criterion, choice, labels: given, contenders }) => {
      if (choice.kind === "none") return [];
      if (choice.kind === "pin") return [choice.assertionId];
      const cells = matrix.labelled(new Map(given.filter(([id]) => isTraining(id))));
      const best = pickBest(contenders, (id) => matrix.confusion(id, cells), criterion.ffrLimit);
      return best ? [best.id] : [];
    });
}

function outOfFold(
  { matrix, labels }: ReportInput,
  plan: { readonly folds: number; readonly foldOf: ReadonlyMap<OutputId, number>; readonly select: Select },
): Confusion {
  const sum = { ...NO_CONFUSION };
  for (let fold = 0; fold < plan.folds; fold++) {
    const selected = plan.select((id) => plan.foldOf.get(id) !== fold);
    const held = new Map<OutputId, Label>([...labels.whole].filter(([id]) => plan.foldOf.get(id) === fold));
    const cells = matrix.labelled(held);
    if (selected.length === 0) {
      // Nothing was usable on the other folds: the set lets everything pass.
      sum.goodPassed += cells.good.length;
      sum.badPassed += cells.bad.length;
      continue;
    }
    const part = matrix.unionConfusion(selected, cells);
    for (const key of CELLS) sum[key] += part[key];
  }
  return sum;
}

const CELLS = ["goodPassed", "goodFailed", "badPassed", "badFailed", "notApplicable", "errored", "unjudged"] as const;

/** Shuffles the ids and deals them to the folds in turn, so that every fold has its share of the class. */
function dealt(ids: readonly OutputId[], folds: number, rng: Rng): [OutputId, number][] {
  const deck = [...ids];
  for (let i = deck.length - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    const [a, b] = [deck[i], deck[j]];
    if (a !== undefined && b !== undefined) [deck[i], deck[j]] = [b, a];
  }
  return deck.map((id, i) => [id, i % folds]);
}

function average(values: readonly (number | null)[]): number | null {
  const measured = values.filter((value) => value !== null);
  return measured.length === 0 ? null : measured.reduce((sum, value) => sum + value, 0) / measured.length;
}
