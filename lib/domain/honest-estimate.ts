import { isFitted } from "./assertion";
import { nestedEstimateOfFolds, type NestedEstimate } from "./cross-validation";
import type { FoldRule } from "./fold-learner";
import type { Criterion } from "./criterion";
import { foldChoice } from "./fold-choice";
import type { Label } from "./grade";
import type { AssertionId, OutputId } from "./ids";
import type { ReportInput } from "./report-input";
import { mulberry32 } from "./rng";
import { MIN_PER_CLASS } from "./select-per-criterion";
import { FAIL_CODE, PASS_CODE, unionOfCodes } from "./verdict-matrix";

const SEED = 42;

/**
 * What the selection reaches on grades that did not choose it: coverage, FFR and alignment in [0, 1], averaged over
 * the repeats. Where the input has a learner, rules that grades taught are learnt anew in every fold. `fitted` counts
 * the selected ones that were not (without a learner, or pinned by a person): where it is above 0 the estimate is still
 * on the bright side.
 */
export type HonestEstimate = NestedEstimate & { readonly n: number; readonly fitted: number };

/**
 * Nested stratified cross-validation (alignment.md §4.4): in every fold the assertion of each criterion is chosen on
 * the other folds and the set is measured on this one. Null with fewer than 3 outputs of a class.
 */
export function honestEstimate(input: ReportInput): HonestEstimate | null {
  return estimate(input, input.criteria, input.labels.whole);
}

/** The same for the choice of one criterion, measured against its own grades. */
export function honestWinner(input: ReportInput, criterion: Criterion): HonestEstimate | null {
  return estimate(input, [criterion], input.labels.byCriterion.get(criterion.id)?.labels ?? new Map());
}

function estimate(
  input: ReportInput,
  criteria: readonly Criterion[],
  given: ReadonlyMap<OutputId, Label>,
): HonestEstimate | null {
  const outputIds = [...given.keys()];
  const labels = [...given.values()];
  const bad = labels.filter((label) => label === "bad").length;
  if (Math.min(bad, labels.length - bad) < MIN_PER_CLASS) return null;
  const rowOf = new Map(outputIds.map((id, row) => [id, row]));
  const chosenWithout = criteria.map((criterion) => foldChoice(input, criterion, (id) => rowOf.get(id)));
  const columns = input.matrix.columnsOf(outputIds);
  const known = new Map<AssertionId, Uint8Array>();
  const codesOf = (id: AssertionId): Uint8Array => {
    const codes = known.get(id) ?? input.matrix.codes(id, columns);
    known.set(id, codes);
    return codes;
  };
  const nested = nestedEstimateOfFolds(
    labels,
    (foldOf) => {
      const choose = chosenWithout.map((of) => of(foldOf));
      return (fold) => {
        const selected = choose
          .flatMap((of) => of(fold) ?? [])
          .map((inForce) => ("id" in inForce ? codesOf(inForce.id) : codesOfRule(inForce.rule, outputIds)));
        // Where nothing was usable on the other folds the set lets everything pass.
        return selected.length === 0 ? () => "pass" : (row) => unionOfCodes(selected, row);
      };
    },
    { rng: mulberry32(SEED) },
  );
  if (!nested) return null;
  const everywhere = chosenWithout.flatMap((of) => {
    const inForce = of([])(NO_FOLD);
    return inForce && "id" in inForce ? [inForce.id] : [];
  });
  return { ...nested, n: labels.length, fitted: countFitted(input, everywhere) };
}

const codesOfRule = (rule: FoldRule, outputIds: readonly OutputId[]): Uint8Array =>
  Uint8Array.from(outputIds, (id) => (rule(id) ? FAIL_CODE : PASS_CODE));

/** A fold that nothing was dealt to: the choice without it is the choice on all grades. */
const NO_FOLD = -2;

const countFitted = ({ assertions }: ReportInput, selected: readonly AssertionId[]): number =>
  assertions.filter((assertion) => isFitted(assertion) && selected.includes(assertion.id)).length;
