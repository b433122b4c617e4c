import { harmonicMean } from "./alignment";
import { FEATURES, HELPERS, withNeeds, type Feature, type FeatureText } from "./features";
import type { Label } from "./grade";
import { mulberry32, type Rng } from "./rng";
import { MIN_PER_CLASS } from "./select-per-criterion";

export type Graded = FeatureText & { readonly label: Label };

/** "Fails when the feature is above (or below) the limit." */
type Test = { readonly feature: Feature; readonly above: boolean; readonly limit: number };
type Rule = { readonly tests: readonly Test[]; readonly join: "or" | "and" };

export type InducedRule = {
  /** The rule as a sentence. */
  readonly rule: string;
  /** Standalone JavaScript that defines `check(output, context)`. */
  readonly source: string;
  /** What the source decides, computed here: true when the output fails. */
  readonly fails: (text: FeatureText) => boolean;
  /** Alignment on the very grades that it was fitted to, in [0, 1]. */
  readonly trainAlignment: number;
  /** Alignment by cross-validation within those grades: what the candidates were ranked by. */
  readonly validated: number;
};

const FOLDS = 5;
const REPEATS = 4;
/** Pairs are looked for among the features that are best alone. */
const PAIRED = 8;
const STEPS = 8;

type Table = { readonly columns: readonly Float64Array[]; readonly isBad: readonly boolean[] };

