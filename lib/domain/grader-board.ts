import type { Criterion } from "./criterion";
import { eventsOf, graderInfluence, ratingsOf, type GraderInfluence } from "./detect-grader-drift";
import { subjectsOf } from "./drift-alarms";
import type { GradeEvent, Label } from "./grade";
import { gwetAc1OfMany, krippendorffAlpha, pairAgreements, type PairAgreement } from "./grader-agreement";
import type { CriterionId, OutputId } from "./ids";
import { latestMarks, type OutputMarks } from "./labels";

export type DisputedGrade = { readonly grader: string; readonly label: Label; readonly note: string };

/** An output on which graders differ, with what was decided; null: nothing yet. */
export type Dispute = {
  readonly outputId: OutputId;
  readonly grades: readonly DisputedGrade[];
  readonly decision: DisputedGrade | null;
};

/** How well people agree on the whole output (criterion null) or on a criterion under its current meaning. */
export type GraderBoard = {
  readonly criterionId: CriterionId | null;
  readonly name: string;
  readonly graders: number;
  /** Outputs with two grades or more. */
  readonly shared: number;
  /** Krippendorff's nominal α with missing grades; null: not measured. */
  readonly alpha: number | null;
  /** Gwet's AC1, steady where nearly everything has one label; null: not measured. */
  readonly ac1: number | null;
  /** The pairs that agree least first. */
  readonly pairs: readonly PairAgreement[];
  /** Graders without whom the others agree best first. */
  readonly influence: readonly GraderInfluence[];
  /** Undecided ones first, those that are split most evenly before others. */
  readonly disputes: readonly Dispute[];
};

/** One board each for the whole output and every criterion that several people graded. */
export function graderBoards(events: readonly GradeEvent[], criteria: readonly Criterion[]): GraderBoard[] {
  return subjectsOf(criteria).flatMap(({ criterion, name }) => {
    const own = eventsOf(criterion, events);
    const units = ratingsOf(own).map(({ ratings }) => ratings);
    const shared = units.filter((unit) => unit.length > 1).length;
    if (shared === 0) return [];
    return [
      {
        criterionId: criterion?.id ?? null,
        name,
        graders: new Set(units.flatMap((unit) => unit.map(({ grader }) => grader))).size,
        shared,
        alpha: krippendorffAlpha(units),
        ac1: gwetAc1OfMany(units),
        pairs: pairAgreements(units).toSorted((a, b) => (a.kappa ?? 2) - (b.kappa ?? 2)),
        influence: graderInfluence(units),
        disputes: disputesOn(own),
      },
    ];
  });
}

/** The disputes among the grades of the whole output, or of one criterion. */
export function disputesOn(own: readonly GradeEvent[]): Dispute[] {
  return [...latestMarks(own)]
    .flatMap(([outputId, marks]): Dispute[] => {
      const grades = [...marks.byGrader.values()].flatMap((event) => asGrade(event) ?? []);
      const isDisputed = new Set(grades.map(({ label }) => label)).size > 1;
      return isDisputed ? [{ outputId, grades, decision: decisionOf(marks) }] : [];
    })
    .toSorted(
      (a, b) => Number(a.decision !== null) - Number(b.decision !== null) || unevenness(a) - unevenness(b),
    );
}

/** Null for what was carried over by rule: nobody said it of this criterion yet. */
const asGrade = ({ grader, mark, note, shown }: GradeEvent): DisputedGrade | null =>
  (mark === "good" || mark === "bad") && shown.policy !== "carried" ? { grader, label: mark, note } : null;

const decisionOf = ({ decision }: OutputMarks): DisputedGrade | null => decision && asGrade(decision);

/** 0 where the graders are split in halves, towards 1 where all but one agree. */
function unevenness({ grades }: Dispute): number {
  const good = grades.filter(({ label }) => label === "good").length;
  return Math.abs(2 * good - grades.length) / grades.length;
}
