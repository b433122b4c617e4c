import type { Criterion } from "./criterion";
import type { GradeEvent, Label } from "./grade";
import type { CriterionId, OutputId } from "./ids";

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
};

export type LabelBoard = {
  readonly whole: Labels;
  readonly wholeUndecided: number;
  readonly byCriterion: ReadonlyMap<CriterionId, CriterionLabels>;
};

type Marks = Map<OutputId, Map<string, GradeEvent>>;

/** The latest event of each output and grader; a skip or a withdrawal leaves none. */
function latestMarks(events: Iterable<GradeEvent>): Marks {
  const marks: Marks = new Map();
  for (const event of events) {
    const ofOutput = marks.get(event.outputId) ?? new Map<string, GradeEvent>();
    marks.set(event.outputId, ofOutput);
    if (event.mark === "good" || event.mark === "bad") ofOutput.set(event.grader, event);
    else if (event.mark === "withdrawn") ofOutput.delete(event.grader);
  }
  return marks;
}

/** The majority of the graders; a tie is "undecided", never a coin. */
function settle(marks: Marks): { readonly labels: Map<OutputId, Label>; readonly undecided: number } {
  const labels = new Map<OutputId, Label>();
  let undecided = 0;
  for (const [outputId, byGrader] of marks) {
    let lead = 0;
    for (const { mark } of byGrader.values()) lead += mark === "good" ? 1 : -1;
    if (lead !== 0) labels.set(outputId, lead > 0 ? "good" : "bad");
    else if (byGrader.size > 0) undecided += 1;
  }
  return { labels, undecided };
}

/**
 * Labels from grade events, which must be in the order in which they were given. Grades of a criterion count only
 * under its current wording. "The whole output is good" implies good on every criterion that was not graded itself;
 * "bad" implies nothing of any criterion. Without a whole-output grade an output is bad when any criterion is, and
 * good when all of them are.
 */
export function labelBoard(events: readonly GradeEvent[], criteria: readonly Criterion[]): LabelBoard {
  const wholeEvents: GradeEvent[] = [];
  const eventsOf = new Map<CriterionId, GradeEvent[]>(criteria.map(({ id }) => [id, []]));
  for (const event of events) {
    if (event.criterionId === null) wholeEvents.push(event);
    else eventsOf.get(event.criterionId)?.push(event);
  }
  const wholeMarks = settle(latestMarks(wholeEvents));
  const own = criteria.map((criterion) => {
    const all = eventsOf.get(criterion.id) ?? [];
    const current = all.filter(({ revisionId }) => revisionId === criterion.revision.id);
    const stale = latestMarks(all.filter(({ revisionId }) => revisionId !== criterion.revision.id));
    const settled = settle(latestMarks(current));
    let staleCount = 0;
    for (const [outputId, byGrader] of stale)
      if (byGrader.size > 0 && !settled.labels.has(outputId)) staleCount += 1;
    return { criterion, ...settled, stale: staleCount };
  });
  const whole = completeWhole(
    wholeMarks.labels,
    own.map(({ labels }) => labels),
  );
  return {
    whole,
    wholeUndecided: wholeMarks.undecided,
    byCriterion: new Map(
      own.map((entry) => [entry.criterion.id, criterionLabels(entry, wholeMarks.labels, whole)]),
    ),
  };
}

function completeWhole(explicit: Labels, byCriterion: readonly Labels[]): Labels {
  const whole = new Map(explicit);
  const touched = new Set(byCriterion.flatMap((labels) => [...labels.keys()]));
  for (const outputId of touched) {
    if (whole.has(outputId)) continue;
    const given = byCriterion.map((labels) => labels.get(outputId));
    if (given.includes("bad")) whole.set(outputId, "bad");
    else if (given.every((label) => label === "good")) whole.set(outputId, "good");
  }
  return whole;
}

function criterionLabels(
  own: { readonly labels: Labels; readonly undecided: number; readonly stale: number },
  explicitWhole: Labels,
  whole: Labels,
): CriterionLabels {
  const { stale, undecided } = own;
  const gradedBad = [...own.labels.values()].includes("bad");
  if (!gradedBad && [...whole.values()].includes("bad")) {
    // Nobody has said yet which outputs are bad because of this criterion.
    return { basis: "whole", labels: new Map([...whole, ...own.labels]), implied: 0, stale, undecided };
  }
  const labels = new Map(own.labels);
  let implied = 0;
  for (const [outputId, label] of explicitWhole) {
    if (label !== "good" || labels.has(outputId)) continue;
    labels.set(outputId, "good");
    implied += 1;
  }
  return { basis: "criterion", labels, implied, stale, undecided };
}

/** How many of each label there are. */
export function countLabels(labels: Labels): { readonly good: number; readonly bad: number } {
  let good = 0;
  for (const label of labels.values()) if (label === "good") good += 1;
  return { good, bad: labels.size - good };
}
