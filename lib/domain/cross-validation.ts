import { harmonicMean } from "./alignment";
import { answered, coverage, falseFailureRate, tally, type Confusion } from "./confusion";
import type { Label } from "./grade";
import { rateIntervals, type RateIntervals } from "./rate-intervals";
import { ratio, valueOf, type Ratio } from "./ratio";
import type { Rng } from "./rng";
import type { VerdictKind } from "./verdict";

/** Chooses on the training rows and says how to judge any row: everything that is fitted is fitted in here. */
export type Fit = (training: readonly number[]) => (row: number) => VerdictKind | null;

/** Folds of the rows, each with its share of every class; `folds` is at most the smallest class. */
export function stratifiedFolds(labels: readonly Label[], folds: number, rng: Rng): number[] {
  const foldOf = labels.map(() => 0);
  let dealt = 0;
  for (const label of ["good", "bad"] as const) {
    const rows = labels.flatMap((given, row) => (given === label ? [row] : []));
    // The second class goes on where the first stopped, so that folds are of equal size.
    for (const row of shuffled(rows, rng)) foldOf[row] = dealt++ % folds;
  }
  return foldOf;
}

/** Fisher–Yates. */
export function shuffled<T>(items: readonly T[], rng: Rng): T[] {
  const deck = [...items];
  for (let i = deck.length - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    const [a, b] = [deck[i], deck[j]];
    if (a !== undefined && b !== undefined) [deck[i], deck[j]] = [b, a];
  }
  return deck;
}

/** Prepares one deal of folds and says, fold by fold, how what was chosen without it judges its rows. */
export type FitFolds = (foldOf: readonly number[]) => (fold: number) => (row: number) => VerdictKind | null;

const fromTraining =
  (fit: Fit): FitFolds =>
  (foldOf) =>
  (fold) =>
    fit([...foldOf.keys()].filter((row) => foldOf[row] !== fold));

/** Every row judged by what was chosen without its fold, all in one table. */
export const outOfFold = (labels: readonly Label[], foldOf: readonly number[], fit: Fit): Confusion =>
  judgedByOthers(labels, foldOf, fromTraining(fit));

function judgedByOthers(labels: readonly Label[], foldOf: readonly number[], fitFolds: FitFolds): Confusion {
  const fit = fitFolds(foldOf);
  const rowsOf = new Map<number, number[]>();
  for (const [row, fold] of foldOf.entries()) {
    const rows = rowsOf.get(fold);
    if (rows) rows.push(row);
    else rowsOf.set(fold, [row]);
  }
  const pairs: (readonly [Label, VerdictKind | null])[] = [];
  for (const [fold, rows] of rowsOf) {
    const judge = fit(fold);
    for (const row of rows) {
      const label = labels[row];
      if (label) pairs.push([label, judge(row)]);
    }
  }
  return tally(pairs);
}

/** Means over the repeats; null where nothing was measured. */
export type NestedEstimate = {
  readonly coverage: number | null;
  readonly falseFailureRate: number | null;
  readonly alignment: number | null;
  /** 95 %, of as many rows as there are: Wilson for the rates, and from these for alignment. */
  readonly interval: RateIntervals;
  readonly folds: number;
  readonly repeats: number;
};

type NestedOptions = { readonly rng: Rng; readonly folds?: number; readonly repeats?: number };

/**
 * What choosing on these rows achieves on rows that did not choose (alignment.md §4.4): nested stratified
 * cross-validation, repeated with other folds and averaged. Null when a class has fewer than two rows.
 */
export const nestedEstimate = (
  labels: readonly Label[],
  fit: Fit,
  options: NestedOptions,
): NestedEstimate | null => nestedEstimateOfFolds(labels, fromTraining(fit), options);

/** The same for a choice that can share work between the folds of one deal. */
export function nestedEstimateOfFolds(
  labels: readonly Label[],
  fitFolds: FitFolds,
  { rng, folds = 5, repeats = 5 }: NestedOptions,
): NestedEstimate | null {
  const bad = labels.filter((label) => label === "bad").length;
  const k = Math.min(folds, bad, labels.length - bad);
  if (k < 2) return null;
  const runs = Array.from({ length: repeats }, () =>
    judgedByOthers(labels, stratifiedFolds(labels, k, rng), fitFolds),
  ).filter((run) => answered(run) > 0);
  return { ...meanRates(runs), folds: k, repeats };
}

function meanRates(runs: readonly Confusion[]): Omit<NestedEstimate, "folds" | "repeats"> {
  const caught = meanRatio(runs.map(coverage));
  const wronglyFailed = meanRatio(runs.map(falseFailureRate));
  const [covered, failed] = [valueOf(caught), valueOf(wronglyFailed)];
  return {
    coverage: covered,
    falseFailureRate: failed,
    alignment:
      covered === null || failed === null
        ? null
        : alignmentOfRates({ caught: covered, bad: caught.of }, { kept: 1 - failed, good: wronglyFailed.of }),
    interval: rateIntervals(caught, wronglyFailed),
  };
}

/** The mean of rates over the same rows, of one run's sample: repeating folds adds no grades. */
function meanRatio(ratios: readonly Ratio[]): Ratio {
  const rate = meanOf(ratios.map(valueOf));
  const of = meanOf(ratios.map((r) => r.of)) ?? 0;
  return rate === null ? ratio(0, 0) : ratio(rate * of, of);
}

/**
 * Alignment is concave in its two rates, so on few rows the plain figure is too low on average: to second order by
 * half the curvature times the variance of each rate (delta method), which is added here.
 */
function alignmentOfRates(
  { caught, bad }: { readonly caught: number; readonly bad: number },
  { kept, good }: { readonly kept: number; readonly good: number },
): number {
  const sum = caught + kept;
  if (sum === 0) return 0;
  const lost =
    (2 / sum ** 3) *
    (kept ** 2 * ((caught * (1 - caught)) / bad) + caught ** 2 * ((kept * (1 - kept)) / good));
  return Math.min(1, harmonicMean(caught, kept) + lost);
}

/** The mean of what was measured; null when nothing was. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const measured = values.filter((value) => value !== null);
  return measured.length === 0 ? null : measured.reduce((sum, value) => sum + value, 0) / measured.length;
}

/** Linear percentile (Hyndman & Fan type 7) of values in any order, `p` in [0, 1]; null of none. */
export function percentile(values: readonly number[], p: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = p * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}
