import { lowerBound, Z95, type Interval } from "./intervals";
import { valueOf, type Ratio } from "./ratio";

/** An estimated share of good outputs with its standard error and 95 % interval. */
export type Estimate = { readonly rate: number; readonly error: number; readonly interval: Interval };

/** Outputs with one verdict: all of them, and of the graded ones how many are good. */
export type Stratum = { readonly outputs: number; readonly graded: Ratio };

const around = (rate: number, error: number): Estimate => ({
  rate,
  error,
  interval: [rate - Z95 * error, rate + Z95 * error],
});

/**
 * Post-stratification by verdict: θ = Σ w·ȳ, with the share of each verdict among all outputs and the share of good
 * among the graded ones with that verdict (alignment.md §4.6). Right whatever verdict the graded were picked by. Null
 * when a verdict that occurs has fewer than two graded outputs.
 */
export function postStratified(strata: readonly Stratum[], { isFinite = false } = {}): Estimate | null {
  const all = strata.reduce((sum, { outputs }) => sum + outputs, 0);
  if (all === 0 || strata.some(({ outputs, graded }) => outputs > 0 && graded.of < 2)) return null;
  let rate = 0;
  let variance = 0;
  for (const { outputs, graded } of strata) {
    const share = valueOf(graded);
    if (share === null) continue;
    const weight = outputs / all;
    const correction = isFinite ? 1 - graded.of / outputs : 1;
    rate += weight * share;
    variance += (weight ** 2 * share * (1 - share) * correction) / (graded.of - 1);
  }
  return around(rate, Math.sqrt(variance));
}

/**
 * As above with (k+1)/(m+2) in each stratum: for the interval on few grades, where an all-good stratum would
 * otherwise claim certainty. Null without outputs.
 */
export function postStratifiedSmoothed(strata: readonly Stratum[]): Estimate | null {
  const all = strata.reduce((sum, { outputs }) => sum + outputs, 0);
  if (all === 0) return null;
  let rate = 0;
  let variance = 0;
  for (const { outputs, graded } of strata) {
    const share = (graded.count + 1) / (graded.of + 2);
    const weight = outputs / all;
    rate += weight * share;
    variance += (weight ** 2 * share * (1 - share)) / (graded.of + 2);
  }
  return around(rate, Math.sqrt(variance));
}

/** How to split a number of grades between strata so that the estimate is sharpest: in proportion to w·sd (Neyman). */
export function neymanAllocation(
  strata: readonly { readonly weight: number; readonly deviation: number }[],
  grades: number,
): number[] {
  const total = strata.reduce((sum, { weight, deviation }) => sum + weight * deviation, 0);
  return strata.map(({ weight, deviation }) =>
    total === 0 ? grades * weight : (grades * weight * deviation) / total,
  );
}

/**
 * Coverage and FFR as they would be had every output been graded, when outputs were picked for grading by their
 * verdict (Begg & Greenes 1983). Null where a stratum that occurs has no grade, or a class is empty.
 */
export function beggGreenes(
  passed: Stratum,
  failed: Stratum,
): { readonly coverage: number; readonly falseFailureRate: number } | null {
  const [goodOfPassed, goodOfFailed] = [valueOf(passed.graded), valueOf(failed.graded)];
  if (goodOfPassed === null || goodOfFailed === null) return null;
  const badPassed = passed.outputs * (1 - goodOfPassed);
  const badFailed = failed.outputs * (1 - goodOfFailed);
  const goodPassed = passed.outputs * goodOfPassed;
  const goodFailed = failed.outputs * goodOfFailed;
  if (badPassed + badFailed === 0 || goodPassed + goodFailed === 0) return null;
  return {
    coverage: badFailed / (badPassed + badFailed),
    falseFailureRate: goodFailed / (goodPassed + goodFailed),
  };
}

/** An evaluator's pass share, and how often it is right on good and on bad outputs, measured elsewhere. */
export type Calibration = { readonly passed: Ratio; readonly goodPassed: Ratio; readonly badFailed: Ratio };

export type Corrected =
  | ({ readonly ok: true } & Estimate & { readonly leeInterval: Interval })
  | { readonly ok: false; readonly reason: "not measured" | "no better than chance" | "too uncertain" };

/** The lower bound of Youden's J must be above this, else dividing by it is worse than no correction. */
const MIN_J = 0.2;

/**
 * Rogan & Gladen (1978): θ = (p + TNR − 1)/(TPR + TNR − 1), with the delta-method interval (not clipped) and the one
 * of Lee et al. (2511.21140). For rates measured on another batch; refuses where the evaluator is too weak.
 */
export function roganGladen({ passed, goodPassed, badFailed }: Calibration): Corrected {
  const [p, tpr, tnr] = [valueOf(passed), valueOf(goodPassed), valueOf(badFailed)];
  if (p === null || tpr === null || tnr === null) return { ok: false, reason: "not measured" };
  const j = tpr + tnr - 1;
  if (j <= 0) return { ok: false, reason: "no better than chance" };
  if (youdenLowerBound(goodPassed, badFailed) <= MIN_J) return { ok: false, reason: "too uncertain" };
  return { ok: true, ...roganGladenEstimate({ passed, goodPassed, badFailed }, { p, tpr, tnr }) };
}

