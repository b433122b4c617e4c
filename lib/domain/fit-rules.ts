import { harmonicMean } from "./alignment";
import { bitsWhere, countBits, hasBit, popcount, type Bits } from "./bits";
import { FEATURES, type Feature, type FeatureText } from "./features";
import type { Label } from "./grade";
import { mulberry32, type Rng } from "./rng";
import { MIN_PER_CLASS } from "./select-per-criterion";

/** "Fails when the feature is above (or below) the limit." */
export type Test = { readonly feature: Feature; readonly above: boolean; readonly limit: number };
export type Rule = { readonly tests: readonly Test[]; readonly join: "or" | "and" };

/** Every feature of every graded output, and the order of the outputs by it: read once, fitted to often. */
export type FeatureTable = {
  readonly columns: readonly Float64Array[];
  readonly orders: readonly Int32Array[];
  readonly isBad: readonly boolean[];
};

export function featureTable(graded: readonly (FeatureText & { readonly label: Label })[]): FeatureTable {
  const columns = FEATURES.map(({ value }) => Float64Array.from(graded, value));
  return {
    columns,
    orders: columns.map((column) =>
      Int32Array.from(column.keys()).sort((a, b) => (column[a] ?? 0) - (column[b] ?? 0) || a - b),
    ),
    isBad: graded.map(({ label }) => label === "bad"),
  };
}

const FOLDS = 5;
const REPEATS = 4;
/** Pairs are looked for among the features that are best alone. */
const PAIRED = 8;
const STEPS = 8;

/** Some rows of a table, with what has been fitted to them. */
type Sample = {
  readonly rows: readonly number[];
  readonly has: Bits;
  readonly good: Bits;
  readonly bad: Bits;
  readonly goodCount: number;
  readonly badCount: number;
  readonly grids: Map<number, readonly GridTest[]>;
};

type GridTest = { readonly test: Test; readonly fails: Bits };

function sampleOf({ isBad }: FeatureTable, rows: readonly number[]): Sample {
  const wanted = new Set(rows);
  const has = bitsWhere(isBad.length, (row) => wanted.has(row));
  const bad = bitsWhere(isBad.length, (row) => wanted.has(row) && isBad[row] === true);
  const good = bitsWhere(isBad.length, (row) => wanted.has(row) && isBad[row] !== true);
  return { rows, has, good, bad, goodCount: countBits(good), badCount: countBits(bad), grids: new Map() };
}

/** Whether a rule fails a row of the table. */
export function failsRow({ columns }: FeatureTable, { tests, join }: Rule): (row: number) => boolean {
  const parts = tests.map(({ feature, above, limit }) => {
    const column = columns[FEATURES.indexOf(feature)] ?? new Float64Array();
    return (row: number) => (above ? (column[row] ?? 0) > limit : (column[row] ?? 0) < limit);
  });
  return (row) => (join === "or" ? parts.some((fails) => fails(row)) : parts.every((fails) => fails(row)));
}

type Fitted = { readonly above: boolean; readonly limit: number; readonly value: number };

/** The best threshold of one feature on some rows, by one pass over the sorted values. */
function fitThreshold(table: FeatureTable, feature: number, { has, ...sample }: Sample): Fitted {
  const { badCount: bad, goodCount: good } = sample;
  let best: Fitted = { above: true, limit: Infinity, value: 0 };
  if (bad === 0 || good === 0) return best;
  const column = table.columns[feature] ?? new Float64Array();
  let badBelow = 0;
  let goodBelow = 0;
  let here: number | null = null;
  for (const row of table.orders[feature] ?? []) {
    if (!hasBit(has, row)) continue;
    const next = column[row] ?? 0;
    if (here !== null && here !== next) {
      const limit = (here + next) / 2;
      const above = harmonicMean((bad - badBelow) / bad, goodBelow / good);
      const below = harmonicMean(badBelow / bad, (good - goodBelow) / good);
      if (above > best.value) best = { above: true, limit, value: above };
      if (below > best.value) best = { above: false, limit, value: below };
    }
    here = next;
    if (table.isBad[row]) badBelow += 1;
    else goodBelow += 1;
  }
  return best;
}

