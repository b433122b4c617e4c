import type { Confusion } from "./confusion";
import { coverage, falseFailureRate } from "./confusion";
import { alignment, youdenJ } from "./alignment";
import { valueOf } from "./ratio";
import type { AssertionId } from "./ids";

/** A candidate as the selection sees it. `cost` orders candidates of equal alignment: lower is preferred. */
export type Contender = { readonly id: AssertionId; readonly cost: number };

/** Fewer graded outputs of a class than this, and nothing is selected. */
export const MIN_PER_CLASS = 3;
/** A candidate that errs on more than this share of the graded outputs cannot be selected (graders.md §3.6). */
export const MAX_ERROR_SHARE = 0.05;

export type Standing =
  | "eligible"
  /** No verdicts on graded outputs of a class yet, or too few grades. */
  | "not measured"
  | "too many errors"
  | "over the FFR limit"
  /** Youden's J ≤ 0: it fails good outputs as often as bad ones. */
  | "no better than chance";

/** Whether a candidate may be selected, and if not why. */
export function standingOf(confusion: Confusion, ffrLimit: number): Standing {
  const { goodPassed, goodFailed, badPassed, badFailed, errored } = confusion;
  const total = goodPassed + goodFailed + badPassed + badFailed + errored;
  if (total > 0 && errored / total > MAX_ERROR_SHARE) return "too many errors";
  if (coverage(confusion).of < MIN_PER_CLASS || falseFailureRate(confusion).of < MIN_PER_CLASS)
    return "not measured";
  const wronglyFailed = valueOf(falseFailureRate(confusion));
  // A limit of 20 % allows exactly 20 %, whatever the division says in its last digit.
  if (wronglyFailed !== null && wronglyFailed > ffrLimit + 1e-9) return "over the FFR limit";
  const j = youdenJ(confusion);
  return j === null || j <= 0 ? "no better than chance" : "eligible";
}

/** The eligible candidate with the highest alignment; ties go to the cheaper one. Null: none is eligible. */
export function pickBest<C extends Contender>(
  contenders: readonly C[],
  confusionOf: (id: AssertionId) => Confusion,
  ffrLimit: number,
): C | null {
  let best: { readonly contender: C; readonly alignment: number } | null = null;
  for (const contender of contenders) {
    const confusion = confusionOf(contender.id);
    if (standingOf(confusion, ffrLimit) !== "eligible") continue;
    const value = alignment(confusion) ?? 0;
    const isBetter = !best || value > best.alignment + 1e-12;
    const isCheaperTie =
      best && Math.abs(value - best.alignment) <= 1e-12 && contender.cost < best.contender.cost;
    if (isBetter || isCheaperTie) best = { contender, alignment: value };
  }
  return best?.contender ?? null;
}
