import { kappa } from "./alignment";
import { agreement, NO_CONFUSION, tally } from "./confusion";
import type { Label } from "./grade";
import { valueOf } from "./ratio";

/** The grades of one output, one a grader; graders who did not grade it are absent. */
export type Ratings = readonly { readonly grader: string; readonly label: Label }[];

/**
 * Krippendorff's nominal α over any number of graders with missing grades (2011): 1 − observed/expected disagreement.
 * Outputs with a single grade say nothing of agreement. Null without two grades of one output, and when only one
 * label was ever given.
 */
export function krippendorffAlpha(units: readonly Ratings[]): number | null {
  let good = 0;
  let bad = 0;
  let observed = 0;
  for (const unit of units) {
    if (unit.length < 2) continue;
    const goodHere = unit.filter(({ label }) => label === "good").length;
    const badHere = unit.length - goodHere;
    good += goodHere;
    bad += badHere;
    observed += (2 * goodHere * badHere) / (unit.length - 1);
  }
  const values = good + bad;
  if (good === 0 || bad === 0) return null;
  return 1 - (observed * (values - 1)) / (2 * good * bad);
}

export type PairAgreement = {
  readonly a: string;
  readonly b: string;
  /** Outputs that both graded. */
  readonly n: number;
  readonly agreement: number | null;
  /** Cohen's kappa; null when chance agreement is total. */
  readonly kappa: number | null;
};

/** Agreement of every two graders who graded an output in common, by name. */
export function pairAgreements(units: readonly Ratings[]): PairAgreement[] {
  const shared = new Map<
    string,
    { readonly a: string; readonly b: string; readonly pairs: [Label, Label][] }
  >();
  for (const unit of units) {
    const inOrder = unit.toSorted((x, y) => compareText(x.grader, y.grader));
    for (const [i, one] of inOrder.entries()) {
      for (const other of inOrder.slice(i + 1)) {
        const key = JSON.stringify([one.grader, other.grader]);
        const entry = shared.get(key) ?? { a: one.grader, b: other.grader, pairs: [] };
        entry.pairs.push([one.label, other.label]);
        shared.set(key, entry);
      }
    }
  }
  return [...shared.values()]
    .map(({ a, b, pairs }) => {
      const cells =
        pairs.length === 0 ? NO_CONFUSION : tally(pairs.map(([x, y]) => [x, y === "good" ? "pass" : "fail"]));
      return { a, b, n: pairs.length, agreement: valueOf(agreement(cells)), kappa: kappa(cells) };
    })
    .toSorted((x, y) => compareText(x.a, y.a) || compareText(x.b, y.b));
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Observed agreement of pairs of graders, averaged over units with two grades or more, and the share of "good". */
function manyGraders(units: readonly Ratings[]): { readonly observed: number; readonly good: number } | null {
  const rated = units.filter((unit) => unit.length >= 2);
  if (rated.length === 0) return null;
  let observed = 0;
  let good = 0;
  for (const unit of rated) {
    const n = unit.length;
    const k = unit.filter(({ label }) => label === "good").length;
    observed += (k * (k - 1) + (n - k) * (n - k - 1)) / (n * (n - 1));
    good += k / n;
  }
  return { observed: observed / rated.length, good: good / rated.length };
}

const beyond = (observed: number, chance: number): number | null =>
  chance === 1 ? null : (observed - chance) / (1 - chance);

/** Fleiss' kappa (1971) of several graders; null where only one label was given or nothing was graded twice. */
export function fleissKappa(units: readonly Ratings[]): number | null {
  const many = manyGraders(units);
  return many && beyond(many.observed, many.good ** 2 + (1 - many.good) ** 2);
}

/** Gwet's AC1 (2008) of several graders: steady where nearly everything has one label. */
export function gwetAc1OfMany(units: readonly Ratings[]): number | null {
  const many = manyGraders(units);
  return many && beyond(many.observed, 2 * many.good * (1 - many.good));
}
