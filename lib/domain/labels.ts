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
  /** Outputs of which whole-output grades would speak here, had they not been given under another meaning of the criterion. */
  readonly outdated: number;
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

/** What stands of one output: the latest label of each grader, and what was decided where they differ. */
export type OutputMarks = {
  readonly byGrader: Map<string, GradeEvent>;
  /** Who said last that it cannot be told. */
  readonly unsure: Set<string>;
  /** Labels carried over by rule from a criterion that was split or merged: they count only while nobody has answered. */
  readonly carried: Map<string, GradeEvent>;
  /** What no rule carries over, by whom it is asked again. */
  readonly asked: Map<string, GradeEvent>;
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

const noMarks = (): OutputMarks => ({
  ...{ byGrader: new Map(), unsure: new Set(), decision: null },
  ...{ carried: new Map(), asked: new Map() },
});

function apply(marks: OutputMarks, event: GradeEvent): void {
  const { mark, grader } = event;
  const isLabel = mark === "good" || mark === "bad";
  if (event.shown.policy === "carried") {
    (isLabel ? marks.carried : marks.asked).set(grader, event);
    return;
  }
  if (mark === "skipped") return;
  if (event.shown.policy === "adjudication") {
    marks.decision = isLabel ? event : null;
    return;
  }
  marks.byGrader.delete(grader);
  marks.unsure.delete(grader);
  if (isLabel) marks.byGrader.set(grader, event);
  else if (mark === "unsure") marks.unsure.add(grader);
}

/** Whether a person has answered, be it that it cannot be told. */
export const isAnswered = ({ byGrader, unsure, decision }: OutputMarks): boolean =>
  byGrader.size > 0 || unsure.size > 0 || decision !== null;

/** The labels that count: those that people gave; as long as nobody has answered, those carried over by rule. */
export const countingLabels = ({
  byGrader,
  unsure,
  carried,
}: OutputMarks): ReadonlyMap<string, GradeEvent> =>
  byGrader.size === 0 && unsure.size === 0 ? carried : byGrader;

/** What was decided, else the majority of the graders; null on a tie ("undecided", never a coin) and without grades. */
export function labelOf(marks: OutputMarks): Label | null {
  if (marks.decision !== null) return marks.decision.mark === "good" ? "good" : "bad";
  return majorityOf(marks);
}

/** What the graders come to, whatever was decided; null: a tie, or no grades. */
export function majorityOf(marks: OutputMarks): Label | null {
  let lead = 0;
  for (const { mark } of countingLabels(marks).values()) lead += mark === "good" ? 1 : -1;
  return lead === 0 ? null : lead > 0 ? "good" : "bad";
}

type Settled = {
  readonly labels: Labels;
  readonly undecided: ReadonlySet<OutputId>;
  readonly unsure: ReadonlySet<OutputId>;
  readonly provisional: number;
  readonly isWeighed: boolean;
};

/** The labels that people gave one output; decisions and what was carried over are no grades of a grader. */
export const ratingsIn = ({ byGrader }: OutputMarks): Ratings =>
  [...byGrader.values()].flatMap(({ grader, mark }) =>
    mark === "good" || mark === "bad" ? [{ grader, label: mark }] : [],
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
  const undecided = new Set<OutputId>();
  const unsure = new Set<OutputId>();
  let provisional = 0;
  for (const [outputId, standing] of marks) {
    const label = settled.labels.get(outputId) ?? null;
    if (label !== null) labels.set(outputId, label);
    else if (countingLabels(standing).size > 0) undecided.add(outputId);
    else if (standing.unsure.size > 0) unsure.add(outputId);
    if (label !== null && isProvisional(standing)) provisional += 1;
  }
  return { labels, undecided, unsure, provisional, isWeighed: settled.isWeighed };
}

/** Whether all that stands was carried over by rule, so that nobody has said it of this criterion yet. */
export const isProvisional = (marks: OutputMarks): boolean => !isAnswered(marks) && marks.carried.size > 0;

/**
 * Labels from grade events, which must be in the order in which they were given. Grades of a criterion count only
 * under its current wording. "The whole output is good" implies good on every criterion that was not graded itself,
 * unless it was said under another meaning of the criterion; "bad" implies nothing of any criterion, and what graders
 * differ on or cannot tell stays without a label. Without a whole-output grade an output is bad when any criterion is,
 * and good when all of them are.
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
  const said = settle(latestMarks(wholeEvents), labelling);
  const own = criteria.map((criterion): OwnLabels => {
    const all = eventsOf.get(criterion.id) ?? [];
    const current = latestMarks(all.filter(({ revisionId }) => hasMeaning(criterion, revisionId)));
    const settled = settle(current, labelling);
    return { criterion, settled, stale: staleOutputs(all, criterion).size, asked: askedAt(current) };
  });
  const complete = (whole: Settled) =>
    completeWhole(
      whole,
      own.map(({ settled }) => settled.labels),
    );
  const whole = complete(said);
  return {
    whole,
    wholeUndecided: said.undecided.size,
    wholeUnsure: said.unsure.size,
    byCriterion: new Map(
      own.map((entry) => {
        const heard = wholeSpeakingOf(entry, wholeEvents);
        const since = heard === null ? said : settle(latestMarks(heard), labelling);
        const lent = heard === null ? whole : complete(since);
        return [entry.criterion.id, criterionLabels(entry, { said, since, lent })];
      }),
    ),
    weighed: new Set([
      ...(said.isWeighed ? [null] : []),
      ...own.flatMap(({ criterion, settled }) => (settled.isWeighed ? [criterion.id] : [])),
    ]),
  };
}

/** What was said of one criterion itself, under its current meaning. */
type OwnLabels = {
  readonly criterion: Criterion;
  readonly settled: Settled;
  readonly stale: number;
  /** Outputs that a split or a merge left open and nobody has answered since, with the event that says so. */
  readonly asked: ReadonlyMap<OutputId, number>;
};

const askedAt = (marks: Marks): Map<OutputId, number> =>
  new Map(
    [...marks].flatMap(([outputId, standing]) =>
      standing.asked.size > 0 && !isAnswered(standing)
        ? [[outputId, Math.max(...[...standing.asked.values()].map(({ id }) => id))] as const]
        : [],
    ),
  );

/**
 * The whole-output grades that speak of a criterion: those given since it means what it means, and of an output that a
 * split or merge left open those given since then. Null: all of them.
 */
function wholeSpeakingOf(
  { criterion, asked }: OwnLabels,
  wholeEvents: readonly GradeEvent[],
): GradeEvent[] | null {
  if (criterion.since === 0 && asked.size === 0) return null;
  return wholeEvents.filter(({ id, outputId }) => id > Math.max(criterion.since, asked.get(outputId) ?? 0));
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
    const isGradedAgain = now !== undefined && isAnswered(now);
    if (!isGradedAgain && countingLabels(standing).size > 0) stale.set(outputId, standing);
  }
  return stale;
}

