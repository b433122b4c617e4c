import { wilson, type Interval } from "./intervals";
import type { Ratio } from "./ratio";
import { logBeta } from "./special-functions";

/** The smallest sample in which the count nearest to `rate` has a Wilson interval of at most ± `halfWidth`. */
export function sampleForHalfWidth(rate: number, halfWidth: number): number {
  for (let n = 1; n < 1_000_000; n++) {
    const interval = wilson({ count: Math.round(rate * n), of: n });
    if (interval && (interval[1] - interval[0]) / 2 <= halfWidth) return n;
  }
  return Infinity;
}

/** How many in a row without a miss prove, one-sided at 95 %, that the rate is at least `rate`. */
export const hitsToProve = (rate: number, alpha = 0.05): number =>
  Math.ceil(Math.log(alpha) / Math.log(rate));

/**
 * An interval that holds the rate at every look with 95 %, however often one looks (uniform mixture): every p with
 * B(s+1, f+1)/(p^s·(1−p)^f) < 1/α. For figures that people watch after each grade. Null without a sample.
 */
export function confidenceSequence({ count, of }: Ratio, alpha = 0.05): Interval | null {
  if (of === 0) return null;
  const misses = of - count;
  const isPlausible = (p: number) =>
    logBeta(count + 1, misses + 1) - xlogy(count, p) - xlogy(misses, 1 - p) < -Math.log(alpha);
  const peak = count / of;
  return [
    isPlausible(0) ? 0 : boundary(isPlausible, peak, 0),
    isPlausible(1) ? 1 : boundary(isPlausible, peak, 1),
  ];
}

const xlogy = (x: number, y: number): number => (x === 0 ? 0 : x * Math.log(y));

/** Between a point inside and one outside, where it changes. */
function boundary(isInside: (p: number) => boolean, inside: number, outside: number): number {
  let [low, high] = [inside, outside];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (isInside(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Wald's sequential test between two rates. */
export type Sprt = {
  /** Log-likelihood ratio after each observation. */
  readonly path: readonly number[];
  readonly upper: number;
  readonly lower: number;
  /** The observation, from 1, after which it is decided; null: not yet. */
  readonly stopAt: number | null;
  readonly decision: "higher" | "lower" | null;
};

/** SPRT of hits under `high` against `low`, with both error rates `alpha` and `beta`. */
export function sprt(
  hits: readonly boolean[],
  {
    low,
    high,
    alpha = 0.1,
    beta = 0.1,
  }: { readonly low: number; readonly high: number; readonly alpha?: number; readonly beta?: number },
): Sprt {
  const [upper, lower] = [Math.log((1 - beta) / alpha), Math.log(beta / (1 - alpha))];
  const [perHit, perMiss] = [Math.log(high / low), Math.log((1 - high) / (1 - low))];
  const path: number[] = [];
  let sum = 0;
  for (const isHit of hits) path.push((sum += isHit ? perHit : perMiss));
  const stop = path.findIndex((value) => value >= upper || value <= lower);
  const value = path[stop];
  return {
    path,
    upper,
    lower,
    stopAt: stop < 0 ? null : stop + 1,
    decision: value === undefined ? null : value >= upper ? "higher" : "lower",
  };
}
