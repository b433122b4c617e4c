import { newcombe } from "./compare-proportions";
import { agreement, answered, coverage, falseFailureRate, type Confusion } from "./confusion";
import type { Interval } from "./intervals";
import { valueOf } from "./ratio";

/** The four cells that the measures are made of. */
export type Cells = Pick<Confusion, "goodPassed" | "goodFailed" | "badPassed" | "badFailed">;

const whole = (cells: Cells): Confusion => ({ ...cells, notApplicable: 0, errored: 0, unjudged: 0 });

/** Harmonic mean of two rates in [0, 1]; 0 when both are 0. */
export const harmonicMean = (a: number, b: number): number => (a + b === 0 ? 0 : (2 * a * b) / (a + b));

/** Coverage and 1 − FFR; null until both a good and a bad output are graded and answered. */
function rates(cells: Cells): { readonly caught: number; readonly kept: number } | null {
  const caught = valueOf(coverage(whole(cells)));
  const wronglyFailed = valueOf(falseFailureRate(whole(cells)));
  return caught === null || wronglyFailed === null ? null : { caught, kept: 1 - wronglyFailed };
}

/** Harmonic mean of coverage and 1 − FFR (Shankar et al. 2024); null until both classes are graded. */
export function alignment(cells: Cells): number | null {
  const measured = rates(cells);
  return measured && harmonicMean(measured.caught, measured.kept);
}

/** Mean of coverage and 1 − FFR; null until both classes are graded. */
export function balancedAccuracy(cells: Cells): number | null {
  const measured = rates(cells);
  return measured && (measured.caught + measured.kept) / 2;
}

/** Youden's J = coverage − FFR, in [−1, 1]; 0 is what a coin reaches; null until both classes are graded. */
export function youdenJ(cells: Cells): number | null {
  const measured = rates(cells);
  return measured && measured.caught + measured.kept - 1;
}

/**
 * 95 % interval of Youden's J, the difference of two independent rates (Newcombe 1998); null until both classes are
 * graded. Where it does not lie above 0, nothing shows that the assertion knows anything.
 */
export const youdenInterval = (cells: Cells): Interval | null =>
  newcombe(coverage(whole(cells)), falseFailureRate(whole(cells)));

/**
 * Standard error of alignment by the delta method, each rate's variance at (k+1)/(n+2) so that a perfect record on few
 * grades does not claim certainty; null until both classes are graded.
 */
export function alignmentError(cells: Cells): number | null {
  const measured = rates(cells);
  if (!measured) return null;
  const { caught, kept } = measured;
  const sum = caught + kept;
  if (sum === 0) return 0;
  const variance = (hits: number, misses: number) => {
    const p = (hits + 1) / (hits + misses + 2);
    return (p * (1 - p)) / (hits + misses + 2);
  };
  return Math.hypot(
    2 * (kept / sum) ** 2 * Math.sqrt(variance(cells.badFailed, cells.badPassed)),
    2 * (caught / sum) ** 2 * Math.sqrt(variance(cells.goodPassed, cells.goodFailed)),
  );
}

/** Matthews correlation; null when a margin is empty. */
export function mcc({ goodPassed: a, goodFailed: b, badPassed: c, badFailed: d }: Cells): number | null {
  const product = (a + b) * (c + d) * (a + c) * (b + d);
  return product === 0 ? null : (a * d - b * c) / Math.sqrt(product);
}

/** F1 of failing, i.e. of finding bad outputs; null when nothing is bad and nothing fails. */
export function failF1({ goodFailed: b, badPassed: c, badFailed: d }: Cells): number | null {
  const weight = 2 * d + b + c;
  return weight === 0 ? null : (2 * d) / weight;
}

type Shares = {
  readonly n: number;
  readonly observed: number;
  readonly gradedGood: number;
  readonly passed: number;
};

/** Null when nothing is both graded and answered. */
function shares(cells: Cells): Shares | null {
  const n = answered(whole(cells));
  if (n === 0) return null;
  return {
    n,
    observed: (cells.goodPassed + cells.badFailed) / n,
    gradedGood: (cells.goodPassed + cells.goodFailed) / n,
    passed: (cells.goodPassed + cells.badPassed) / n,
  };
}

const beyondChance = (observed: number, chance: number): number | null =>
  chance === 1 ? null : (observed - chance) / (1 - chance);

/** Cohen (1960): agreement of assertion and grader beyond chance; null when chance agreement is total. */
export function kappa(cells: Cells): number | null {
  const s = shares(cells);
  return s && beyondChance(s.observed, s.gradedGood * s.passed + (1 - s.gradedGood) * (1 - s.passed));
}

