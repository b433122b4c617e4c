import { byCost, effortOf, foldedBecause, type Folded } from "./candidate-view";
import type { Assertion } from "./assertion";
import type { Choice } from "./choice";
import { NO_CONFUSION } from "./confusion";
import { hasMeaning, type Criterion } from "./criterion";
import { figuresOf, type Figures } from "./figures";
import { honestEstimate, type HonestEstimate } from "./honest-estimate";
import type { AssertionId } from "./ids";
import { countLabels, type Basis } from "./labels";
import { ratio, type Ratio } from "./ratio";
import type { ReportInput } from "./report-input";
import { MIN_PER_CLASS, pickBest, standingOf, type Standing } from "./select-per-criterion";
import type { LabelledCells, VerdictMatrix } from "./verdict-matrix";

export type CandidateFigures = Figures & {
  readonly assertion: Assertion;
  /** Its place among the candidates of the criterion, cheapest first: the cheaper one wins a tie. */
  readonly cost: number;
  /** Of all outputs judged, how many it passes. */
  readonly selectivity: Ratio;
  readonly errors: number;
  readonly missing: number;
  readonly folded: Folded;
  readonly standing: Standing;
  readonly isSelected: boolean;
};

/** What is still to be graded before anything is selected; both 0: enough. */
export type Missing = { readonly good: number; readonly bad: number };

export type CriterionReport = {
  readonly criterion: Criterion;
  readonly choice: Choice;
  readonly basis: Basis;
  readonly graded: { readonly good: number; readonly bad: number };
  readonly implied: number;
  readonly stale: number;
  /** Whole-output grades that say nothing of it, because they were given before its meaning changed. */
  readonly outdated: number;
  /** Labels that rest only on grades carried over from a criterion that was split or merged. */
  readonly provisional: number;
  readonly undecided: number;
  /** Outputs of which it cannot be told; they are in no figure. */
  readonly unsure: number;
  /** Whether graders were weighed by how reliable they look. */
  readonly isWeighed: boolean;
  readonly missing: Missing;
  /** Best alignment first; folded and unmeasured ones last. */
  readonly candidates: readonly CandidateFigures[];
  readonly selected: CandidateFigures | null;
};

export type ReportCard = {
  readonly graded: {
    readonly good: number;
    readonly bad: number;
    readonly undecided: number;
    /** Outputs of which it cannot be told; they are in no figure. */
    readonly unsure: number;
    /** Whether graders were weighed by how reliable they look. */
    readonly isWeighed: boolean;
  };
  readonly outputCount: number;
  readonly missing: Missing;
  readonly criteria: readonly CriterionReport[];
  /** Imported evaluators that judge the whole output, measured against whole-output grades. */
  readonly wholeOutput: readonly CandidateFigures[];
  /** The selected assertions together: an output fails when any of them fails it. Chosen on these very grades. */
  readonly set: (Figures & { readonly assertionIds: readonly AssertionId[] }) | null;
  /** The same figures on grades that were not used to choose; null while there are too few. */
  readonly honest: HonestEstimate | null;
};

const missingOf = ({ good, bad }: { readonly good: number; readonly bad: number }): Missing => ({
  good: Math.max(0, MIN_PER_CLASS - good),
  bad: Math.max(0, MIN_PER_CLASS - bad),
});

