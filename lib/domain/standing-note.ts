import { valueOf } from "./ratio";
import type { CriterionReport } from "./report-card";

/** What stands in the way of a choice, as a fact that the interface puts into words. */
export type StandingNote =
  | { readonly kind: "selected" }
  | { readonly kind: "left out" }
  | { readonly kind: "no candidates" }
  | { readonly kind: "needs grades"; readonly good: number; readonly bad: number }
  /** Every candidate that was measured fails more good outputs than is allowed; the least of them. */
  | { readonly kind: "over the limit"; readonly lowest: number }
  /** Nothing shows that any candidate is better than a coin: other candidates are wanted, or people. */
  | { readonly kind: "no usable assertion" };

/** Why a criterion has the assertion that it has, or none. */
export function standingNote({ selected, choice, candidates, missing }: CriterionReport): StandingNote {
  if (selected) return { kind: "selected" };
  if (choice.kind === "none") return { kind: "left out" };
  const own = candidates.filter(({ folded }) => folded === null);
  if (own.length === 0) return { kind: "no candidates" };
  if (missing.good + missing.bad > 0) return { kind: "needs grades", ...missing };
  const overLimit = own.flatMap(({ standing, falseFailureRate }) => {
    const value = standing === "over the FFR limit" ? valueOf(falseFailureRate) : null;
    return value === null ? [] : [value];
  });
  const isAllOver = own.every(
    ({ standing }) => standing === "over the FFR limit" || standing === "too many errors",
  );
  return isAllOver && overLimit.length > 0
    ? { kind: "over the limit", lowest: Math.min(...overLimit) }
    : { kind: "no usable assertion" };
}
