import { evenCoinP } from "./compare-proportions";
import { tCdf } from "./special-functions";

/** Where a CUSUM of disagreement alarms. */
export const CUSUM_LIMIT = 3;

/**
 * Bernoulli CUSUM of disagreement between a person and the winning assertion: it climbs while they disagree more than
 * `expected`, and alarms at `limit`.
 */
export function cusum(
  disagreements: readonly boolean[],
  { expected = 0.1, drifted = 0.3, limit = CUSUM_LIMIT } = {},
): { readonly path: readonly number[]; readonly alarmAt: number | null } {
  const up = Math.log(drifted / expected);
  const down = Math.log((1 - drifted) / (1 - expected));
  const path: number[] = [];
  let level = 0;
  for (const isDisagreement of disagreements) {
    level = Math.max(0, level + (isDisagreement ? up : down));
    path.push(level);
  }
  const alarm = path.findIndex((value) => value >= limit);
  return { path, alarmAt: alarm < 0 ? null : alarm + 1 };
}

/** A number of observations at which a test may look, and the p below which it may alarm there. */
export type Look = { readonly at: number; readonly p: number };

/**
 * The looks that a test has had after `n` observations: at `first`, twice as many, and so on. The first look spends
 * `share` of `alpha`, each later one half of what is left, so that all together keep it, however often somebody asks.
 */
export function looksUpTo(
  n: number,
  { first, alpha, share = 0.5 }: { readonly first: number; readonly alpha: number; readonly share?: number },
): Look[] {
  const looks: Look[] = [];
  let left = alpha;
  for (let at = first; at <= n; at *= 2) {
    const p = left * (looks.length === 0 ? share : 0.5);
    looks.push({ at, p });
    left -= p;
  }
  return looks;
}

/** Sign test on repeats that changed: have a person's grades moved in one direction? Two-sided, exact. */
export const changedRepeatsP = (towardsBad: number, towardsGood: number): number =>
  evenCoinP(towardsBad, towardsBad + towardsGood);

export type AltTest = {
  readonly n: number;
  readonly meanDifference: number;
  readonly t: number;
  /** One-sided: small when the judge is as good as the human by less than epsilon. */
  readonly p: number;
  /** Share of outputs on which the judge does at least as well as the human. */
  readonly advantage: number;
};

/**
 * The alternative annotator test (2501.10970) for one human left out: `differences` are +1 where only the human
 * agrees with the others, −1 where only the judge does, else 0. Tests that the human is not better by `epsilon`. Null
 * with fewer than two outputs, or where nothing differs.
 */
export function altTest(differences: readonly number[], epsilon = 0.2): AltTest | null {
  const n = differences.length;
  const mean = differences.reduce((sum, d) => sum + d, 0) / n;
  const deviation = Math.sqrt(differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (n - 1));
  if (n < 2 || deviation === 0) return null;
  const t = (mean - epsilon) / (deviation / Math.sqrt(n));
  return {
    n,
    meanDifference: mean,
    t,
    p: tCdf(t, n - 1),
    advantage: differences.filter((d) => d <= 0).length / n,
  };
}
