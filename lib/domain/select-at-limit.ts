import { effortOf } from "./candidate-view";
import type { AssertionId } from "./ids";
import { valueOf } from "./ratio";
import type { CandidateFigures, CriterionReport } from "./report-card";
import { pickBest } from "./select-per-criterion";

/**
 * Which assertion each criterion would use if this were its FFR limit: what the report does, from the confusion tables
 * that the browser has already, so that it can follow a line that is dragged. Pinned choices stay.
 */
export function selectAtLimit(
  criteria: readonly CriterionReport[],
  ffrLimit: number,
): ReadonlySet<AssertionId> {
  return new Set(
    criteria.flatMap(({ choice, candidates }) => {
      if (choice.kind === "none") return [];
      if (choice.kind === "pin") return [choice.assertionId];
      const byId = new Map(candidates.map((candidate) => [candidate.assertion.id, candidate]));
      const contenders = candidates
        .filter(({ folded }) => folded === null)
        .map(({ assertion, cost }) => ({ id: assertion.id, cost, effort: effortOf(assertion) }));
      const best = pickBest(contenders, ({ id }) => confusionOf(byId, id), ffrLimit);
      return best ? [best.id] : [];
    }),
  );
}

function confusionOf(byId: ReadonlyMap<AssertionId, CandidateFigures>, id: AssertionId) {
  const candidate = byId.get(id);
  if (!candidate) throw new Error(`no candidate ${id}`);
  return candidate.confusion;
}

/** A candidate on the plane; null rates are not on it. */
export type PlanePoint = { readonly coverage: number; readonly falseFailureRate: number };

/** The candidates that no other beats in both coverage and false failures, from left to right. */
export function paretoFront(candidates: readonly CandidateFigures[]): readonly PlanePoint[] {
  const points = candidates.flatMap(({ coverage, falseFailureRate, folded }) => {
    const caught = valueOf(coverage);
    const failed = valueOf(falseFailureRate);
    return caught === null || failed === null || folded !== null
      ? []
      : [{ coverage: caught, falseFailureRate: failed }];
  });
  const front: PlanePoint[] = [];
  for (const point of points.toSorted(
    (a, b) => a.falseFailureRate - b.falseFailureRate || b.coverage - a.coverage,
  ))
    if (point.coverage > (front.at(-1)?.coverage ?? 0)) front.push(point);
  return front;
}