/** Alignment of "fails" against "is bad" over some rows; 0 where a class is missing. */
function alignmentOf(
  fails: (row: number) => boolean,
  rows: readonly number[],
  isBad: readonly boolean[],
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

type Fitted = { readonly above: boolean; readonly limit: number; readonly value: number };

/** The best threshold of one feature on some rows, by one pass over the sorted values. */
function fitThreshold(column: Float64Array, rows: readonly number[], isBad: readonly boolean[]): Fitted {
  const sorted = [...rows].sort((a, b) => (column[a] ?? 0) - (column[b] ?? 0));
  const bad = rows.filter((row) => isBad[row]).length;
  const good = rows.length - bad;
  let best: Fitted = { above: true, limit: Infinity, value: 0 };
  if (bad === 0 || good === 0) return best;
  let badBelow = 0;
  let goodBelow = 0;
  for (let i = 0; i + 1 < sorted.length; i++) {
    const row = sorted[i] ?? 0;
    if (isBad[row]) badBelow += 1;
    else goodBelow += 1;
    const [here, next] = [column[row] ?? 0, column[sorted[i + 1] ?? 0] ?? 0];
    if (here === next) continue;
    const limit = (here + next) / 2;
    const above = harmonicMean((bad - badBelow) / bad, goodBelow / good);
    const below = harmonicMean(badBelow / bad, (good - goodBelow) / good);
    if (above > best.value) best = { above: true, limit, value: above };
    if (below > best.value) best = { above: false, limit, value: below };
  }
  return best;
}

const failsBy =
  (column: Float64Array, { above, limit }: Pick<Test, "above" | "limit">) =>
  (row: number) =>
    above ? (column[row] ?? 0) > limit : (column[row] ?? 0) < limit;

type Fit = (rows: readonly number[]) => (row: number) => boolean;

/** Repeated stratified cross-validation: the mean and the standard error over the folds. */
function crossValidate(
  fit: Fit,
  table: Table,
  seed: number,
): { readonly mean: number; readonly error: number } {
  const rng = mulberry32(seed);
  const values: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const foldOf = dealFolds(table.isBad, rng);
    const failed = new Array<boolean>(table.isBad.length).fill(false);
    for (let fold = 0; fold < FOLDS; fold++) {
      const rows = [...foldOf.keys()];
      const fails = fit(rows.filter((row) => foldOf[row] !== fold));
      for (const row of rows) if (foldOf[row] === fold) failed[row] = fails(row);
    }
    values.push(alignmentOf((row) => failed[row] ?? false, [...foldOf.keys()], table.isBad));
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  // The error of the estimate itself, from the smaller class: the repeats share their rows and are no sample.
  const smaller = Math.min(table.isBad.filter(Boolean).length, table.isBad.filter((bad) => !bad).length);
  return { mean, error: Math.sqrt((mean * (1 - mean)) / Math.max(1, smaller)) };
}

function dealFolds(isBad: readonly boolean[], rng: Rng): number[] {
  const foldOf = new Array<number>(isBad.length).fill(0);
  for (const wanted of [true, false]) {
    const rows = [...isBad.keys()].filter((row) => isBad[row] === wanted).map((row) => ({ row, at: rng() }));
    rows.sort((a, b) => a.at - b.at);
    for (const [i, { row }] of rows.entries()) foldOf[row] = i % FOLDS;
  }
  return foldOf;
}

type Scored = {
  readonly fit: (rows: readonly number[]) => Rule;
  readonly mean: number;
  readonly error: number;
  readonly key: string;
};

const single =
  (table: Table, index: number) =>
  (rows: readonly number[]): Rule => {
    const column = table.columns[index] ?? new Float64Array();
    const feature = FEATURES[index];
    if (!feature) throw new Error("no such feature");
    return { join: "or", tests: [{ feature, ...fitThreshold(column, rows, table.isBad) }] };
  };

/** Thresholds of a pair on a coarse grid of quantiles: finer ones only fit noise. */
const pair =
  (table: Table, [i, j]: readonly [number, number], join: Rule["join"]) =>
  (rows: readonly number[]): Rule => {
    const [a, b] = [gridOf(table, i, rows), gridOf(table, j, rows)];
    let best: { readonly tests: readonly Test[]; readonly value: number } = { tests: [], value: -1 };
    for (const first of a) {
      for (const second of b) {
        const value = alignmentOf(
          (row) =>
            join === "or" ? first.fails(row) || second.fails(row) : first.fails(row) && second.fails(row),
          rows,
          table.isBad,
        );
        if (value > best.value) best = { tests: [first.test, second.test], value };
      }
    }
    return { join, tests: best.tests };
  };

function gridOf(table: Table, index: number, rows: readonly number[]) {
  const column = table.columns[index] ?? new Float64Array();
  const feature = FEATURES[index];
  if (!feature) throw new Error("no such feature");
  const { above } = fitThreshold(column, rows, table.isBad);
  const values = [...new Set(rows.map((row) => column[row] ?? 0))].sort((a, b) => a - b);
  const limits = new Set<number>();
  for (let step = 1; step < STEPS; step++) {
    const at = Math.floor((step / STEPS) * (values.length - 1));
    limits.add(((values[at] ?? 0) + (values[at + 1] ?? values[at] ?? 0)) / 2);
  }
  return [...limits].map((limit) => ({
    test: { feature, above, limit },
    fails: failsBy(column, { above, limit }),
  }));
}

function failsRule(table: Table, { tests, join }: Rule) {
  const parts = tests.map((test) =>
    failsBy(table.columns[FEATURES.indexOf(test.feature)] ?? new Float64Array(), test),
  );
  return (row: number) =>
    join === "or" ? parts.some((fails) => fails(row)) : parts.every((fails) => fails(row));
}

/**
 * Candidates learnt from grades: thresholds over the features, alone or two together, ranked by cross-validated
 * alignment; a pair is preferred to a single feature only where it is better by a standard error. At most `max`, each
 * on other features. Empty with fewer than three outputs of a class.
 */
export function induceCandidates(
  graded: readonly Graded[],
  { seed = 1, max = 3 }: { readonly seed?: number; readonly max?: number } = {},
): InducedRule[] {
  const isBad = graded.map(({ label }) => label === "bad");
  const bad = isBad.filter(Boolean).length;
  if (bad < MIN_PER_CLASS || graded.length - bad < MIN_PER_CLASS) return [];
  const table: Table = { isBad, columns: FEATURES.map(({ value }) => Float64Array.from(graded, value)) };
  const score = (fit: Scored["fit"], key: string): Scored => ({
    fit,
    key,
    ...crossValidate((rows) => failsRule(table, fit(rows)), table, seed),
  });
  const singles = FEATURES.map((_, index) => ({ index, ...score(single(table, index), String(index)) })).sort(
    (a, b) => b.mean - a.mean,
  );
  const pairs: Scored[] = [];
  for (const [i, first] of singles.slice(0, PAIRED).entries()) {
    for (const second of singles.slice(i + 1, PAIRED)) {
      for (const join of ["or", "and"] as const)
        pairs.push(score(pair(table, [first.index, second.index], join), `${first.key}${join}${second.key}`));
    }
  }
  const bestPair = pairs.sort((a, b) => b.mean - a.mean)[0];
  const bestSingle = singles[0];
  const ranked: Scored[] =
    bestPair && bestSingle && bestPair.mean > bestSingle.mean + bestSingle.error
      ? [bestPair, ...singles]
      : bestPair
        ? [...singles.slice(0, 1), bestPair, ...singles.slice(1)]
        : singles;
  return distinct(ranked, table, max).map(({ rule, mean, all }) => ({
    rule: sayRule(rule),
    source: writeSource(rule),
    fails: failsText(rule),
    trainAlignment: alignmentOf(failsRule(table, rule), all, isBad),
    validated: mean,
  }));
}

/** Leaves out rules that fail the same rows as a better one, and those that say nothing. */
function distinct(ranked: readonly Scored[], table: Table, max: number) {
  const all = [...table.isBad.keys()];
  const seen = new Set<string>();
  const chosen: { readonly rule: Rule; readonly mean: number; readonly all: readonly number[] }[] = [];
  for (const { fit, mean } of ranked) {
    if (chosen.length >= max || mean <= 0) break;
    const rule = fit(all);
    const behaviour = all.map((row) => Number(failsRule(table, rule)(row))).join("");
    if (seen.has(behaviour) || !behaviour.includes("1") || !behaviour.includes("0")) continue;
    seen.add(behaviour);
    chosen.push({ rule, mean, all });
  }
  return chosen;
}

/** Four significant digits read well and still separate: the limit lies between two values that occur. */
const round = (limit: number): number => Number(limit.toPrecision(6));

const sayTest = ({ feature, above, limit }: Test): string =>
  `${feature.says} is ${above ? "above" : "below"} ${String(Number(limit.toPrecision(3)))}`;

const sayRule = ({ tests, join }: Rule): string => `fails when ${tests.map(sayTest).join(` ${join} `)}`;

/** With the limits as they are written out, so that the two never differ by a rounding. */
const failsText =
  ({ tests, join }: Rule) =>
  (text: FeatureText): boolean => {
    const parts = tests.map(({ feature, above, limit }) =>
      above ? feature.value(text) > round(limit) : feature.value(text) < round(limit),
    );
    return join === "or" ? parts.includes(true) : !parts.includes(false);
  };

function writeSource({ tests, join }: Rule): string {
  const helpers = withNeeds(tests.flatMap(({ feature }) => feature.helpers)).map((name) => HELPERS[name]);
  const parts = tests.map(
    ({ feature, above, limit }) => `${feature.source} ${above ? ">" : "<"} ${round(limit)}`,
  );
  return [
    `// Learnt from grades: ${sayRule({ tests, join })}.`,
    ...helpers,
    "",
    "function check(output, context) {",
    '  const input = Object.values(context.input).join("\\n");',
    ...parts.map((part, i) => `  const ${i === 0 ? "first" : "second"} = ${part};`),
    `  return !${parts.length === 1 ? "first" : `(first ${join === "or" ? "||" : "&&"} second)`};`,
    "}",
    "",
  ].join("\n");
}