/** The estimate without the refusal: for rates that are known well. */
function roganGladenEstimate(
  counts: Calibration,
  { p, tpr, tnr }: { readonly p: number; readonly tpr: number; readonly tnr: number },
): Estimate & { readonly leeInterval: Interval } {
  const rate = (p + tnr - 1) / (tpr + tnr - 1);
  const error = correctedError(
    { p, tpr, tnr, rate },
    { all: counts.passed.of, bad: counts.badFailed.of, good: counts.goodPassed.of },
  );
  return { ...around(rate, error), leeInterval: leeInterval(counts, { p, tpr, tnr }) };
}

type Rates = { readonly p: number; readonly tpr: number; readonly tnr: number; readonly rate: number };
type Sizes = { readonly all: number; readonly bad: number; readonly good: number };

const correctedError = ({ p, tpr, tnr, rate }: Rates, { all, bad, good }: Sizes): number =>
  Math.sqrt(
    (p * (1 - p)) / all + ((1 - rate) ** 2 * tnr * (1 - tnr)) / bad + (rate ** 2 * tpr * (1 - tpr)) / good,
  ) / Math.abs(tpr + tnr - 1);

/** Lee et al.: p smoothed by z²/2, the rates by +1/+2, and the estimate shifted by its second-order bias. */
function leeInterval(counts: Calibration, raw: Omit<Rates, "rate">): Interval {
  const all = counts.passed.of + Z95 ** 2;
  const p = (counts.passed.of * raw.p + Z95 ** 2 / 2) / all;
  const [bad, good] = [counts.badFailed.of + 2, counts.goodPassed.of + 2];
  const tnr = (counts.badFailed.count + 1) / bad;
  const tpr = (counts.goodPassed.count + 1) / good;
  const rate = (p + tnr - 1) / (tpr + tnr - 1);
  const shift = 2 * Z95 ** 2 * ((-(1 - rate) * tnr * (1 - tnr)) / bad + (rate * tpr * (1 - tpr)) / good);
  const reach = Z95 * correctedError({ p, tpr, tnr, rate }, { all, bad, good });
  const clip = (x: number) => Math.min(1, Math.max(0, x));
  return [clip(rate + shift - reach), clip(rate + shift + reach)];
}

/** A conservative lower bound of Youden's J: each rate at its one-sided 95 % bound. −1 where not measured. */
export function youdenLowerBound(goodPassed: Ratio, badFailed: Ratio): number {
  const [tpr, tnr] = [lowerBound(goodPassed), lowerBound(badFailed)];
  return tpr === null || tnr === null ? -1 : tpr + tnr - 1;
}

/** Lee et al.: how to split a budget of `m` calibration grades into bad and good ones, from a pilot of `pilot` each. */
export function leeAllocation(
  m: number,
  {
    p,
    tnr,
    tpr,
    pilot,
  }: { readonly p: number; readonly tnr: number; readonly tpr: number; readonly pilot: number },
): { readonly bad: number; readonly good: number } {
  const smooth = (rate: number) => (pilot * rate + 1) / (pilot + 2);
  const odds = (1 / smooth(tnr) - 1) / (1 / smooth(tpr) - 1);
  const good = Math.min(m - pilot, Math.max(pilot, Math.round(m / (1 + (1 / p - 1) * Math.sqrt(odds)))));
  return { bad: m - good, good };
}

/** Graded outputs with the evaluator's probability of good and the grade, and its probability on ungraded ones. */
export type PredictionPowered = {
  readonly graded: readonly { readonly predicted: number; readonly good: boolean }[];
  readonly ungraded: readonly number[];
};

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const variance = (values: readonly number[], ddof = 0): number => {
  const m = mean(values);
  return values.reduce((sum, x) => sum + (x - m) ** 2, 0) / (values.length - ddof);
};

/** PPI++'s weight of the predictions (2311.01453), clipped to [0, 1]: 0 ignores them. Null with too few. */
export function ppiLambda({ graded, ungraded }: PredictionPowered): number | null {
  if (graded.length < 2 || ungraded.length < 2) return null;
  const f = graded.map(({ predicted }) => predicted);
  const y = graded.map(({ good }) => Number(good));
  const covariance = mean(f.map((x, i) => x * (y[i] ?? 0))) - mean(f) * mean(y);
  const spread = variance([...f, ...ungraded], 1);
  if (spread === 0) return 0;
  return Math.min(1, Math.max(0, covariance / ((1 + f.length / ungraded.length) * spread)));
}

/**
 * Prediction-powered inference (2301.09633): the mean prediction on ungraded outputs, corrected by what the
 * predictions miss on graded ones. λ 0 is the mean of the grades, 1 plain PPI. Its interval needs 50 grades. Null
 * without both.
 */
export function predictionPowered({ graded, ungraded }: PredictionPowered, lambda: number): Estimate | null {
  if (graded.length === 0 || ungraded.length === 0) return null;
  const missed = graded.map(({ predicted, good }) => Number(good) - lambda * predicted);
  const predicted = ungraded.map((f) => lambda * f);
  return around(
    mean(predicted) + mean(missed),
    Math.sqrt(variance(predicted) / ungraded.length + variance(missed) / graded.length),
  );
}
