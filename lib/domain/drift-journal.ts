import { wordedBy, type Criterion, type Revision } from "./criterion";
import { isEdit, type DriftEvent, type InForce } from "./drift-event";
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

/**
 * How the figures moved since an entry, in parts that add up: outputs whose label is gone, then the other labels of the
 * same outputs, both under the assertions of before; then other assertions and data.
 */
export type DriftChange = {
  /** Of the criterion's assertion, or of the whole selection. */
  readonly of: "criterion" | "selection";
  /** The labels and the selection of before. */
  readonly before: Headline;
  /** The labels and the selection of before, on the outputs that have a label now. */
  readonly kept: Headline;
  /** The outputs of before under the labels of after, still with the selection of before. */
  readonly relabelled: Headline;
  readonly after: Headline;
  /** Because outputs were not looked at again: kept − before. */
  readonly dropout: Shift;
  /** Outputs with a label before and none now. */
  readonly open: number;
  /** Of so many that had one. */
  readonly labelled: number;
  /** Because of relabelling: relabelled − kept. */
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
 * How coverage, FFR and alignment moved from an entry to the next one that ends its time (`endOf`), or until now. Null for
 * what changes no figure, and where it is not known what was in force. What is about a criterion is measured on it; what
 * puts criteria into play, or is about none, on the whole selection.
 */
export function changeOf(
  event: DriftEvent,
  journal: readonly DriftEvent[],
  facts: JournalFacts,
): DriftChange | null {
  const { before } = event.evidence;
  const criterionId = measuredOn(event);
  if (before === null || criterionId === undefined) return null;
  const after = endOf(event, journal, facts);
  const [old, fresh] = [labelsAt(before, criterionId, facts), labelsAt(after, criterionId, facts)];
  const isComparable = old.basis === fresh.basis;
  const decided = new Set(decidedIn(event, after, facts));
  const kept = only(old.labels, (outputId) => fresh.labels.has(outputId));
  // What graders differed on had no label; a decision gives it another one all the same.
  const relabelled = only(fresh.labels, (outputId) => old.labels.has(outputId) || decided.has(outputId));
  const figures = (labels: Labels, at: InForce) =>
    headline(facts.matrix, labels, assertionsOf(at, criterionId));
  const states = {
    before: figures(old.labels, before),
    kept: isComparable ? figures(kept, before) : NOT_MEASURED,
    relabelled: isComparable ? figures(relabelled, before) : NOT_MEASURED,
    after: figures(fresh.labels, after),
  };
  return {
    of: criterionId === null ? "selection" : "criterion",
    ...states,
    dropout: difference(states.before, states.kept),
    relabelling: difference(states.kept, states.relabelled),
    evaluators: difference(states.relabelled, states.after),
    ...{ open: old.labels.size - kept.size, labelled: old.labels.size },
    flipped: isComparable ? flips(old.labels, fresh.labels) : [],
  };
}

/** The criterion that an entry is measured on; null: the whole selection; undefined: it changes no figure. */
function measuredOn({ kind, criterionId }: DriftEvent): CriterionId | null | undefined {
  switch (kind) {
    case "clarification":
    case "removal":
    case "restoration":
      return undefined;
    case "newCriterion":
    case "split":
    case "merge":
      return null;
    case "reinterpretation":
    case "adjudication":
    case "graderDrift":
    case "judgeDrift":
    case "pipelineDrift":
      return criterionId;
  }
}

/**
 * What was in force when the time of an entry ended: before the next edit that touches the same, or, of decisions, before
 * the next ones on the same. Otherwise what is in force now.
 */
export function endOf(event: DriftEvent, journal: readonly DriftEvent[], facts: JournalFacts): InForce {
  const criterionId = measuredOn(event) ?? null;
  const next = journal.find((other) => {
    if (other.id <= event.id || other.evidence.before === null) return false;
    if (event.kind === "adjudication" && other.kind === event.kind)
      return other.criterionId === event.criterionId;
    return isEdit(other) && touches(other, criterionId, facts) && !isTwin(event, other);
  });
  return next?.evidence.before ?? facts.now;
}

/** Null: every edit touches the selection. */
function touches(
  { criterionId, evidence: { replaced } }: DriftEvent,
  of: CriterionId | null,
  { histories }: JournalFacts,
): boolean {
  if (of === null || criterionId === of) return true;
  const own = histories.find(({ criterion }) => criterion.id === of)?.revisions ?? [];
  return replaced !== undefined && own.some(({ id }) => replaced.from.includes(id));
}

/** Criteria that were added together share what was before: none of them comes after another. */
const isTwin = (event: DriftEvent, other: DriftEvent): boolean =>
  isEdit(event) && event.evidence.before?.revisionIds.join() === other.evidence.before?.revisionIds.join();

/** The outputs on which something was decided, or a decision taken back, in the time of an entry about decisions. */
export function decidedIn(event: DriftEvent, end: InForce, { events }: JournalFacts): OutputId[] {
  const { before } = event.evidence;
  if (event.kind !== "adjudication" || before === null) return [];
  const decisions = events.filter(
    ({ id, criterionId, shown }) =>
      shown.policy === "adjudication" &&
      criterionId === event.criterionId &&
      id > before.lastGradeId &&
      id <= end.lastGradeId,
  );
  return [...new Set(decisions.map(({ outputId }) => outputId))];
}

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

const only = (labels: Labels, isIn: (outputId: OutputId) => boolean): Labels =>
  new Map([...labels].filter(([outputId]) => isIn(outputId)));

function flips(old: Labels, fresh: Labels): Flip[] {
  return [...old].flatMap(([outputId, from]) => {
    const to = fresh.get(outputId);
    return to !== undefined && to !== from ? [{ outputId, from, to }] : [];
  });
}
