import { harmonicMean } from "./alignment";
import type { Label } from "./grade";
import { ratio, valueOf } from "./ratio";
import type { VerdictKind } from "./verdict";

/** A value with the chance that it had of being observed. */
export type Drawn = { readonly value: number; readonly inclusionProbability: number };

/** Horvitz & Thompson (1952): mean over a pool of known size from values drawn with unequal chances. */
export const horvitzThompson = (drawn: readonly Drawn[], pool: number): number =>
  drawn.reduce((sum, { value, inclusionProbability }) => sum + value / inclusionProbability, 0) / pool;

/** Hájek (1971): as above, divided by the sum of the weights; steadier. Null of nothing. */
export function hajek(drawn: readonly Drawn[]): number | null {
  const weights = drawn.reduce((sum, { inclusionProbability }) => sum + 1 / inclusionProbability, 0);
  return weights === 0 ? null : horvitzThompson(drawn, weights);
}

/** Kish (1965): as many equally weighted values would tell as much. */
export function kishSampleSize(drawn: readonly { readonly inclusionProbability: number }[]): number {
  const weights = drawn.map(({ inclusionProbability }) => 1 / inclusionProbability);
  const sum = weights.reduce((total, w) => total + w, 0);
  const squares = weights.reduce((total, w) => total + w * w, 0);
  return squares === 0 ? 0 : sum ** 2 / squares;
}

/** One output of a pool with a prediction, and its grade (0 or 1) where it was drawn; null: not drawn. */
export type ActiveItem = {
  readonly predicted: number;
  readonly observed: number | null;
  readonly inclusionProbability: number;
};

/** Active inference (Zrnic & Candès 2024): mean of f + (y − f)·ξ/π, with its standard error; null of fewer than two. */
export function activeInference(
  items: readonly ActiveItem[],
): { readonly rate: number; readonly error: number } | null {
  if (items.length < 2) return null;
  const parts = items.map(({ predicted, observed, inclusionProbability }) =>
    observed === null ? predicted : predicted + (observed - predicted) / inclusionProbability,
  );
  const rate = parts.reduce((sum, x) => sum + x, 0) / parts.length;
  const squares = parts.reduce((sum, x) => sum + (x - rate) ** 2, 0);
  return { rate, error: Math.sqrt(squares) / parts.length };
}

/**
 * Weights that make the mean over sequential draws without replacement unbiased (LURE; Farquhar et al. 2021):
 * `probabilities[m]` is the chance that the m-th draw had among what was left of a pool of `pool`.
 */
export function lureWeights(probabilities: readonly number[], pool: number): number[] {
  const drawn = probabilities.length;
  return probabilities.map((q, i) => {
    const m = i + 1;
    return m === pool ? 1 : 1 + ((pool - drawn) / (pool - m)) * (1 / ((pool - m + 1) * q) - 1);
  });
}

/** A graded output with its verdict and the weight of its draw. */
export type WeightedGrade = {
  readonly label: Label;
  readonly kind: VerdictKind | null;
  readonly weight: number;
};

/** Rates in which each graded output counts by its weight; null where a class has no weight. */
export type WeightedRates = {
  readonly coverage: number | null;
  readonly falseFailureRate: number | null;
  readonly alignment: number | null;
  /** As many equally weighted grades would tell as much. */
  readonly effectiveGrades: number;
};

/** Coverage, FFR and alignment of outputs drawn with unequal chances, such as those that graders disagree on. */
export function weightedRates(grades: readonly WeightedGrade[]): WeightedRates {
  const answered = grades.filter(({ kind, weight }) => (kind === "pass" || kind === "fail") && weight > 0);
  const total = (label: Label, onlyFailed: boolean) =>
    answered.reduce(
      (sum, grade) =>
        grade.label === label && (!onlyFailed || grade.kind === "fail") ? sum + grade.weight : sum,
      0,
    );
  const coverage = valueOf(ratio(total("bad", true), total("bad", false)));
  const falseFailureRate = valueOf(ratio(total("good", true), total("good", false)));
  return {
    coverage,
    falseFailureRate,
    alignment:
      coverage === null || falseFailureRate === null ? null : harmonicMean(coverage, 1 - falseFailureRate),
    effectiveGrades: kishSampleSize(answered.map(({ weight }) => ({ inclusionProbability: 1 / weight }))),
  };
}
