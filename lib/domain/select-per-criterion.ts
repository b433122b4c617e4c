import { alignment, alignmentError, youdenInterval, youdenJ } from "./alignment";
import { answered, coverage, falseFailureRate, type Confusion } from "./confusion";
import { valueOf } from "./ratio";
import { shrunkAlignments } from "./shrinkage";

/**
 * A candidate as the selection sees it. `effort` is what a verdict costs (0: code; more: calls of a model), `cost` its
 * place among all candidates of the criterion, cheapest and then shortest first.
 */
export type Contender = { readonly cost: number; readonly effort: number };

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
  | "no better than chance"
  /** J is above 0, its 95 % interval is not: more grades may prove it. */
  | "not proven better than chance";

/** A limit of 20 % allows exactly 20 %, whatever the division says in its last digit. */
const SLACK = 1e-9;

/** Whether a candidate may be selected, and if not why. */
export function standingOf(confusion: Confusion, ffrLimit: number): Standing {
  const byRates = rateStanding(confusion, ffrLimit);
  if (byRates === "too many errors") return byRates;
  if (coverage(confusion).of < MIN_PER_CLASS || falseFailureRate(confusion).of < MIN_PER_CLASS)
    return "not measured";
  if (byRates !== "eligible") return byRates;
  return (youdenInterval(confusion)?.[0] ?? 0) > 0 ? "eligible" : "not proven better than chance";
}

/** The standing by the rates alone, however few grades they rest on. */
function rateStanding(confusion: Confusion, ffrLimit: number): Standing {
  const total = answered(confusion) + confusion.errored;
  if (total > 0 && confusion.errored / total > MAX_ERROR_SHARE) return "too many errors";
  const wronglyFailed = valueOf(falseFailureRate(confusion));
  const j = youdenJ(confusion);
  if (wronglyFailed === null || j === null) return "not measured";
  if (wronglyFailed > ffrLimit + SLACK) return "over the FFR limit";
  return j <= 0 ? "no better than chance" : "eligible";
}

/** A contender with its figures. */
type Measured<C> = {
  readonly contender: C;
  readonly alignment: number;
  /** For ranking: drawn towards the mean of all contenders by as much as they resemble each other. */
  readonly shrunk: number;
  readonly confusion: Confusion;
};

type ConfusionOf<C> = (contender: C) => Confusion;

/**
 * The candidate in force for a criterion (graders.md §3.6), of those that are eligible: ranked by shrunk alignment;
 * within one standard error of the best the one that needs least effort is taken, code before any model, and among
 * those the best; of equals the cheapest. Null: none is eligible.
 */
export const pickBest = <C extends Contender>(
  contenders: readonly C[],
  confusionOf: ConfusionOf<C>,
  ffrLimit: number,
): C | null =>
  pickWhere(contenders, confusionOf, (confusion) => standingOf(confusion, ffrLimit) === "eligible");

/**
 * The same choice on part of the grades. That there is enough to choose at all was decided on the whole: asked again
 * of a fold it would only tell that the fold is small.
 */
export const pickInFold = <C extends Contender>(
  contenders: readonly C[],
  confusionOf: ConfusionOf<C>,
  ffrLimit: number,
): C | null =>
  pickWhere(contenders, confusionOf, (confusion) => rateStanding(confusion, ffrLimit) === "eligible");

function pickWhere<C extends Contender>(
  contenders: readonly C[],
  confusionOf: ConfusionOf<C>,
  isEligible: (confusion: Confusion) => boolean,
): C | null {
  const measured = measure(contenders, confusionOf);
  const eligible = measured.filter(({ confusion }) => isEligible(confusion)).toSorted(byRank);
  const [best] = eligible;
  if (!best) return null;
  const reach = best.alignment - (alignmentError(best.confusion) ?? 0) - SLACK;
  const tied = eligible.filter((candidate) => candidate.alignment >= reach);
  const least = Math.min(...tied.map(({ contender }) => contender.effort));
  return tied.find(({ contender }) => contender.effort === least)?.contender ?? null;
}

function measure<C extends Contender>(contenders: readonly C[], confusionOf: ConfusionOf<C>): Measured<C>[] {
  const confusions = contenders.map(confusionOf);
  const shrunk = shrunkAlignments(confusions);
  return contenders.flatMap((contender, i) => {
    const confusion = confusions[i];
    const raw = confusion ? alignment(confusion) : null;
    const ranked = shrunk[i] ?? null;
    return confusion === undefined || raw === null || ranked === null
      ? []
      : [{ contender, alignment: raw, shrunk: ranked, confusion }];
  });
}

/** Best first; equals by their raw figures, then by cost. */
function byRank(a: Measured<Contender>, b: Measured<Contender>): number {
  if (Math.abs(a.shrunk - b.shrunk) > SLACK) return b.shrunk - a.shrunk;
  if (Math.abs(a.alignment - b.alignment) > SLACK) return b.alignment - a.alignment;
  return a.contender.cost - b.contender.cost;
}
