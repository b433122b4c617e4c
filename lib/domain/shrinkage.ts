import { harmonicMean } from "./alignment";
import { coverage, falseFailureRate, type Confusion } from "./confusion";
import type { Interval } from "./intervals";
import { valueOf, type Ratio } from "./ratio";
import { betaCdf, betaQuantile, binomialCdf } from "./special-functions";

/** A beta distribution over a rate: prior belief worth `a + b` observations. */
export type Beta = { readonly a: number; readonly b: number };

/** What is believed of coverage and of 1 − FFR before any grade when the candidates themselves say too little. */
export const COVERAGE_PRIOR: Beta = { a: 2, b: 1 };
export const KEPT_PRIOR: Beta = { a: 4, b: 1 };

/** Belief of a rate after so many successes, under a beta prior: mean, 95 % interval, P(rate > bar). */
export function betaPosterior(
  { count, of }: Ratio,
  { a, b }: Beta,
  bar = 0.8,
): { readonly mean: number; readonly interval: Interval; readonly above: number } {
  const [x, y] = [a + count, b + of - count];
  return {
    mean: x / (x + y),
    interval: [betaQuantile(0.025, x, y), betaQuantile(0.975, x, y)],
    above: 1 - betaCdf(bar, x, y),
  };
}

/** Rates of several candidates, each drawn towards their common mean by as much as they resemble each other. */
export type Shrunk = {
  readonly mean: number;
  /** Correlation within a candidate, in [0, 1]; 0: nothing shows that the candidates differ. */
  readonly correlation: number;
  /** How many observations the common mean is worth; null: infinitely many (correlation 0). */
  readonly strength: number | null;
  readonly rates: readonly number[];
};

/**
 * Empirical Bayes by beta-binomial moments: ρ = (n·var/(μ(1−μ)) − 1)/(n − 1), strength (1−ρ)/ρ. Samples of unequal
 * size take their mean as n. Null with fewer than two samples, or where every sample is empty.
 */
export function shrinkRates(samples: readonly Ratio[]): Shrunk | null {
  const measured = samples.filter(({ of }) => of > 0);
  if (measured.length < 2) return null;
  const n = measured.reduce((sum, { of }) => sum + of, 0) / measured.length;
  const rates = measured.map(({ count, of }) => count / of);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  // Samples of few different rates can push the moment estimate past either end.
  const correlation = Math.min(1, Math.max(0, momentCorrelation(rates, n)));
  if (correlation === 0) return { mean, correlation, strength: null, rates: samples.map(() => mean) };
  const strength = (1 - correlation) / correlation;
  return {
    mean,
    correlation,
    strength,
    rates: samples.map(({ count, of }) =>
      of + strength === 0 ? mean : (count + mean * strength) / (of + strength),
    ),
  };
}

/** The moment estimate of ρ, which may fall below 0 by chance; 0 where every rate is the same or n is 1. */
export function momentCorrelation(rates: readonly number[], n: number): number {
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1);
  const spread = mean * (1 - mean);
  return spread === 0 || n <= 1 ? 0 : ((n * variance) / spread - 1) / (n - 1);
}

/**
 * Alignment of each candidate with both rates shrunk towards those of all candidates: for ranking only, never for
 * display as a measurement. The common mean is worth at most half a sample: candidates are judged on the same outputs,
 * so the moment estimate takes what they share for sameness, and unbounded it would erase the rarer class from the
 * ranking. A lone candidate is shrunk by the fallback priors. Null while a class is not measured.
 */
export function shrunkAlignments(confusions: readonly Confusion[]): (number | null)[] {
  const caught = confusions.map(coverage);
  const kept = confusions.map((c) => ({ count: c.goodPassed, of: c.goodPassed + c.goodFailed }));
  const [byCaught, byKept] = [boundedShrinkage(caught), boundedShrinkage(kept)];
  return confusions.map((confusion, i) => {
    const [own, ownKept] = [caught[i], kept[i]];
    if (!own || !ownKept || valueOf(own) === null || valueOf(falseFailureRate(confusion)) === null)
      return null;
    return harmonicMean(
      byCaught?.(own) ?? betaPosterior(own, COVERAGE_PRIOR).mean,
      byKept?.(ownKept) ?? betaPosterior(ownKept, KEPT_PRIOR).mean,
    );
  });
}

/** At most this share of a sample is the common mean worth in a ranking. */
const MAX_SHRINKAGE = 0.5;

/** Null with fewer than two samples. */
function boundedShrinkage(samples: readonly Ratio[]): ((own: Ratio) => number) | null {
  const shrunk = shrinkRates(samples);
  const sizes = samples.filter(({ of }) => of > 0).map(({ of }) => of);
  if (!shrunk) return null;
  const most = (MAX_SHRINKAGE * sizes.reduce((sum, of) => sum + of, 0)) / sizes.length;
  const strength = Math.min(shrunk.strength ?? Infinity, most);
  return ({ count, of }) => (count + shrunk.mean * strength) / (of + strength);
}

/**
 * What the best of `candidates` equally good ones is expected to show on n grades: the winner's curse of independent
 * candidates, E[max] = Σ 1 − F(x)^K over the binomial distribution.
 */
export function expectedMax(rate: number, n: number, candidates: number): number {
  let sum = 0;
  for (let x = 0; x < n; x++) sum += 1 - binomialCdf(x, n, rate) ** candidates;
  return sum / n;
}
