import { wilson, type Interval } from "./intervals";
import { valueOf, type Ratio } from "./ratio";
import { binomialCdf, binomialPmf, logChoose, normalCdf } from "./special-functions";

/** Two-sided p of `count` of `of` under an even coin, exact. */
export const evenCoinP = (count: number, of: number): number =>
  Math.min(1, 2 * binomialCdf(Math.min(count, of - count), of, 0.5));

/**
 * McNemar's exact test on the outputs where exactly one of two candidates is right: `onlyFirst` and `onlySecond`.
 * `midP` halves the weight of what was observed, which makes up for the test's caution.
 */
export function mcnemar(
  onlyFirst: number,
  onlySecond: number,
): { readonly p: number; readonly midP: number } {
  const n = onlyFirst + onlySecond;
  const p = evenCoinP(onlyFirst, n);
  return { p, midP: Math.min(1, p - binomialPmf(Math.min(onlyFirst, onlySecond), n, 0.5)) };
}

/** Holm (1979): p-values adjusted for being several, in the order given. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((p, i) => ({ p, i })).toSorted((a, b) => a.p - b.p);
  const adjusted = ps.map(() => 0);
  let highest = 0;
  for (const [rank, { p, i }] of order.entries()) {
    highest = Math.max(highest, Math.min(1, p * (ps.length - rank)));
    adjusted[i] = highest;
  }
  return adjusted;
}

/** Benjamini & Yekutieli (2001): false discovery rate under any dependence; adjusted p-values in the order given. */
export function benjaminiYekutieli(ps: readonly number[]): number[] {
  const m = ps.length;
  const harmonic = ps.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
  const order = ps.map((p, i) => ({ p, i })).toSorted((a, b) => b.p - a.p);
  const adjusted = ps.map(() => 0);
  let lowest = 1;
  for (const [rank, { p, i }] of order.entries()) {
    lowest = Math.min(lowest, (p * m * harmonic) / (m - rank));
    adjusted[i] = lowest;
  }
  return adjusted;
}

/** Share of pairs of candidates whose intervals do not overlap; null with fewer than two. */
export function separability(intervals: readonly Interval[]): number | null {
  let apart = 0;
  let pairs = 0;
  for (const [i, a] of intervals.entries()) {
    for (const b of intervals.slice(i + 1)) {
      pairs += 1;
      if (a[1] < b[0] || b[1] < a[0]) apart += 1;
    }
  }
  return pairs === 0 ? null : apart / pairs;
}

/** Fisher's exact test that two rates are equal, two-sided: all tables no likelier than the observed one. */
export function fisherExact(a: Ratio, b: Ratio): number {
  const hits = a.count + b.count;
  const likelihood = (x: number) =>
    Math.exp(logChoose(a.of, x) + logChoose(b.of, hits - x) - logChoose(a.of + b.of, hits));
  const observed = likelihood(a.count);
  let p = 0;
  for (let x = Math.max(0, hits - b.of); x <= Math.min(a.of, hits); x++) {
    const here = likelihood(x);
    if (here <= observed * (1 + 1e-7)) p += here;
  }
  return Math.min(1, p);
}

/** Two-proportion z test with pooled variance; null when a sample is empty or nothing varies. */
export function twoProportions(a: Ratio, b: Ratio): { readonly z: number; readonly p: number } | null {
  const [first, second] = [valueOf(a), valueOf(b)];
  const pooled = (a.count + b.count) / (a.of + b.of);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.of + 1 / b.of));
  if (first === null || second === null || error === 0) return null;
  const z = (first - second) / error;
  return { z, p: 2 * (1 - normalCdf(Math.abs(z))) };
}

/** Newcombe's interval (1998) of the difference of two independent rates, from their Wilson intervals; null if empty. */
export function newcombe(a: Ratio, b: Ratio): Interval | null {
  const [p, q] = [valueOf(a), valueOf(b)];
  const [ofA, ofB] = [wilson(a), wilson(b)];
  if (p === null || q === null || !ofA || !ofB) return null;
  return [p - q - Math.hypot(p - ofA[0], ofB[1] - q), p - q + Math.hypot(ofA[1] - p, q - ofB[0])];
}

/** A table of two rows by two columns. */
export type TwoByTwo = readonly [readonly [number, number], readonly [number, number]];

/**
 * Mantel–Haenszel odds ratio over strata with the interval of Robins, Breslow & Greenland (1986), and the
 * Cochran–Mantel–Haenszel test without and with continuity correction. Null where it is not defined.
 */
export function mantelHaenszel(strata: readonly TwoByTwo[]): {
  readonly oddsRatio: number;
  readonly logError: number;
  readonly interval: Interval;
  readonly p: number;
  readonly chiSquare: number;
  readonly correctedP: number;
  readonly correctedChiSquare: number;
} | null {
  const parts = strata.map(([[a, b], [c, d]]) => {
    const n = a + b + c + d;
    const [R, S, P, Q] = [(a * d) / n, (b * c) / n, (a + d) / n, (b + c) / n];
    const expected = ((a + b) * (a + c)) / n;
    const variance = ((a + b) * (c + d) * (a + c) * (b + d)) / (n * n * (n - 1));
    return { R, S, PR: P * R, mixed: P * S + Q * R, QS: Q * S, excess: a - expected, variance };
  });
  const sum = (pick: (part: (typeof parts)[number]) => number) =>
    parts.reduce((total, part) => total + pick(part), 0);
  const [R, S, variance] = [sum((x) => x.R), sum((x) => x.S), sum((x) => x.variance)];
  if (R === 0 || S === 0 || variance === 0) return null;
  const oddsRatio = R / S;
  const logError = Math.sqrt(
    sum((x) => x.PR) / (2 * R * R) + sum((x) => x.mixed) / (2 * R * S) + sum((x) => x.QS) / (2 * S * S),
  );
  const reach = Math.exp(1.959963984540054 * logError);
  const excess = Math.abs(sum((x) => x.excess));
  const chiSquare = excess ** 2 / variance;
  const correctedChiSquare = Math.max(0, excess - 0.5) ** 2 / variance;
  const pOf = (chi: number) => 2 * (1 - normalCdf(Math.sqrt(chi)));
  return {
    oddsRatio,
    logError,
    interval: [oddsRatio / reach, oddsRatio * reach],
    p: pOf(chiSquare),
    chiSquare,
    correctedP: pOf(correctedChiSquare),
    correctedChiSquare,
  };
}
