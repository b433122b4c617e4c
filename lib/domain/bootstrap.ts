import { percentile } from "./cross-validation";
import type { Interval } from "./intervals";
import type { Rng } from "./rng";

/** What a statistic looks like over resamples; null when no resample could be measured. */
export type Bootstrapped = {
  readonly mean: number;
  readonly deviation: number;
  /** 95 %, linear percentiles. */
  readonly interval: Interval;
  /** Resamples in which the statistic was not defined. */
  readonly skipped: number;
};

type Resampling<T> = {
  readonly rng: Rng;
  readonly resamples?: number;
  readonly statistic: (items: readonly T[]) => number | null;
};

/**
 * Bootstrap of a statistic, each stratum resampled on its own (one stratum: the plain bootstrap). An item may be a
 * cluster, such as all outputs of one prompt: then whole clusters are drawn. index = floor(u·n), in order.
 */
export function bootstrap<T>(
  strata: readonly (readonly T[])[],
  { rng, resamples = 2000, statistic }: Resampling<T>,
): Bootstrapped | null {
  const values: number[] = [];
  for (let i = 0; i < resamples; i++) {
    const value = statistic(strata.flatMap((stratum) => resample(stratum, rng)));
    if (value !== null) values.push(value);
  }
  const [low, high] = [percentile(values, 0.025), percentile(values, 0.975)];
  if (low === null || high === null) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0,
    interval: [low, high],
    skipped: resamples - values.length,
  };
}

/** As many items, drawn with replacement. */
export function resample<T>(items: readonly T[], rng: Rng): T[] {
  const drawn: T[] = [];
  for (let i = 0; i < items.length; i++) {
    const item = items[Math.floor(rng() * items.length)];
    if (item !== undefined) drawn.push(item);
  }
  return drawn;
}

/** How much larger the variance is for `m` outputs a prompt that resemble each other by `icc`: 1 + (m − 1)·ICC. */
export const designEffect = (m: number, icc: number): number => 1 + (m - 1) * icc;
