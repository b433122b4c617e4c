import { hasMeaning, wordedBy, type Criterion, type Revision } from "./criterion";
import type { CriterionHistory } from "./drift-journal";
import { comparisons, type InPlay } from "./detect-disagreement";
import { ratingsOf } from "./detect-grader-drift";
import { cusum } from "./drift-tests";
import { figuresOf } from "./figures";
import type { GradeEvent, Label } from "./grade";
import { krippendorffAlpha } from "./grader-agreement";
import type { CriterionId, OutputId } from "./ids";
import { labelBoard, type LabelBoard, type Labelling, type Labels } from "./labels";
import type { VerdictMatrix } from "./verdict-matrix";

/** A grade on the timeline of a criterion, in the order of grading. */
export type TimelineGrade = {
  readonly outputId: OutputId;
  /** Its place among all grades of the story, from 1. */
  readonly nth: number;
  readonly label: Label;
  /** Given under another meaning than the current one: it counts in no figure of now. */
  readonly isStale: boolean;
};

/** What was known at one moment, of a criterion under the wording of that moment. */
export type TimelinePoint = {
  /** How many grades of the story had been given. */
  readonly after: number;
  /** Of the assertion (on the whole output: all assertions) selected now, with the labels of then; null: not measured. */
  readonly alignment: number | null;
  readonly labelled: number;
  /** Krippendorff's α of the graders; null: not measured. */
  readonly alpha: number | null;
  /** Outputs that two graders or more had graded. */
  readonly shared: number;
};

/** The story of the whole output (criterion null) or of one criterion. */
export type Timeline = {
  readonly criterionId: CriterionId | null;
  readonly name: string;
  /** Nobody graded the criterion itself: the grades are those of whole outputs, which speak for it. */
  readonly isLent: boolean;
  readonly revisions: number;
  /** How many grades were given. */
  readonly graded: number;
  /** One of so many grades is among `grades`. */
  readonly every: number;
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

/** More grades would be one smear on the chart. */
const MOST_GRADES = 240;

/**
 * The stories of all criteria in play that were graded themselves, or have an assertion that is measured with grades of
 * whole outputs; after them that of the whole output.
 */
export function timelines(facts: TimelineFacts): Timeline[] {
  const moments = momentsOf(facts.events).map((last) => {
    const given = facts.events.slice(0, last + 1);
    const criteria = criteriaAsOf(facts.histories, given);
    return { given, criteria, board: labelBoard(given, criteria, facts.labelling) };
  });
  return [
    ...facts.histories
      .filter(({ criterion }) => criterion.retiredAt === null)
      .map((history) => timelineOf(history, moments, facts)),
    wholeTimeline(moments, facts),
  ].filter(isTold);
}

/** What was written after the last grade has no story in grades of whole outputs yet. */
const isTold = ({ graded, isLent, points }: Timeline): boolean =>
  graded > 0 && (!isLent || points.some(({ labelled }) => labelled > 0));

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

/** The grades of the whole output (null) or of a criterion, in their order. */
const gradesOn = (criterionId: CriterionId | null, events: readonly GradeEvent[]): GradeEvent[] =>
  events.filter((event) => event.criterionId === criterionId && isLabel(event));

const isLabel = ({ mark }: GradeEvent): boolean => mark === "good" || mark === "bad";

function timelineOf(
  { criterion, revisions }: CriterionHistory,
  moments: readonly Moment[],
  { events, matrix, inPlay }: TimelineFacts,
): Timeline {
  const playing = inPlay.find((one) => one.criterion.id === criterion.id);
  const isLent = playing !== undefined && gradesOn(criterion.id, events).length === 0;
  const own = (all: readonly GradeEvent[]) => gradesOn(isLent ? null : criterion.id, all);
  const given = own(events);
  const points = moments.map((moment) => {
    const then = moment.criteria.find(({ id }) => id === criterion.id);
    const labels = moment.board.byCriterion.get(criterion.id)?.labels ?? new Map<OutputId, Label>();
    return {
      after: own(moment.given).length,
      labelled: labels.size,
      alignment:
        playing === undefined
          ? null
          : figuresOf(matrix.confusion(playing.assertion.id, matrix.labelled(labels))).alignment,
      ...agreementOf(then ? gradesOn(then.id, moment.given).filter(isUnder(then)) : []),
    };
  });
  return {
    ...{ criterionId: criterion.id, name: criterion.revision.name, isLent, revisions: revisions.length },
    ...shownOf(given, isLent ? ({ id }) => id <= criterion.since : (event) => !isUnder(criterion)(event)),
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
    points: withGrades(points),
  };
}

function wholeTimeline(moments: readonly Moment[], { events, matrix, inPlay }: TimelineFacts): Timeline {
  const points = moments.map(({ given, board }) => ({
    after: gradesOn(null, given).length,
    labelled: board.whole.size,
    alignment: allAlignment(inPlay, matrix, board.whole),
    ...agreementOf(gradesOn(null, given)),
  }));
  return {
    ...{ criterionId: null, name: "the whole output", isLent: false, revisions: 0 },
    ...shownOf(gradesOn(null, events), () => false),
    ...{ edits: [], disagreement: [], points: withGrades(points) },
  };
}

const isUnder =
  (criterion: Criterion) =>
  ({ revisionId }: GradeEvent): boolean =>
    hasMeaning(criterion, revisionId);

/** Of assertions of which an output must pass all. */
function allAlignment(playing: readonly InPlay[], matrix: VerdictMatrix, labels: Labels): number | null {
  if (playing.length === 0) return null;
  const ids = playing.map(({ assertion }) => assertion.id);
  return figuresOf(matrix.unionConfusion(ids, matrix.labelled(labels))).alignment;
}

function agreementOf(events: readonly GradeEvent[]): Pick<TimelinePoint, "alpha" | "shared"> {
  const ratings = ratingsOf(events).map(({ ratings: unit }) => unit);
  return { alpha: krippendorffAlpha(ratings), shared: ratings.filter((unit) => unit.length > 1).length };
}

function shownOf(
  given: readonly GradeEvent[],
  isStale: (event: GradeEvent) => boolean,
): Pick<Timeline, "graded" | "every" | "grades"> {
  const every = Math.ceil(given.length / MOST_GRADES);
  const grades = given.map((event, i) => ({
    outputId: event.outputId,
    nth: i + 1,
    label: event.mark === "good" ? ("good" as const) : ("bad" as const),
    isStale: isStale(event),
  }));
  return { graded: given.length, every, grades: grades.filter((_, i) => i % every === 0) };
}

/** The moments at which there was a grade, each number of grades once. */
const withGrades = (points: readonly TimelinePoint[]): TimelinePoint[] =>
  points.filter(({ after }, i) => after > 0 && points[i + 1]?.after !== after);
