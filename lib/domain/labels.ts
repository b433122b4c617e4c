import { z } from "zod";
import { hasMeaning, type Criterion } from "./criterion";
import type { GradeEvent, Label } from "./grade";
import type { Ratings } from "./grader-agreement";
import type { CriterionId, OutputId } from "./ids";
import { weighLabels, type WeighedLabels } from "./weighed-labels";

export type Labels = ReadonlyMap<OutputId, Label>;

/**
 * What an assertion of a criterion is measured against: grades of that criterion, or, as long as nobody graded an
 * output bad on the criterion itself, the whole-output grades.
 */
export type Basis = "criterion" | "whole";

export type CriterionLabels = {
  readonly basis: Basis;
  readonly labels: Labels;
  /** Labels that follow from "the whole output is good" and were not asked of the criterion itself. */
  readonly implied: number;
  /** Grades given under an older wording: they count in no figure. */
  readonly stale: number;
  /** Outputs whose graders disagree evenly: not graded until one of them changes his mind. */
  readonly undecided: number;
  /** Outputs of which all who looked said that it cannot be told: they have no label, and nothing implies one. */
  readonly unsure: number;
  /** Labels that rest only on grades carried over by rule from a criterion that was split or merged. */
  readonly provisional: number;
};

/**
 * How the grades of several people become one label: by majority, or with graders weighed by how reliable they look
 * (`weighLabels`; where too few have graded for that, by majority). What was decided on a dispute comes before both.
 */
export const Labelling = z.enum(["majority", "weighed"]);
export type Labelling = z.infer<typeof Labelling>;

export type LabelBoard = {
  readonly whole: Labels;
  readonly wholeUndecided: number;
  /** Outputs that as a whole nobody could tell. */
  readonly wholeUnsure: number;
  readonly byCriterion: ReadonlyMap<CriterionId, CriterionLabels>;
  /** Where graders were weighed: criteria, and null for the whole output. */
  readonly weighed: ReadonlySet<CriterionId | null>;
};

/** What stands of one output: the latest mark of each grader, and what was decided where they differ. */
export type OutputMarks = {
  readonly byGrader: Map<string, GradeEvent>;
  /** Who said last that it cannot be told. */
  readonly unsure: Set<string>;
  decision: GradeEvent | null;
};

/** The latest event of each output and grader; a skip leaves what was there, a withdrawal nothing, "unsure" no label. */
export function latestMarks(events: Iterable<GradeEvent>): Map<OutputId, OutputMarks> {
  const marks = new Map<OutputId, OutputMarks>();
  for (const event of events) {
    const ofOutput = marks.get(event.outputId) ?? noMarks();
    marks.set(event.outputId, ofOutput);
    apply(ofOutput, event);
  }
  return marks;
}

const noMarks = (): OutputMarks => ({ byGrader: new Map(), unsure: new Set(), decision: null });

function apply(marks: OutputMarks, event: GradeEvent): void {
  const { mark, grader } = event;
  if (mark === "skipped") return;
  const isLabel = mark === "good" || mark === "bad";
  if (event.shown.policy === "adjudication") {
    marks.decision = isLabel ? event : null;
    return;
  }
  marks.byGrader.delete(grader);
  marks.unsure.delete(grader);
  if (isLabel) marks.byGrader.set(grader, event);
  else if (mark === "unsure") marks.unsure.add(grader);
}

/** Whether nothing that was said of an output stands. */
export const isUnanswered = ({ byGrader, unsure, decision }: OutputMarks): boolean =>
  byGrader.size === 0 && unsure.size === 0 && decision === null;

/** What was decided, else the majority of the graders; null on a tie ("undecided", never a coin) and without grades. */
export function labelOf({ byGrader, decision }: OutputMarks): Label | null {
  if (decision !== null) return decision.mark === "good" ? "good" : "bad";
  let lead = 0;
  for (const { mark } of byGrader.values()) lead += mark === "good" ? 1 : -1;
  return lead === 0 ? null : lead > 0 ? "good" : "bad";
}

type Settled = {
  readonly labels: Labels;
  readonly undecided: number;
  readonly unsure: ReadonlySet<OutputId>;
  readonly provisional: number;
  readonly isWeighed: boolean;
};

/** The grades that count of one output; decisions and what was carried over are no grades of a grader. */
export const ratingsIn = ({ byGrader }: OutputMarks): Ratings =>
  [...byGrader.values()].flatMap(({ grader, mark, shown }) =>
    (mark === "good" || mark === "bad") && shown.policy !== "carried" ? [{ grader, label: mark }] : [],
  );

/** The marks of outputs, an entry each. */
type Marks = ReadonlyMap<OutputId, OutputMarks>;

/** What `weighLabels` says of these grades beside what they come to by majority. */
export const weighMarks = (marks: Marks): WeighedLabels =>
  weighLabels(
    [...marks].map(([outputId, standing]) => ({
      ...{ outputId, ratings: ratingsIn(standing), label: labelOf(standing) },
      isDecided: standing.decision !== null,
    })),
  );

/** What the marks of each output come to; null: it is open, or nobody could tell. */
export function labelsOf(
  marks: Marks,
  labelling: Labelling,
): { readonly labels: ReadonlyMap<OutputId, Label | null>; readonly isWeighed: boolean } {
  const weighing = labelling === "weighed" ? weighMarks(marks) : null;
  const weighed = weighing?.kind === "weighed" ? weighing.labels : null;
  const labels = new Map(
    [...marks].map(([outputId, standing]) => [outputId, weighed?.get(outputId) ?? labelOf(standing)]),
  );
  return { labels, isWeighed: weighed !== null };
}

