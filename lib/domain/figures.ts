import { alignment, harmonicMean } from "./alignment";
import { coverage, falseFailureRate, type Confusion } from "./confusion";
import { wilson, type Interval } from "./intervals";
import { valueOf, type Ratio } from "./ratio";

/** The three headline figures of an assertion or a set, each with its sample and 95 % interval. */
export type Figures = {
  readonly confusion: Confusion;
  readonly coverage: Ratio;
  readonly coverageInterval: Interval | null;
  readonly falseFailureRate: Ratio;
  readonly falseFailureRateInterval: Interval | null;
  /** Null until both a good and a bad output are graded and answered. */
  readonly alignment: number | null;
  readonly alignmentInterval: Interval | null;
};

/** All headline figures of a confusion table. */
export function figuresOf(confusion: Confusion): Figures {
  const caught = coverage(confusion);
  const wronglyFailed = falseFailureRate(confusion);
  return {
    confusion,
    coverage: caught,
    coverageInterval: wilson(caught),
    falseFailureRate: wronglyFailed,
    falseFailureRateInterval: wilson(wronglyFailed),
    alignment: alignment(confusion),
    alignmentInterval: alignmentInterval(caught, wronglyFailed),
  };
}

/**
 * 95 % interval of the alignment from those of its two rates, which are independent samples (MOVER; Zou & Donner
 * 2008): each rate's distance to its Wilson bound, weighted by how strongly alignment depends on that rate.
 */
function alignmentInterval(caughtRatio: Ratio, wronglyFailedRatio: Ratio): Interval | null {
  const [caught, wronglyFailed] = [valueOf(caughtRatio), valueOf(wronglyFailedRatio)];
  const [c, f] = [wilson(caughtRatio), wilson(wronglyFailedRatio)];
  if (caught === null || wronglyFailed === null || !c || !f) return null;
  const kept = 1 - wronglyFailed;
  const keptBounds = [1 - f[1], 1 - f[0]] as const;
  const sum = caught + kept;
  if (sum === 0) return [0, harmonicMean(c[1], keptBounds[1])];
  const slopeCaught = 2 * (kept / sum) ** 2;
  const slopeKept = 2 * (caught / sum) ** 2;
  const point = harmonicMean(caught, kept);
  const reach = (side: 0 | 1) =>
    Math.hypot(slopeCaught * (c[side] - caught), slopeKept * (keptBounds[side] - kept));
  return [Math.max(0, point - reach(0)), Math.min(1, point + reach(1))];
}
