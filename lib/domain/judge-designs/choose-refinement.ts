import { alignment } from "../alignment";
import type { Assertion } from "../assertion";
import { byCost } from "../candidate-view";
import type { Confusion } from "../confusion";

/** Refined at most so often; then candidates are sampled anew (graders.md §3.2). */
const MOST_REFINEMENTS = 2;
/** A single mistake shows no rule. */
const MIN_MISTAKES = 2;
/** So well aligned a candidate leaves nothing to be gained that few grades could show. */
const GOOD_ENOUGH = 0.95;

type Refined = { readonly kind: "refine"; readonly assertion: Assertion } | { readonly kind: "sample-anew" };

/**
 * What to do about the judges of a criterion: refine the best one whose question stands by itself and that has not been
 * refined yet, or after two refinements sample anew, once. Null: nothing, because too little is graded, the last
 * refinement has not been judged yet, or what there is is good enough. `ever` has the retired ones, too.
 */
export function chooseRefinement(
  mine: readonly Assertion[],
  ever: readonly Assertion[],
  confusionOf: (id: Assertion["id"]) => Confusion,
): Refined | null {
  const measured = mine.map((assertion) => {
    const confusion = confusionOf(assertion.id);
    return { assertion, confusion, alignment: alignment(confusion) };
  });
  const refined = ever.filter((assertion) => assertion.origin === "refined" && hasOwnQuestion(assertion));
  const isWaiting = measured.some(
    ({ assertion, confusion }) => assertion.origin === "refined" && confusion.unjudged > 0,
  );
  if (isWaiting || measured.some(({ alignment: reached }) => (reached ?? 0) >= GOOD_ENOUGH)) return null;
  const wrong = measured.filter(
    ({ assertion, confusion, alignment: reached }) =>
      hasOwnQuestion(assertion) &&
      reached !== null &&
      confusion.unjudged === 0 &&
      confusion.goodFailed + confusion.badPassed >= MIN_MISTAKES,
  );
  if (wrong.length === 0) return null;
  const parents = new Set(refined.map(({ parentId }) => parentId));
  const [best] = wrong
    .filter(({ assertion }) => !parents.has(assertion.id))
    .toSorted((a, b) => (b.alignment ?? 0) - (a.alignment ?? 0) || byCost(a.assertion, b.assertion));
  if (best && refined.length < MOST_REFINEMENTS) return { kind: "refine", assertion: best.assertion };
  const last = Math.max(...refined.map(({ createdAt }) => createdAt.getTime()));
  const isSampledAnew = ever.some(
    ({ origin, createdAt }) => origin === "model" && createdAt.getTime() > last,
  );
  return isSampledAnew ? null : { kind: "sample-anew" };
}

const hasOwnQuestion = ({ implementation }: Assertion): boolean =>
  implementation.kind === "judge" &&
  (implementation.design === "direct" || implementation.design === "critique");