function settle(marks: Marks, labelling: Labelling): Settled {
  const settled = labelsOf(marks, labelling);
  const labels = new Map<OutputId, Label>();
  let undecided = 0;
  const unsure = new Set<OutputId>();
  let provisional = 0;
  for (const [outputId, standing] of marks) {
    const label = settled.labels.get(outputId) ?? null;
    if (label !== null) labels.set(outputId, label);
    else if (standing.byGrader.size > 0) undecided += 1;
    else if (standing.unsure.size > 0) unsure.add(outputId);
    if (label !== null && isProvisional(standing)) provisional += 1;
  }
  return { labels, undecided, unsure, provisional, isWeighed: settled.isWeighed };
}

/** Whether all that stands was carried over by rule, so that nobody has said it of this criterion yet. */
export const isProvisional = ({ byGrader, decision }: OutputMarks): boolean =>
  decision === null &&
  byGrader.size > 0 &&
  [...byGrader.values()].every(({ shown }) => shown.policy === "carried");

/**
 * Labels from grade events, which must be in the order in which they were given. Grades of a criterion count only
 * under its current wording. "The whole output is good" implies good on every criterion that was not graded itself;
 * "bad" implies nothing of any criterion, and "cannot be told" keeps what it was said of without a label. Without a whole-output grade an output is bad when any criterion is, and
 * good when all of them are.
 */
export function labelBoard(
  events: readonly GradeEvent[],
  criteria: readonly Criterion[],
  labelling: Labelling = "majority",
): LabelBoard {
  const wholeEvents: GradeEvent[] = [];
  const eventsOf = new Map<CriterionId, GradeEvent[]>(criteria.map(({ id }) => [id, []]));
  for (const event of events) {
    if (event.criterionId === null) wholeEvents.push(event);
    else eventsOf.get(event.criterionId)?.push(event);
  }
  const wholeMarks = settle(latestMarks(wholeEvents), labelling);
  const own = criteria.map((criterion) => {
    const all = eventsOf.get(criterion.id) ?? [];
    const current = latestMarks(all.filter(({ revisionId }) => hasMeaning(criterion, revisionId)));
    return { criterion, ...settle(current, labelling), stale: staleOutputs(all, criterion).size };
  });
  const whole = completeWhole(
    wholeMarks,
    own.map(({ labels }) => labels),
  );
  return {
    whole,
    wholeUndecided: wholeMarks.undecided,
    wholeUnsure: wholeMarks.unsure.size,
    byCriterion: new Map(
      own.map((entry) => [entry.criterion.id, criterionLabels(entry, wholeMarks.labels, whole)]),
    ),
    weighed: new Set([
      ...(wholeMarks.isWeighed ? [null] : []),
      ...own.flatMap(({ criterion, isWeighed }) => (isWeighed ? [criterion.id] : [])),
    ]),
  };
}

/** Outputs graded under an older meaning and by nobody under the current one, with what stood of them. */
export function staleOutputs(
  ofCriterion: readonly GradeEvent[],
  criterion: Criterion,
): Map<OutputId, OutputMarks> {
  const current = latestMarks(ofCriterion.filter(({ revisionId }) => hasMeaning(criterion, revisionId)));
  const old = latestMarks(ofCriterion.filter(({ revisionId }) => !hasMeaning(criterion, revisionId)));
  const stale = new Map<OutputId, OutputMarks>();
  for (const [outputId, standing] of old) {
    const now = current.get(outputId);
    const isGradedAgain = now !== undefined && !isUnanswered(now);
    if (!isGradedAgain && standing.byGrader.size > 0) stale.set(outputId, standing);
  }
  return stale;
}

function completeWhole(
  { labels, unsure }: Pick<Settled, "labels" | "unsure">,
  byCriterion: readonly Labels[],
): Labels {
  const whole = new Map(labels);
  const touched = new Set(byCriterion.flatMap((labels) => [...labels.keys()]));
  for (const outputId of touched) {
    if (whole.has(outputId) || unsure.has(outputId)) continue;
    const given = byCriterion.map((own) => own.get(outputId));
    if (given.includes("bad")) whole.set(outputId, "bad");
    else if (given.every((label) => label === "good")) whole.set(outputId, "good");
  }
  return whole;
}

function criterionLabels(
  own: Settled & Pick<CriterionLabels, "stale">,
  explicitWhole: Labels,
  whole: Labels,
): CriterionLabels {
  const { stale, undecided, provisional } = own;
  const counts = { stale, undecided, unsure: own.unsure.size, provisional };
  const gradedBad = [...own.labels.values()].includes("bad");
  if (!gradedBad && [...whole.values()].includes("bad")) {
    // Nobody has said yet which outputs are bad because of this criterion.
    const lent = [...whole].filter(([outputId]) => !own.unsure.has(outputId));
    return { basis: "whole", labels: new Map([...lent, ...own.labels]), implied: 0, ...counts };
  }
  const labels = new Map(own.labels);
  let implied = 0;
  for (const [outputId, label] of explicitWhole) {
    if (label !== "good" || labels.has(outputId) || own.unsure.has(outputId)) continue;
    labels.set(outputId, "good");
    implied += 1;
  }
  return { basis: "criterion", labels, implied, ...counts };
}

/** How many of each label there are. */
export function countLabels(labels: Labels): { readonly good: number; readonly bad: number } {
  let good = 0;
  for (const label of labels.values()) if (label === "good") good += 1;
  return { good, bad: labels.size - good };
}