const featureAt = (index: number): Feature => {
  const feature = FEATURES[index];
  if (!feature) throw new Error("no such feature");
  return feature;
};

/** Fits a rule of one shape to some rows. */
type FitRule = (sample: Sample) => Rule;

const single =
  (table: FeatureTable, index: number): FitRule =>
  (sample) => ({
    join: "or",
    tests: [{ feature: featureAt(index), ...fitThreshold(table, index, sample) }],
  });

/** Thresholds of a pair on a coarse grid of quantiles: finer ones only fit noise. */
const pair =
  (table: FeatureTable, [i, j]: readonly [number, number], join: Rule["join"]): FitRule =>
  (sample) => {
    const [a, b] = [gridOf(table, i, sample), gridOf(table, j, sample)];
    let best: { readonly tests: readonly Test[]; readonly value: number } = { tests: [], value: -1 };
    for (const first of a) {
      for (const second of b) {
        const value = alignmentOfPair(first.fails, second.fails, { join, sample });
        if (value > best.value) best = { tests: [first.test, second.test], value };
      }
    }
    return { join, tests: best.tests };
  };

/** Alignment of two tests joined, without making the joined set: this is where learning spends its time. */
function alignmentOfPair(a: Bits, b: Bits, { join, sample }: Joined): number {
  const { good, bad, goodCount, badCount } = sample;
  if (badCount === 0 || goodCount === 0) return 0;
  let caught = 0;
  let failed = 0;
  for (let i = 0; i < a.length; i++) {
    const word = join === "or" ? (a[i] ?? 0) | (b[i] ?? 0) : (a[i] ?? 0) & (b[i] ?? 0);
    caught += popcount(word & (bad[i] ?? 0));
    failed += popcount(word & (good[i] ?? 0));
  }
  return harmonicMean(caught / badCount, (goodCount - failed) / goodCount);
}

type Joined = { readonly join: Rule["join"]; readonly sample: Sample };

function gridOf(table: FeatureTable, index: number, sample: Sample): readonly GridTest[] {
  const known = sample.grids.get(index);
  if (known) return known;
  const column = table.columns[index] ?? new Float64Array();
  const feature = featureAt(index);
  const { above } = fitThreshold(table, index, sample);
  const values: number[] = [];
  for (const row of table.orders[index] ?? []) {
    const value = column[row] ?? 0;
    if (hasBit(sample.has, row) && value !== values.at(-1)) values.push(value);
  }
  const limits = new Set<number>();
  for (let step = 1; step < STEPS; step++) {
    const at = Math.floor((step / STEPS) * (values.length - 1));
    limits.add(((values[at] ?? 0) + (values[at + 1] ?? values[at] ?? 0)) / 2);
  }
  const grid = [...limits].map((limit) => {
    const test = { feature, above, limit };
    const fails = failsRow(table, { tests: [test], join: "or" });
    return { test, fails: bitsWhere(table.isBad.length, fails) };
  });
  sample.grids.set(index, grid);
  return grid;
}

/** One deal of folds: what is fitted without each of them, and its rows. */
type Deal = readonly { readonly training: Sample; readonly rows: readonly number[] }[];

function dealFolds(table: FeatureTable, rows: readonly number[], rng: Rng): Deal {
  const foldOf = new Map<number, number>();
  for (const wanted of [true, false]) {
    const ofClass = rows.filter((row) => table.isBad[row] === wanted).map((row) => ({ row, at: rng() }));
    ofClass.sort((a, b) => a.at - b.at);
    for (const [i, { row }] of ofClass.entries()) foldOf.set(row, i % FOLDS);
  }
  return Array.from({ length: FOLDS }, (_, fold) => ({
    training: sampleOf(
      table,
      rows.filter((row) => foldOf.get(row) !== fold),
    ),
    rows: rows.filter((row) => foldOf.get(row) === fold),
  }));
}

/** Learning from some rows of a table: the rows, and the folds that all shapes of a rule are compared on. */
type Task = {
  readonly table: FeatureTable;
  readonly rows: readonly number[];
  readonly deals: readonly Deal[];
};

type Scored = {
  readonly fit: FitRule;
  readonly mean: number;
  readonly error: number;
  readonly key: string;
};

