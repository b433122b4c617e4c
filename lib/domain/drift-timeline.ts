import { hasMeaning, wordedBy, type Criterion, type Revision } from "./criterion";
import type { CriterionHistory } from "./drift-journal";
import { comparisons, type InPlay } from "./detect-disagreement";
import { ratingsOf } from "./detect-grader-drift";
import { cusum } from "./drift-tests";
import { figuresOf } from "./figures";
import type { GradeEvent, Label } from "./grade";
import { krippendorffAlpha } from "./grader-agreement";
import type { CriterionId, OutputId } from "./ids";
import { labelBoard, type LabelBoard, type Labelling } from "./labels";
import type { VerdictMatrix } from "./verdict-matrix";

/** A grade on the timeline of a criterion, in the order of grading. */
export type TimelineGrade = {
  readonly outputId: OutputId;
  readonly label: Label;
  /** Given under another meaning than the current one: it counts in no figure. */
  readonly isStale: boolean;
};

/** What was known of a criterion at one moment, under the wording of that moment. */
export type TimelinePoint = {
  /** How many grades of the criterion had been given. */
  readonly after: number;
  /** Of the assertion that is selected now, with the labels of then; null: not measured. */
  readonly alignment: number | null;
  readonly labelled: number;
  /** Krippendorff's α of the graders; null: not measured. */
  readonly alpha: number | null;
  /** Outputs that two graders or more had graded. */
  readonly shared: number;
};

/** The story of one criterion. */
export type Timeline = {
  readonly criterionId: CriterionId;
  readonly name: string;
  readonly revisions: number;
  readonly grades: readonly TimelineGrade[];
  /** Every wording but the first, with how many grades had been given when it was made. */
  readonly edits: readonly { readonly revision: Revision; readonly after: number }[];
  readonly points: readonly TimelinePoint[];
  /** The CUSUM of disagreement with the assertion selected now, grade by grade; empty: none is selected. */
  readonly disagreement: readonly number[];
};

export type TimelineFacts = {
  readonly histories: readonly CriterionHistory[];
  readonly events: readonly GradeEvent[];
  /** How grades become labels now; the past is looked at in the same way. */
  readonly labelling: Labelling;
  readonly matrix: VerdictMatrix;
  /** The assertion that speaks for each criterion now; criteria without one are absent. */
  readonly inPlay: readonly InPlay[];
};

/** So many moments are looked at: more than a chart of this size can show say nothing more. */
const MOMENTS = 40;

/** The stories of all criteria in play that were graded themselves. */
export function timelines(facts: TimelineFacts): Timeline[] {
  const moments = momentsOf(facts.events).map((last) => {
    const given = facts.events.slice(0, last + 1);
    const criteria = criteriaAsOf(facts.histories, given);
    return { given, criteria, board: labelBoard(given, criteria, facts.labelling) };
  });
  return facts.histories
    .filter(({ criterion }) => criterion.retiredAt === null)
    .map((history) => timelineOf(history, moments, facts))
    .filter(({ grades }) => grades.length > 0);
}

type Moment = {
  readonly given: readonly GradeEvent[];
  readonly criteria: readonly Criterion[];
  readonly board: LabelBoard;
};

/** Which events are the last ones of a moment: evenly spread, the very last one included. */
function momentsOf({ length }: readonly GradeEvent[]): number[] {
  const count = Math.min(MOMENTS, length);
  return Array.from({ length: count }, (_, i) => Math.ceil(((i + 1) * length) / count) - 1);
}

/** The criteria as they were worded when the last of these grades was given; those not written yet are left out. */
function criteriaAsOf(histories: readonly CriterionHistory[], given: readonly GradeEvent[]): Criterion[] {
  const at = given.at(-1)?.at.getTime() ?? 0;
  // An import writes wordings and grades at once: what was graded was written, whatever the clocks say.
  const graded = new Set(given.map(({ revisionId }) => revisionId));
  return histories.flatMap(({ criterion, revisions }) => {
    const newest = revisions.findIndex(({ id, createdAt }) => createdAt.getTime() <= at || graded.has(id));
    const worded = newest < 0 ? null : wordedBy(revisions.slice(newest));
    return worded === null || criterion.retiredAt !== null ? [] : [{ ...criterion, ...worded }];
  });
}

function timelineOf(
  { criterion, revisions }: CriterionHistory,
  moments: readonly Moment[],
  { events, matrix, inPlay }: TimelineFacts,
): Timeline {
  const own = (all: readonly GradeEvent[]) =>
    all.filter(
      ({ criterionId, mark }) => criterionId === criterion.id && (mark === "good" || mark === "bad"),
    );
  const given = own(events);
  const playing = inPlay.find((one) => one.criterion.id === criterion.id);
  const points = moments.map((moment) => {
    const grades = own(moment.given);
    const then = moment.criteria.find(({ id }) => id === criterion.id);
    const counted = then ? grades.filter(({ revisionId }) => hasMeaning(then, revisionId)) : [];
    const ratings = ratingsOf(counted).map(({ ratings: unit }) => unit);
    const labels = moment.board.byCriterion.get(criterion.id)?.labels ?? new Map<OutputId, Label>();
    return {
      after: grades.length,
      labelled: labels.size,
      alignment:
        playing === undefined
          ? null
          : figuresOf(matrix.confusion(playing.assertion.id, matrix.labelled(labels))).alignment,
      alpha: krippendorffAlpha(ratings),
      shared: ratings.filter((unit) => unit.length > 1).length,
    };
  });
  return {
    criterionId: criterion.id,
    name: criterion.revision.name,
    revisions: revisions.length,
    grades: given.map(({ outputId, mark, revisionId }) => ({
      outputId,
      label: mark === "good" ? "good" : "bad",
      isStale: !hasMeaning(criterion, revisionId),
    })),
    edits: revisions
      .filter(({ change }) => change !== "first")
      .map((revision) => ({
        revision,
        after: given.filter(({ at }) => at.getTime() < revision.createdAt.getTime()).length,
      }))
      .toReversed(),
    disagreement: playing
      ? cusum(comparisons(playing, matrix, events).map(({ isDisagreement }) => isDisagreement)).path
      : [],
    points: points.filter(({ after }, i) => after > 0 && points[i + 1]?.after !== after),
  };
}
