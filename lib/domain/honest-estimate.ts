import { byCost, foldedBecause } from "./candidate-view";
import { nestedEstimate, type NestedEstimate } from "./cross-validation";
import type { AssertionId, OutputId } from "./ids";
import type { ReportInput } from "./report-input";
import { mulberry32 } from "./rng";
import { MIN_PER_CLASS, pickBest } from "./select-per-criterion";

const SEED = 42;

/**
 * What the selection reaches on grades that did not choose it: coverage, FFR and alignment in [0, 1], averaged over
 * the repeats. `fitted` counts the selected candidates whose thresholds were induced from these grades; they are not
 * fitted anew in each fold, so where it is above 0 the estimate is still on the bright side.
 */
export type HonestEstimate = NestedEstimate & { readonly n: number; readonly fitted: number };

/**
 * Nested stratified cross-validation (alignment.md §4.4): in every fold the assertion of each criterion is chosen on
 * the other folds and the set is measured on this one. Null with fewer than 3 outputs of a class.
 */
export function honestEstimate(input: ReportInput): HonestEstimate | null {
  const whole = [...input.labels.whole];
  const labels = whole.map(([, label]) => label);
  const bad = labels.filter((label) => label === "bad").length;
  if (Math.min(bad, labels.length - bad) < MIN_PER_CLASS) return null;
  const select = selector(input);
  const estimate = nestedEstimate(
    labels,
    (training) => {
      const seen = new Set(training.map((row) => whole[row]?.[0]));
      const selected = select((id) => seen.has(id));
      return (row) => {
        const outputId = whole[row]?.[0];
        // Where nothing was usable on the other folds the set lets everything pass.
        return outputId === undefined || selected.length === 0
          ? "pass"
          : input.matrix.unionKind(selected, outputId);
      };
    },
    { rng: mulberry32(SEED) },
  );
  return (
    estimate && {
      ...estimate,
      n: whole.length,
      fitted: countFitted(
        input,
        select(() => true),
      ),
    }
  );
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
