import type { GradeEvent, Label } from "./grade";
import type { AssertionId, OutputId } from "./ids";
import type { VerdictMatrix } from "./verdict-matrix";
import { lureWeights, weightedRates, type WeightedRates } from "./weighting";

/**
 * How much each graded output stands for, mean about 1, from how it came to be graded (LURE; alignment.md §4.7). The
 * first grade of an output counts; one that was imported or picked by a person has no known chance and counts as a
 * uniform draw. What a queue took from a part of the outputs stands for no others: it weighs nothing. Events in the order in which they were given; `pool` is how many outputs there are.
 */
export function gradeWeights(events: readonly GradeEvent[], pool: number): ReadonlyMap<OutputId, number> {
  const picked = pickedInQueues(events);
  const first = new Map<OutputId, number | null>();
  for (const { outputId, mark, shown } of events) {
    if ((mark !== "good" && mark !== "bad") || first.has(outputId) || picked.has(outputId)) continue;
    first.set(outputId, shown.policy === "repeat" ? null : shown.inclusionProbability);
  }
  const ids = [...first.keys()];
  const rest = pool - picked.size;
  const chances = [...first.values()].map((chance, i) => chance ?? 1 / Math.max(1, rest - i));
  const weights = lureWeights(chances, Math.max(rest, ids.length));
  return new Map([
    ...ids.map((id, i) => [id, weights[i] ?? 1] as const),
    ...[...picked].map((id) => [id, 0] as const),
  ]);
}

/**
 * Outputs whose first grade was given in a queue that took them from a part of all outputs: no sample of the whole.
 * Events in the order in which they were given.
 */
export function pickedInQueues(events: readonly GradeEvent[]): ReadonlySet<OutputId> {
  const first = new Map<OutputId, GradeEvent>();
  for (const event of events)
    if ((event.mark === "good" || event.mark === "bad") && !first.has(event.outputId))
      first.set(event.outputId, event);
  const picked = [...first].filter(
    ([, { shown }]) => shown.policy === "queue" && shown.inclusionProbability === null,
  );
  return new Set(picked.map(([outputId]) => outputId));
}

/** What the rates of a set would be had every output been graded, from outputs that were not drawn evenly. */
export function weightedSetRates(
  matrix: VerdictMatrix,
  members: readonly AssertionId[],
  facts: { readonly labels: ReadonlyMap<OutputId, Label>; readonly weights: ReadonlyMap<OutputId, number> },
): WeightedRates {
  return weightedRates(
    [...facts.labels].map(([outputId, label]) => ({
      label,
      kind: matrix.unionKind(members, outputId),
      weight: facts.weights.get(outputId) ?? 1,
    })),
  );
}
