import { agreementNotes, type AgreementNotes } from "./agreement-notes";
import { standingNote, type StandingNote } from "./standing-note";
import type { Criterion } from "./criterion";
import { contendersOf } from "./fold-choice";
import type { GradeEvent, Label } from "./grade";
import { weightedSetRates } from "./grade-weights";
import { confidenceSequence } from "./grades-needed";
import { honestWinner, type HonestEstimate } from "./honest-estimate";
import { humanCeiling, type HumanCeiling } from "./human-ceiling";
import type { AssertionId, CriterionId, OutputId } from "./ids";
import type { Interval } from "./intervals";
import { ratio, type Ratio } from "./ratio";
import type { CandidateFigures, CriterionReport } from "./report-card";
import type { ReportInput } from "./report-input";
import { shrunkAlignments } from "./shrinkage";
import { stopRule, type StopRule } from "./stop-rule";
import { kindOfCode } from "./verdict-matrix";
import type { WeightedRates } from "./weighting";
import { SURE, winnerChance, type WinnerChance } from "./winner-chance";

/** How sure the choice of a criterion is; assertions by id. */
export type Certainty = Omit<WinnerChance, "strongestRival" | "factor"> & {
  readonly strongestRival: AssertionId | null;
  /** The best cannot be told from another yet: the next grades should be where the two disagree. */
  readonly isUndecided: boolean;
};

/** What the report says of a criterion beyond the rates: computed when somebody looks, not at every grade. */
export type CriterionFindings = {
  readonly criterionId: CriterionId;
  /** What choosing among its candidates achieves on grades that did not choose. */
  readonly honest: HonestEstimate | null;
  /** Null: nothing is selected. */
  readonly certainty: Certainty | null;
  readonly notes: AgreementNotes | null;
  readonly note: StandingNote;
  /** Alignment for ranking only, drawn towards the common mean; best first, without what is not measured. */
  readonly ranking: readonly { readonly assertionId: AssertionId; readonly shrunk: number }[];
  readonly stopRule: StopRule;
  /** Rates of each candidate with each grade weighted by how likely its output was drawn; empty: all weigh the same. */
  readonly weighted: readonly { readonly assertionId: AssertionId; readonly rates: WeightedRates }[];
  /** Of the selected assertion, for who looks after every grade; null: nothing is selected. */
  readonly atAnyTime: AtAnyTime | null;
  readonly ceiling: HumanCeiling;
};

/** Rates with intervals that hold however often one looks; an interval is null where nothing was measured. */
export type AtAnyTime = {
  readonly coverage: Ratio;
  readonly coverageInterval: Interval | null;
  readonly falseFailureRate: Ratio;
  readonly falseFailureRateInterval: Interval | null;
};

const atAnyTime = ({ coverage, falseFailureRate }: CandidateFigures): AtAnyTime => ({
  coverage,
  coverageInterval: confidenceSequence(coverage),
  falseFailureRate,
  falseFailureRateInterval: confidenceSequence(falseFailureRate),
});

/** So many rivals at most are held against the selected candidate. */
const RIVALS = 11;

export function criterionFindings(
  input: ReportInput,
  report: CriterionReport,
  { events, weights }: GradingFacts,
): CriterionFindings {
  const { criterion, selected, graded } = report;
  const chance = chanceOf(input, report);
  return {
    criterionId: criterion.id,
    honest: honestWinner(input, criterion),
    certainty: chance && certaintyOf(chance.chance, chance.ids),
    notes: selected && agreementNotes(selected.confusion),
    note: standingNote(report),
    ranking: rankingOf(report.candidates),
    stopRule: stopRule({
      ...graded,
      coverage: selected?.coverage ?? ratio(0, 0),
      falseFailureRate: selected?.falseFailureRate ?? ratio(0, 0),
      winner: chance?.chance ?? null,
      gradesSinceEdit: gradesSinceEdit(criterion, events),
    }),
    weighted: weights ? weightedOf(input, report, weights) : [],
    atAnyTime: selected && atAnyTime(selected),
    ceiling: humanCeiling(events, criterion.id),
  };
}

/** How the grades came about. */
type GradingFacts = {
  readonly events: readonly GradeEvent[];
  /** Null: all grades weigh the same. */
  readonly weights: ReadonlyMap<OutputId, number> | null;
};

function weightedOf(
  { matrix, labels }: ReportInput,
  { criterion, candidates }: CriterionReport,
  weights: ReadonlyMap<OutputId, number>,
): CriterionFindings["weighted"] {
  const given = labels.byCriterion.get(criterion.id)?.labels ?? new Map<OutputId, Label>();
  return candidates.map(({ assertion: { id } }) => ({
    assertionId: id,
    rates: weightedSetRates(matrix, [id], { labels: given, weights }),
  }));
}

function rankingOf(candidates: readonly CandidateFigures[]): CriterionFindings["ranking"] {
  const own = candidates.filter(({ folded }) => folded === null);
  const shrunk = shrunkAlignments(own.map(({ confusion }) => confusion));
  return own
    .flatMap(({ assertion }, i) => {
      const value = shrunk[i] ?? null;
      return value === null ? [] : [{ assertionId: assertion.id, shrunk: value }];
    })
    .toSorted((a, b) => b.shrunk - a.shrunk);
}

function chanceOf(
  input: ReportInput,
  { criterion, selected, candidates }: CriterionReport,
): { readonly chance: WinnerChance; readonly ids: readonly AssertionId[] } | null {
  if (!selected) return null;
  const contenders = new Set(contendersOf(input, criterion).map(({ id }) => id));
  const rivals = candidates
    .filter(
      ({ assertion, isSelected, alignment }) =>
        !isSelected && alignment !== null && contenders.has(assertion.id),
    )
    .slice(0, RIVALS);
  const ids = [selected, ...rivals].map(({ assertion }) => assertion.id);
  const given = input.labels.byCriterion.get(criterion.id)?.labels ?? new Map();
  const columns = input.matrix.columnsOf([...given.keys()]);
  const chance = winnerChance({
    labels: [...given.values()],
    kinds: ids.map((id) => Array.from(input.matrix.codes(id, columns), kindOfCode)),
    selected: 0,
  });
  return chance && { chance, ids };
}

function certaintyOf(chance: WinnerChance, ids: readonly AssertionId[]): Certainty {
  const { best, close, rivalBetter, strongestRival } = chance;
  return {
    best,
    close,
    rivalBetter,
    strongestRival: strongestRival === null ? null : (ids[strongestRival] ?? null),
    isUndecided: best < SURE,
  };
}

/** Outputs that were graded after the wording last changed; null: it never did. */
function gradesSinceEdit({ id, revision }: Criterion, events: readonly GradeEvent[]): number | null {
  if (revision.number === 1) return null;
  const since = events.filter(
    ({ criterionId, mark, at }) =>
      (criterionId === null || criterionId === id) &&
      (mark === "good" || mark === "bad") &&
      at.getTime() > revision.createdAt.getTime(),
  );
  return new Set(since.map(({ outputId }) => outputId)).size;
}