/** Standard error of kappa for its interval (Fleiss, Cohen & Everitt 1969); null where kappa is. */
export function kappaStandardError(cells: Cells): number | null {
  const s = shares(cells);
  const k = kappa(cells);
  if (!s || k === null) return null;
  const chance = s.gradedGood * s.passed + (1 - s.gradedGood) * (1 - s.passed);
  const p = [
    { share: cells.goodPassed / s.n, row: s.gradedGood, column: s.passed, agrees: true },
    { share: cells.goodFailed / s.n, row: s.gradedGood, column: 1 - s.passed, agrees: false },
    { share: cells.badPassed / s.n, row: 1 - s.gradedGood, column: s.passed, agrees: false },
    { share: cells.badFailed / s.n, row: 1 - s.gradedGood, column: 1 - s.passed, agrees: true },
  ];
  // The sums run over cell (i, j) with the row margin of i and the column margin of j.
  const onDiagonal = p
    .filter(({ agrees }) => agrees)
    .reduce((sum, { share, row, column }) => sum + share * (1 - (row + column) * (1 - k)) ** 2, 0);
  const offDiagonal =
    (1 - k) ** 2 *
    p
      .filter(({ agrees }) => !agrees)
      // p_ij (p_.i + p_j.)²: for two classes the opposite margins.
      .reduce((sum, { share, row, column }) => sum + share * (1 - column + (1 - row)) ** 2, 0);
  const variance = (onDiagonal + offDiagonal - (k - chance * (1 - k)) ** 2) / (s.n * (1 - chance) ** 2);
  return Math.sqrt(Math.max(0, variance));
}

/** Scott's π (1955): as kappa, with both raters' margins pooled. */
export function scottPi(cells: Cells): number | null {
  const s = shares(cells);
  if (!s) return null;
  const pooled = (s.gradedGood + s.passed) / 2;
  return beyondChance(s.observed, pooled ** 2 + (1 - pooled) ** 2);
}

/** Krippendorff's nominal α of grader and assertion: π with the small-sample correction. */
export function krippendorffAlphaOfTwo(cells: Cells): number | null {
  const s = shares(cells);
  if (!s) return null;
  const values = 2 * s.n;
  const good = (s.gradedGood + s.passed) * s.n;
  const expected = (2 * good * (values - good)) / (values * (values - 1));
  return expected === 0 ? null : 1 - (1 - s.observed) / expected;
}

/** Gwet's AC1 (2008): does not collapse when nearly all outputs are good, as kappa does. */
export function gwetAc1(cells: Cells): number | null {
  const s = shares(cells);
  if (!s) return null;
  const pooled = (s.gradedGood + s.passed) / 2;
  return beyondChance(s.observed, 2 * pooled * (1 - pooled));
}

/** Prevalence- and bias-adjusted kappa, 2·agreement − 1 (Byrt et al. 1993). */
export function pabak(cells: Cells): number | null {
  const observed = valueOf(agreement(whole(cells)));
  return observed === null ? null : 2 * observed - 1;
}

/** |goodPassed − badFailed| / n: near 1, kappa is low whatever the agreement. */
export function prevalenceIndex(cells: Cells): number | null {
  const s = shares(cells);
  return s && Math.abs(cells.goodPassed - cells.badFailed) / s.n;
}

/** How much more often the grader says good than the assertion passes; in [−1, 1]. */
export function biasIndex(cells: Cells): number | null {
  const s = shares(cells);
  return s && s.gradedGood - s.passed;
}

/** The highest kappa that these margins allow. */
export function kappaMax(cells: Cells): number | null {
  const s = shares(cells);
  if (!s) return null;
  const best = Math.min(s.gradedGood, s.passed) + Math.min(1 - s.gradedGood, 1 - s.passed);
  return beyondChance(best, s.gradedGood * s.passed + (1 - s.gradedGood) * (1 - s.passed));
}

/**
 * A judge as one who knows with chance `discernment` (Youden's J) and else guesses, passing with chance
 * `guessesPass` (null for one who always knows); above 0.7 is lenient. Null until both classes are graded.
 */
export function leniency(
  cells: Cells,
): { readonly discernment: number; readonly guessesPass: number | null } | null {
  const measured = rates(cells);
  if (!measured) return null;
  const discernment = measured.caught + measured.kept - 1;
  // TPR = J + (1 − J)·P₊ solved for P₊.
  const guessesPass = discernment === 1 ? null : (measured.kept - discernment) / (1 - discernment);
  return { discernment, guessesPass };
}
