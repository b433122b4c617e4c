import { hasMeaning, type Criterion } from "./criterion";
import type { GradeEvent, Label } from "./grade";
import type { AssertionId, CriterionId, OutputId } from "./ids";
import {
  countLabels,
  isProvisional,
  isUnanswered,
  labelOf,
  latestMarks,
  staleOutputs,
  type CriterionLabels,
} from "./labels";
import type { ReportInput } from "./report-input";
import { STOP } from "./stop-rule";
import { votersAmong, votesOn } from "./votes";

/** An output to grade again on some criteria, because their meaning changed or they were split or merged. */
export type Relook = {
  readonly outputId: OutputId;
  readonly criterionIds: readonly CriterionId[];
  /** How much a grade would tell; the queue is ordered by it. */
  readonly matter: number;
};

/**
 * Outputs whose grades of a criterion are stale, provisional or were not carried over, those that matter most first; ties
 * in the order of import. A grade matters by how much the candidates under the new wording disagree (it decides between
 * them), by how scarce its old label still is under the new wording, and by how many candidates say otherwise than the
 * old grade did; each part is in [0, 1].
 */
export function relookQueue(
  input: Pick<ReportInput, "criteria" | "assertions" | "matrix" | "labels">,
  events: readonly GradeEvent[],
): Relook[] {
  const queue = new Map<OutputId, { readonly criterionIds: CriterionId[]; matter: number }>();
  for (const criterion of input.criteria) {
    const asked = askedAgain(events, criterion);
    if (asked.size === 0) continue;
    const candidates = input.assertions.filter(({ revisionId }) => hasMeaning(criterion, revisionId));
    const voters = votersAmong(
      input.matrix,
      candidates.map(({ id }) => id),
    );
    const scarce = scarcity(input.labels.byCriterion.get(criterion.id));
    for (const [outputId, before] of asked) {
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

/** The outputs that a criterion asks again, each with its old label; null: its graders differed. */
function askedAgain(events: readonly GradeEvent[], criterion: Criterion): Map<OutputId, Label | null> {
  const own = events.filter(({ criterionId }) => criterionId === criterion.id);
  const asked = new Map<OutputId, Label | null>();
  for (const [outputId, marks] of staleOutputs(own, criterion)) asked.set(outputId, labelOf(marks));
  const current = own.filter(({ revisionId }) => hasMeaning(criterion, revisionId));
  const marksOf = latestMarks(current);
  for (const [outputId, marks] of marksOf) if (isProvisional(marks)) asked.set(outputId, labelOf(marks));
  for (const { outputId, mark, shown } of current) {
    const marks = marksOf.get(outputId);
    const isOpen = marks === undefined || isUnanswered(marks);
    // Bad before a split: bad in at least one of the parts.
    if (mark === "skipped" && shown.policy === "carried" && isOpen) asked.set(outputId, "bad");
  }
  return asked;
}

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