/** Repeated stratified cross-validation of one shape: the mean alignment and its standard error. */
function score({ table, rows, deals }: Task, fit: FitRule, key: string): Scored {
  const values = deals.map((deal) => {
    const failed = new Set<number>();
    for (const { training, rows: held } of deal) {
      const fails = failsRow(table, fit(training));
      for (const row of held) if (fails(row)) failed.add(row);
    }
    return alignmentOn(table, rows, (row) => failed.has(row));
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  // The error of the estimate itself, from the smaller class: the repeats share their rows and are no sample.
  const bad = rows.filter((row) => table.isBad[row]).length;
  const smaller = Math.max(1, Math.min(bad, rows.length - bad));
  return { fit, key, mean, error: Math.sqrt((mean * (1 - mean)) / smaller) };
}

/** Alignment of "fails" against "is bad" over some rows; 0 where a class is missing. */
export function alignmentOn(
  { isBad }: FeatureTable,
  rows: readonly number[],
  fails: (row: number) => boolean,
): number {
  let bad = 0;
  let caught = 0;
  let kept = 0;
  for (const row of rows) {
    const failed = fails(row);
    if (isBad[row]) {
      bad += 1;
      if (failed) caught += 1;
    } else if (!failed) kept += 1;
  }
  const good = rows.length - bad;
  return bad === 0 || good === 0 ? 0 : harmonicMean(caught / bad, kept / good);
}

/** A rule fitted to all the rows that it was learnt from. */
export type LearntRule = {
  readonly rule: Rule;
  /** Alignment by cross-validation within those rows: what the rules were ranked by. */
  readonly validated: number;
};

/**
 * Thresholds over the features, alone or two together, ranked by cross-validated alignment; a pair is preferred to a
 * single feature only where it is better by a standard error. At most `max`, no two of which fail the same rows. Empty
 * with fewer than three rows of a class.
 */
export function learnRules(
  table: FeatureTable,
  rows: readonly number[],
  { seed, max }: { readonly seed: number; readonly max: number },
): LearntRule[] {
  const bad = rows.filter((row) => table.isBad[row]).length;
  if (bad < MIN_PER_CLASS || rows.length - bad < MIN_PER_CLASS) return [];
  const rng = mulberry32(seed);
  const deals = Array.from({ length: REPEATS }, () => dealFolds(table, rows, rng));
  return distinct({ table, rows, deals }, ranked({ table, rows, deals }), max);
}

function ranked(task: Task): Scored[] {
  const { table } = task;
  const singles = FEATURES.map((_, index) => ({
    index,
    ...score(task, single(table, index), String(index)),
  })).sort((a, b) => b.mean - a.mean);
  const pairs: Scored[] = [];
  for (const [i, first] of singles.slice(0, PAIRED).entries()) {
    for (const second of singles.slice(i + 1, PAIRED)) {
      for (const join of ["or", "and"] as const)
        pairs.push(
          score(task, pair(table, [first.index, second.index], join), `${first.key}${join}${second.key}`),
        );
    }
  }
  const bestPair = pairs.sort((a, b) => b.mean - a.mean)[0];
  const bestSingle = singles[0];
  if (!bestPair || !bestSingle) return singles;
  return bestPair.mean > bestSingle.mean + bestSingle.error
    ? [bestPair, ...singles]
    : [bestSingle, bestPair, ...singles.slice(1)];
}

/** Leaves out rules that fail the same rows as a better one, and those that say nothing. */
function distinct({ table, rows }: Task, candidates: readonly Scored[], max: number): LearntRule[] {
  const seen = new Set<string>();
  const chosen: LearntRule[] = [];
  const whole = sampleOf(table, rows);
  for (const { fit, mean } of candidates) {
    if (chosen.length >= max || mean <= 0) break;
    const rule = fit(whole);
    const behaviour = rows.map((row) => Number(failsRow(table, rule)(row))).join("");
    if (seen.has(behaviour) || !behaviour.includes("1") || !behaviour.includes("0")) continue;
    seen.add(behaviour);
    chosen.push({ rule, validated: mean });
  }
  return chosen;
}
