import type { Ratio } from "./ratio";
import { betaQuantile } from "./special-functions";

/** Lower and upper bound. */
export type Interval = readonly [number, number];

/** Two-sided 95 % of the normal distribution. */
export const Z95 = 1.959963984540054;

/**
 * Wilson's score interval (1927), 95 %: for displayed proportions. Null when nothing was measured. Where all or none
 * of the sample counts, the bound there is exactly 1 or 0.
 */
export function wilson({ count, of }: Ratio, z: number = Z95): Interval | null {
  if (of === 0) return null;
  const p = count / of;
  const centre = p + (z * z) / (2 * of);
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return [count === 0 ? 0 : (centre - spread) / scale, count === of ? 1 : (centre + spread) / scale];
}

/** Clopper–Pearson (1934): at least the stated confidence, for gates ("coverage is at least …"). */
export function clopperPearson({ count, of }: Ratio, alpha = 0.05): Interval | null {
  if (of === 0) return null;
  return [
    count === 0 ? 0 : betaQuantile(alpha / 2, count, of - count + 1),
    count === of ? 1 : betaQuantile(1 - alpha / 2, count + 1, of - count),
  ];
}

/** Jeffreys: equal tails of Beta(count + ½, rest + ½). */
export function jeffreys({ count, of }: Ratio, alpha = 0.05): Interval | null {
  if (of === 0) return null;
  const [a, b] = [count + 0.5, of - count + 0.5];
  return [
    count === 0 ? 0 : betaQuantile(alpha / 2, a, b),
    count === of ? 1 : betaQuantile(1 - alpha / 2, a, b),
  ];
}

/** Agresti–Coull: Wald around Wilson's centre; not clipped to [0, 1]. */
export function agrestiCoull({ count, of }: Ratio, z: number = Z95): Interval | null {
  if (of === 0) return null;
  const n = of + z * z;
  const p = (count + (z * z) / 2) / n;
  const spread = z * Math.sqrt((p * (1 - p)) / n);
  return [p - spread, p + spread];
}

/** One-sided Clopper–Pearson: the rate is at most this, with confidence 1 − alpha. */
export const upperBound = ({ count, of }: Ratio, alpha = 0.05): number | null =>
  of === 0 ? null : count === of ? 1 : betaQuantile(1 - alpha, count + 1, of - count);

/** One-sided Clopper–Pearson: the rate is at least this, with confidence 1 − alpha. */
export const lowerBound = ({ count, of }: Ratio, alpha = 0.05): number | null =>
  of === 0 ? null : count === 0 ? 0 : betaQuantile(alpha, count, of - count + 1);