/** Everything that the report shows, computed from facts; nothing of it is stored. */
export function reportCard(input: ReportInput): ReportCard {
  const { criteria, assertions, matrix, labels } = input;
  const reports = criteria.map((criterion) => criterionReport(input, criterion));
  const wholeCells = matrix.labelled(labels.whole);
  const assertionIds = reports.flatMap(({ selected }) => (selected ? [selected.assertion.id] : []));
  const graded = countLabels(labels.whole);
  return {
    graded: {
      ...{ ...graded, undecided: labels.wholeUndecided, unsure: labels.wholeUnsure },
      isWeighed: labels.weighed.has(null),
    },
    outputCount: matrix.outputIds.length,
    missing: missingOf(graded),
    criteria: reports,
    wholeOutput: assertions
      .filter(({ criterionId }) => criterionId === null)
      .map((assertion) => candidateFigures(assertion, { matrix, cells: wholeCells, ffrLimit: 1 }))
      .toSorted(byAlignment),
    set:
      assertionIds.length === 0
        ? null
        : { ...figuresOf(matrix.unionConfusion(assertionIds, wholeCells)), assertionIds },
    honest:
      assertionIds.length === 0
        ? null
        : // Which criteria take part was decided by all grades; which assertion speaks for them, anew in every fold.
          honestEstimate({
            ...input,
            criteria: reports.flatMap(({ criterion, selected }) => (selected ? [criterion] : [])),
          }),
  };
}

function criterionReport(input: ReportInput, criterion: Criterion): CriterionReport {
  const { matrix, labels, choices, assertions } = input;
  const own = labels.byCriterion.get(criterion.id);
  const given = own?.labels ?? new Map();
  const graded = countLabels(given);
  const choice = choices.get(criterion.id) ?? { kind: "auto" };
  const setting = { matrix, cells: matrix.labelled(given), ffrLimit: criterion.ffrLimit };
  const mine = assertions.filter(({ revisionId }) => hasMeaning(criterion, revisionId)).toSorted(byCost);
  const figures = mine.map((assertion, cost) => ({ ...candidateFigures(assertion, setting), cost }));
  const selectedId = select(choice, figures, criterion.ffrLimit);
  const candidates = figures
    .map((candidate) => ({ ...candidate, isSelected: candidate.assertion.id === selectedId }))
    .toSorted(byAlignment);
  return {
    criterion,
    choice,
    basis: own?.basis ?? "criterion",
    graded,
    implied: own?.implied ?? 0,
    stale: own?.stale ?? 0,
    outdated: own?.outdated ?? 0,
    provisional: own?.provisional ?? 0,
    undecided: own?.undecided ?? 0,
    unsure: own?.unsure ?? 0,
    isWeighed: labels.weighed.has(own?.basis === "whole" ? null : criterion.id),
    missing: missingOf(graded),
    candidates,
    selected: candidates.find(({ isSelected }) => isSelected) ?? null,
  };
}

/** The assertion in force for a criterion: the person's choice, else the best eligible one; null: none. */
function select(choice: Choice, figures: readonly CandidateFigures[], ffrLimit: number): AssertionId | null {
  switch (choice.kind) {
    case "none":
      return null;
    case "pin":
      return choice.assertionId;
    case "auto": {
      const confusions = new Map(figures.map(({ assertion, confusion }) => [assertion.id, confusion]));
      const contenders = figures
        .filter(({ folded }) => folded === null)
        .map(({ assertion, cost }) => ({ id: assertion.id, cost, effort: effortOf(assertion) }));
      return pickBest(contenders, ({ id }) => confusions.get(id) ?? NO_CONFUSION, ffrLimit)?.id ?? null;
    }
  }
}

function candidateFigures(
  assertion: Assertion,
  {
    matrix,
    cells,
    ffrLimit,
  }: { readonly matrix: VerdictMatrix; readonly cells: LabelledCells; readonly ffrLimit: number },
): CandidateFigures {
  const counts = matrix.counts(assertion.id);
  const confusion = matrix.confusion(assertion.id, cells);
  return {
    ...figuresOf(confusion),
    assertion,
    selectivity: ratio(counts.pass, counts.pass + counts.fail),
    errors: counts.error,
    missing: counts.missing,
    folded: foldedBecause(counts),
    standing: standingOf(confusion, ffrLimit),
    isSelected: false,
    cost: 0,
  };
}

const byAlignment = (a: CandidateFigures, b: CandidateFigures): number =>
  Number(b.isSelected) - Number(a.isSelected) ||
  Number(a.folded !== null) - Number(b.folded !== null) ||
  (b.alignment ?? -1) - (a.alignment ?? -1) ||
  byCost(a.assertion, b.assertion);
