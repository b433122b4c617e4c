import { harmonicMean } from "./alignment";
import { wilson, type Interval } from "./intervals";
import { valueOf, type Ratio } from "./ratio";

/** 95 % intervals of the three headline figures; null where nothing was measured. */
export type RateIntervals = {
  readonly coverage: Interval | null;
  readonly falseFailureRate: Interval | null;
  readonly alignment: Interval | null;
};

/** All three from the two rates with their samples. */
export const rateIntervals = (caught: Ratio, wronglyFailed: Ratio): RateIntervals => ({
  coverage: wilson(caught),
  falseFailureRate: wilson(wronglyFailed),
  alignment: alignmentInterval(caught, wronglyFailed),
});

/**
 * 95 % interval of the alignment from those of its two rates, which are independent samples (MOVER; Zou & Donner
 * 2008): each rate's distance to its Wilson bound, weighted by how strongly alignment depends on that rate.
 */
export function alignmentInterval(caughtRatio: Ratio, wronglyFailedRatio: Ratio): Interval | null {
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