function completeWhole({ labels, unsure, undecided }: Settled, byCriterion: readonly Labels[]): Labels {
  const whole = new Map(labels);
  const touched = new Set(byCriterion.flatMap((labels) => [...labels.keys()]));
  for (const outputId of touched) {
    if (whole.has(outputId) || unsure.has(outputId) || undecided.has(outputId)) continue;
    const given = byCriterion.map((own) => own.get(outputId));
    if (given.includes("bad")) whole.set(outputId, "bad");
    else if (given.every((label) => label === "good")) whole.set(outputId, "good");
  }
  return whole;
}

function criterionLabels(
  { settled: own, stale }: OwnLabels,
  whole: {
    /** What was ever said of whole outputs, and what of it speaks of the criterion. */
    readonly said: Settled;
    readonly since: Settled;
    /** The latter completed from criteria. */
    readonly lent: Labels;
  },
): CriterionLabels {
  const isOpen = (outputId: OutputId) => own.unsure.has(outputId) || own.undecided.has(outputId);
  const gradedBad = [...own.labels.values()].includes("bad");
  // Until somebody says which outputs are bad because of this criterion.
  const basis = !gradedBad && [...whole.lent.values()].includes("bad") ? "whole" : "criterion";
  const lends = (label: Label) => basis === "whole" || label === "good";
  const labels = new Map(own.labels);
  for (const [outputId, label] of basis === "whole" ? whole.lent : whole.since.labels)
    if (lends(label) && !labels.has(outputId) && !isOpen(outputId)) labels.set(outputId, label);
  const outdated = [...whole.said.labels].filter(
    ([outputId, label]) => lends(label) && !labels.has(outputId) && !isOpen(outputId),
  );
  return {
    ...{ basis, labels, stale, outdated: outdated.length },
    implied: basis === "whole" ? 0 : labels.size - own.labels.size,
    ...{ undecided: own.undecided.size, unsure: own.unsure.size, provisional: own.provisional },
  };
}

/** How many of each label there are. */
export function countLabels(labels: Labels): { readonly good: number; readonly bad: number } {
  let good = 0;
  for (const label of labels.values()) if (label === "good") good += 1;
  return { good, bad: labels.size - good };
}
