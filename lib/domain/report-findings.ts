import { agreementNotes, type AgreementNotes } from "./agreement-notes";
import { NO_CONFUSION } from "./confusion";
import { bestSet, type BestSet } from "./best-set";
import { criterionFindings, type CriterionFindings } from "./criterion-findings";
import { figuresOf, type Figures } from "./figures";
import { foldedBecause } from "./candidate-view";
import type { GradeEvent } from "./grade";
import { gradeWeights, weightedSetRates } from "./grade-weights";
import { humanCeiling, type HumanCeiling } from "./human-ceiling";
import type { AssertionId, OutputId } from "./ids";
import { marginalValues, type MarginalValue } from "./marginal-value";
import type { ReportCard } from "./report-card";
import type { ReportInput } from "./report-input";
import type { WeightedRates } from "./weighting";

/** What the set is held against. Null: not measured, or there is none. */
export type Baselines = {
  /** An evaluator that passes everything. */
  readonly alwaysPass: Figures;
  readonly ceiling: HumanCeiling;
  /** What was published before, on the grades of today. */
  readonly previous: Figures | null;
};

/** What the report says beyond its figures: computed when somebody looks at it, not at every grade. */
export type ReportFindings = {
  readonly criteria: readonly CriterionFindings[];
  readonly notes: AgreementNotes | null;
  /** The set's rates with each grade weighted by how likely its output was drawn; null: all weigh the same, or nothing is selected. */
  readonly weighted: WeightedRates | null;
  readonly baselines: Baselines;
  /** Of the selected set, member by member. */
  readonly members: readonly MarginalValue[];
  readonly bestSet: BestSet | null;
};

export type FindingsFacts = {
  /** In the order in which they were given. */
  readonly events: readonly GradeEvent[];
  /** The assertions of the version that was published last; empty: none was. */
  readonly previous: readonly AssertionId[];
};

export function reportFindings(input: ReportInput, card: ReportCard, facts: FindingsFacts): ReportFindings {
  const { matrix, labels, assertions } = input;
  const cells = matrix.labelled(labels.whole);
  const drawn = gradeWeights(facts.events, matrix.outputIds.length);
  const weights = isUneven(drawn) ? drawn : null;
  const usable = assertions.map(({ id }) => id).filter((id) => foldedBecause(matrix.counts(id)) === null);
  return {
    criteria: card.criteria.map((report) =>
      criterionFindings(input, report, { events: facts.events, weights }),
    ),
    notes: card.set && agreementNotes(card.set.confusion),
    weighted:
      card.set && weights
        ? weightedSetRates(matrix, card.set.assertionIds, { labels: labels.whole, weights })
        : null,
    baselines: {
      alwaysPass: figuresOf({ ...NO_CONFUSION, goodPassed: card.graded.good, badPassed: card.graded.bad }),
      ceiling: humanCeiling(facts.events, null),
      previous: facts.previous.length === 0 ? null : figuresOf(matrix.unionConfusion(facts.previous, cells)),
    },
    members: marginalValues(matrix, card.set?.assertionIds ?? [], { labels: labels.whole, others: usable }),
    bestSet: bestSet(input, card, usable),
  };
}

const isUneven = (weights: ReadonlyMap<OutputId, number>): boolean => {
  const all = [...weights.values()];
  return Math.max(...all) - Math.min(...all) > 1e-6;
};
