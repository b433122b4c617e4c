import type { Criterion } from "./criterion";
import { eventsOf, graderInfluence, ratingsOf, type GraderInfluence } from "./detect-grader-drift";
import { subjectsOf } from "./drift-alarms";
import type { GradeEvent, Label } from "./grade";
import { gwetAc1OfMany, krippendorffAlpha, pairAgreements, type PairAgreement } from "./grader-agreement";
import type { CriterionId, OutputId } from "./ids";
import { latestMarks, majorityOf, type OutputMarks } from "./labels";

export type DisputedGrade = { readonly grader: string; readonly label: Label; readonly note: string };

/** What was decided of a dispute, with what whoever decided had graded it before; null: they took no part in it. */
export type DisputeDecision = DisputedGrade & { readonly hadGraded: Label | null };

/** An output on which graders differ, or come to something else than was decided of it; decision null: nothing yet. */
export type Dispute = {
  readonly outputId: OutputId;
  readonly grades: readonly DisputedGrade[];
  readonly decision: DisputeDecision | null;
  /** What the graders come to since somebody graded it after the decision, and was not decided; null: nothing else. */
  readonly otherwise: Label | null;
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
  /** Undecided ones first, then those that were decided otherwise than they are graded now; among them those that are split most evenly before others. */
  readonly disputes: readonly Dispute[];
};

/** One board each for the whole output and every criterion that several people graded. */
export function graderBoards(events: readonly GradeEvent[], criteria: readonly Criterion[]): GraderBoard[] {
  return subjectsOf(criteria).flatMap(({ criterion, name }) => {
    const own = eventsOf(criterion, events);
    const units = ratingsOf(own).map(({ ratings }) => ratings);
    const shared = units.filter((unit) => unit.length > 1).length;
    const disputes = disputesOn(own);
    if (shared === 0 && disputes.length === 0) return [];
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
        disputes,
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
      const otherwise = decidedOtherwise(marks);
      return isDisputed || otherwise !== null
        ? [{ outputId, grades, decision: decisionOf(marks, own), otherwise }]
        : [];
    })
    .toSorted((a, b) => urgency(a) - urgency(b) || unevenness(a) - unevenness(b));
}

/** Two graders, by whose disagreement disputes can be picked. */
export type GraderPair = readonly [string, string];

/** Whether these two graded an output differently, whatever others said. */
export function differOn([a, b]: GraderPair, { grades }: Dispute): boolean {
  const labelBy = (who: string) => grades.find(({ grader }) => grader === who)?.label;
  const [one, other] = [labelBy(a), labelBy(b)];
  return one !== undefined && other !== undefined && one !== other;
}

const urgency = ({ decision, otherwise }: Dispute): number =>
  decision === null ? 0 : otherwise !== null ? 1 : 2;

/** Whether a dispute waits for somebody: it is not decided, or was and is graded otherwise since. */
export const isUndecided = ({ decision, otherwise }: Dispute): boolean =>
  decision === null || otherwise !== null;

/** Null, too, where a majority had said so before it was decided: then that was known. */
function decidedOtherwise(marks: OutputMarks): Label | null {
  const { decision, byGrader } = marks;
  const label = majorityOf(marks);
  if (decision === null || label === null || label === decision.mark) return null;
  return [...byGrader.values()].some(({ id }) => id > decision.id) ? label : null;
}

/** Null for what was carried over by rule: nobody said it of this criterion yet. */
const asGrade = ({ grader, mark, note, shown }: GradeEvent): DisputedGrade | null =>
  (mark === "good" || mark === "bad") && shown.policy !== "carried" ? { grader, label: mark, note } : null;

function decisionOf({ decision }: OutputMarks, own: readonly GradeEvent[]): DisputeDecision | null {
  const decided = decision && asGrade(decision);
  if (!decided) return null;
  // A grade of before: what was graded since cannot have led them.
  const given = own.findLast(
    ({ id, outputId, grader, shown }) =>
      id < decision.id &&
      outputId === decision.outputId &&
      grader === decision.grader &&
      shown.policy !== "adjudication",
  );
  return { ...decided, hadGraded: (given && asGrade(given)?.label) ?? null };
}

/** 0 where the graders are split in halves, towards 1 where all but one agree. */
function unevenness({ grades }: Dispute): number {
  const good = grades.filter(({ label }) => label === "good").length;
  return Math.abs(2 * good - grades.length) / grades.length;
}
