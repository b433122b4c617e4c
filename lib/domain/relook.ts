import { hasMeaning, type Criterion } from "./criterion";
import type { GradeEvent, Label } from "./grade";
import type { AssertionId, CriterionId, OutputId } from "./ids";
import {
  countingLabels,
  countLabels,
  isAnswered,
  labelOf,
  latestMarks,
  type CriterionLabels,
  type OutputMarks,
} from "./labels";
import type { ReportInput } from "./report-input";
import { hash32 } from "./rng";
import { STOP } from "./stop-rule";
import { votersAmong, votesOn } from "./votes";

/** An output to grade again on some criteria, because their meaning changed or they were split or merged. */
export type Relook = {
  readonly outputId: OutputId;
  readonly criterionIds: readonly CriterionId[];
  /** How much a grade would tell; the queue is ordered by it. */
  readonly matter: number;
};

type Input = Pick<ReportInput, "criteria" | "assertions" | "matrix" | "labels">;

/**
 * Outputs whose grades of a criterion are stale, provisional or were not carried over and which nobody has answered
 * since, those that matter most first; ties in the order of import. A grade matters by how much the candidates under the
 * new wording disagree (it decides between them), by how scarce its old label still is under the new wording, and by how
 * many candidates say otherwise than the old grade did; each part is in [0, 1].
 */
export const relookQueue = (input: Input, events: readonly GradeEvent[]): Relook[] =>
  queueOf(input, events, ({ isOpen }) => isOpen);

/**
 * What one grader is asked again: where their own grades are stale, provisional or were not carried over, even if others
 * have answered, so that agreement under the new meaning can be measured. Whoever has nothing of their own to look at
 * helps with what nobody has answered, each beginning with another half.
 */
export function relooksOf(input: Input, events: readonly GradeEvent[], grader: string): Relook[] {
  const own = queueOf(input, events, ({ by }) => by.has(grader));
  if (own.length > 0) return own;
  const isLater = ({ outputId }: Relook) => hash32(`${grader} ${outputId}`) % 2;
  return relookQueue(input, events).toSorted((a, b) => isLater(a) - isLater(b));
}

function queueOf(input: Input, events: readonly GradeEvent[], isAsked: (asked: Asked) => boolean): Relook[] {
  const queue = new Map<OutputId, { readonly criterionIds: CriterionId[]; matter: number }>();
  for (const criterion of input.criteria) {
    const asked = [...askedAgain(events, criterion)].filter(([, one]) => isAsked(one));
    if (asked.length === 0) continue;
    const candidates = input.assertions.filter(({ revisionId }) => hasMeaning(criterion, revisionId));
    const voters = votersAmong(
      input.matrix,
      candidates.map(({ id }) => id),
    );
    const scarce = scarcity(input.labels.byCriterion.get(criterion.id));
    for (const [outputId, { before }] of asked) {
      const entry = queue.get(outputId) ?? { criterionIds: [], matter: 0 };
      queue.set(outputId, entry);
      entry.criterionIds.push(criterion.id);
      entry.matter +=
        (before === null ? 1 : scarce[before]) + votes(input.matrix, { voters, outputId, before });
    }
  }
  const place = new Map(input.matrix.outputIds.map((id, i) => [id, i]));
  return [...queue]
    .map(([outputId, entry]) => ({ outputId, ...entry }))
    .toSorted((a, b) => b.matter - a.matter || (place.get(a.outputId) ?? 0) - (place.get(b.outputId) ?? 0));
}

/** What a criterion asks again of one output. */
type Asked = {
  /** Its old label; null: its graders differed, or nobody could tell. */
  readonly before: Label | null;
  /** The graders whose own grades are asked for again. */
  readonly by: ReadonlySet<string>;
  /** Nobody has answered yet. */
  readonly isOpen: boolean;
};

function askedAgain(events: readonly GradeEvent[], criterion: Criterion): Map<OutputId, Asked> {
  const own = events.filter(({ criterionId }) => criterionId === criterion.id);
  const current = latestMarks(own.filter(({ revisionId }) => hasMeaning(criterion, revisionId)));
  const old = latestMarks(own.filter(({ revisionId }) => !hasMeaning(criterion, revisionId)));
  const asked = new Map<OutputId, Asked>();
  const ask = (outputId: OutputId, before: Label | null, of: Iterable<string>) => {
    const now = current.get(outputId);
    const by = new Set([...of].filter((grader) => !hasAnswered(now, grader)));
    const isOpen = now === undefined || !isAnswered(now);
    if (!now?.decision && (isOpen || by.size > 0)) asked.set(outputId, { before, by, isOpen });
  };
  for (const [outputId, marks] of old) {
    const counting = countingLabels(marks);
    if (counting.size > 0) ask(outputId, labelOf(marks), counting.keys());
  }
  for (const [outputId, marks] of current) {
    const { carried, asked: left } = marks;
    if (carried.size + left.size === 0) continue;
    const labels = [...carried.values()].map(({ mark }) => mark);
    // Bad before a split: bad in at least one of the parts.
    const before = labels.includes("good") ? "good" : "bad";
    ask(outputId, before, [...carried.keys(), ...left.keys()]);
  }
  return asked;
}

const hasAnswered = (marks: OutputMarks | undefined, grader: string): boolean =>
  marks !== undefined && (marks.byGrader.has(grader) || marks.unsure.has(grader));

/** Of each label, the share still missing of what the stop rule wants. */
function scarcity(labels: CriterionLabels | undefined): Readonly<Record<Label, number>> {
  const { good, bad } = countLabels(labels?.basis === "criterion" ? labels.labels : new Map());
  const missing = (have: number) => Math.max(0, 1 - have / STOP.perClass);
  return { good: missing(good), bad: missing(bad) };
}

function votes(
  matrix: ReportInput["matrix"],
  ask: {
    readonly voters: readonly AssertionId[];
    readonly outputId: OutputId;
    readonly before: Label | null;
  },
): number {
  const { fails, given, disagreement } = votesOn(matrix, ask.voters, ask.outputId);
  if (given === 0) return 0;
  const against = ask.before === null ? 0 : ask.before === "good" ? fails / given : 1 - fails / given;
  return disagreement + against;
}
