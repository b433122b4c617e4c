import { wordedBy, type Criterion, type Revision } from "./criterion";
import type { DriftEvent, InForce } from "./drift-event";
import { figuresOf } from "./figures";
import type { GradeEvent, Label } from "./grade";
import type { AssertionId, CriterionId, OutputId } from "./ids";
import { labelBoard, type Labelling, type Labels } from "./labels";
import type { ReportCard } from "./report-card";
import { ratio, valueOf, type Ratio } from "./ratio";
import type { VerdictMatrix } from "./verdict-matrix";

/** A criterion, retired or not, with all its wordings, newest first. */
export type CriterionHistory = { readonly criterion: Criterion; readonly revisions: readonly Revision[] };

/** The three headline figures of one moment, with their samples. */
export type Headline = {
  readonly coverage: Ratio;
  readonly falseFailureRate: Ratio;
  /** Null: not measured. */
  readonly alignment: number | null;
};

/** How far each figure moved, in [−1, 1]; null where one of its ends is not measured. */
export type Shift = {
  readonly coverage: number | null;
  readonly falseFailureRate: number | null;
  readonly alignment: number | null;
};

/** An output whose label the edit turned. */
export type Flip = { readonly outputId: OutputId; readonly from: Label; readonly to: Label };

/** How the figures moved with an edit: first with the labels alone, then with assertions and data. */
export type DriftChange = {
  /** Of the criterion's assertion, or of the whole selection. */
  readonly of: "criterion" | "selection";
  /** The labels and the selection of before. */
  readonly before: Headline;
  /** The outputs of before under the labels of after, still with the selection of before. */
  readonly relabelled: Headline;
  readonly after: Headline;
  /** Because of relabelling: relabelled − before. */
  readonly relabelling: Shift;
  /** Because of new evaluators or data: after − relabelled. */
  readonly evaluators: Shift;
  /** Outputs with a label before and after the edit, and another one. */
  readonly flipped: readonly Flip[];
};

export type JournalFacts = {
  readonly histories: readonly CriterionHistory[];
  readonly events: readonly GradeEvent[];
  /** How grades become labels now; the past is looked at in the same way. */
  readonly labelling: Labelling;
  readonly matrix: VerdictMatrix;
  readonly now: InForce;
};

/** What is in force, as an edit records it before it changes anything. */
export const inForce = (card: ReportCard, events: readonly GradeEvent[]): InForce => ({
  lastGradeId: events.at(-1)?.id ?? 0,
  revisionIds: card.criteria.map(({ criterion }) => criterion.revision.id),
  selected: card.criteria.flatMap(({ criterion, selected }) =>
    selected ? [{ criterionId: criterion.id, assertionId: selected.assertion.id }] : [],
  ),
});

/**
 * How coverage, FFR and alignment moved from an edit to the next one that touches the same, or until now. Null for
 * events that edited nothing. A reinterpretation is measured on its criterion, a new criterion on the whole selection.
 */
export function changeOf(
  event: DriftEvent,
  journal: readonly DriftEvent[],
  facts: JournalFacts,
): DriftChange | null {
  const { before } = event.evidence;
  if (before === null) return null;
  const isReworded = event.kind === "reinterpretation";
  const after =
    journal.find(
      (other) =>
        other.id > event.id &&
        (!isReworded || other.criterionId === event.criterionId) &&
        isLater(before, other.evidence.before),
    )?.evidence.before ?? facts.now;
  const criterionId = isReworded ? event.criterionId : null;
  const [old, fresh] = [labelsAt(before, criterionId, facts), labelsAt(after, criterionId, facts)];
  const figures = (labels: Labels, at: InForce) =>
    headline(facts.matrix, labels, assertionsOf(at, criterionId));
  const isComparable = old.basis === fresh.basis;
  const states = {
    before: figures(old.labels, before),
    relabelled: isComparable ? figures(relabelled(old.labels, fresh.labels), before) : NOT_MEASURED,
    after: figures(fresh.labels, after),
  };
  return {
    of: isReworded ? "criterion" : "selection",
    ...states,
    relabelling: difference(states.before, states.relabelled),
    evaluators: difference(states.relabelled, states.after),
    flipped: isComparable ? flips(old.labels, fresh.labels) : [],
  };
}

/** Criteria that were added together share what was before: none of them comes after another. */
const isLater = (before: InForce, other: InForce | null): boolean =>
  other !== null && other.revisionIds.join() !== before.revisionIds.join();

/** The criteria as they were worded at a moment. */
function criteriaAt({ revisionIds }: InForce, histories: readonly CriterionHistory[]): Criterion[] {
  return histories.flatMap(({ criterion, revisions }) => {
    const index = revisions.findIndex(({ id }) => revisionIds.includes(id));
    const worded = index < 0 ? null : wordedBy(revisions.slice(index));
    return worded === null ? [] : [{ ...criterion, ...worded }];
  });
}

/** The labels at a moment, of a criterion or (null) of whole outputs, and what they rest on. */
function labelsAt(
  at: InForce,
  criterionId: CriterionId | null,
  { events, histories, labelling }: JournalFacts,
): { readonly labels: Labels; readonly basis: "criterion" | "whole" } {
  const given = events.filter(({ id }) => id <= at.lastGradeId);
  const board = labelBoard(given, criteriaAt(at, histories), labelling);
  if (criterionId === null) return { labels: board.whole, basis: "whole" };
  const own = board.byCriterion.get(criterionId);
  return { labels: own?.labels ?? new Map(), basis: own?.basis ?? "criterion" };
}

const assertionsOf = ({ selected }: InForce, criterionId: CriterionId | null): AssertionId[] =>
  selected
    .filter((one) => criterionId === null || one.criterionId === criterionId)
    .map(({ assertionId }) => assertionId);

const NOTHING = ratio(0, 0);
const NOT_MEASURED: Headline = { coverage: NOTHING, falseFailureRate: NOTHING, alignment: null };

function headline(matrix: VerdictMatrix, labels: Labels, assertionIds: readonly AssertionId[]): Headline {
  if (assertionIds.length === 0) return NOT_MEASURED;
  const { coverage, falseFailureRate, alignment } = figuresOf(
    matrix.unionConfusion(assertionIds, matrix.labelled(labels)),
  );
  return { coverage, falseFailureRate, alignment };
}

function difference(from: Headline, to: Headline): Shift {
  const minus = (a: number | null, b: number | null) => (a === null || b === null ? null : b - a);
  return {
    coverage: minus(valueOf(from.coverage), valueOf(to.coverage)),
    falseFailureRate: minus(valueOf(from.falseFailureRate), valueOf(to.falseFailureRate)),
    alignment: minus(from.alignment, to.alignment),
  };
}

/** Outputs that were labelled before as they are labelled now; those labelled since are new data. */
const relabelled = (old: Labels, fresh: Labels): Labels =>
  new Map([...fresh].filter(([outputId]) => old.has(outputId)));

function flips(old: Labels, fresh: Labels): Flip[] {
  return [...old].flatMap(([outputId, from]) => {
    const to = fresh.get(outputId);
    return to !== undefined && to !== from ? [{ outputId, from, to }] : [];
  });
}
