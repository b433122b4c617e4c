import { alignment, balancedAccuracy } from "./alignment";
import { tally } from "./confusion";
import { upperBound } from "./intervals";

/** Log-probabilities of the first answer token, as a provider gives them. */
export type TokenLogprobs = Readonly<Record<string, number>>;

/** Below this share of yes and no among the tokens a probability is shown with a warning, and below that not at all. */
export const VALID_MASS = { warn: 0.5, refuse: 0.1 } as const;

export type YesProbability = {
  readonly yes: number;
  readonly no: number;
  /** P(yes) among yes and no; null when their mass is too small to mean anything. */
  readonly probability: number | null;
  readonly validMass: number;
  readonly logit: number | null;
};

/** P(yes) from token log-probabilities: variants in case and spacing are added up. */
export function yesProbability(tokens: TokenLogprobs): YesProbability {
  const massOf = (word: string) =>
    Object.entries(tokens).reduce(
      (sum, [token, logprob]) => (token.trim().toLowerCase() === word ? sum + Math.exp(logprob) : sum),
      0,
    );
  const [yes, no] = [massOf("yes"), massOf("no")];
  const validMass = yes + no;
  const isUsable = validMass >= VALID_MASS.refuse;
  return {
    yes,
    no,
    validMass,
    probability: isUsable ? yes / validMass : null,
    logit: isUsable && yes > 0 && no > 0 ? Math.log(yes / no) : null,
  };
}

/** Expected score of a rubric from the probability of each level, over the mass on levels; null without any. */
export function expectedScore(
  levels: readonly { readonly score: number; readonly p: number }[],
): number | null {
  const mass = levels.reduce((sum, { p }) => sum + p, 0);
  return mass === 0 ? null : levels.reduce((sum, { score, p }) => sum + score * p, 0) / mass;
}

/** An output with the probability of good that an assertion gave it, and its grade. */
export type Scored = { readonly p: number; readonly good: boolean };

/** Chance that a good output scores higher than a bad one, ties a half; null until both are graded. */
export function auc(scored: readonly Scored[]): number | null {
  const good = scored.filter((s) => s.good);
  const bad = scored.filter((s) => !s.good);
  if (good.length === 0 || bad.length === 0) return null;
  let wins = 0;
  for (const g of good) for (const b of bad) wins += g.p > b.p ? 1 : g.p === b.p ? 0.5 : 0;
  return wins / (good.length * bad.length);
}

/** A threshold with what passing at or above it achieves; −Infinity passes everything, Infinity nothing. */
export type ThresholdFigures = {
  readonly threshold: number;
  readonly alignment: number | null;
  readonly balancedAccuracy: number | null;
};

/** Every threshold that makes a difference: midpoints between neighbouring scores, and both ends; ascending. */
export function thresholdSweep(scored: readonly Scored[]): ThresholdFigures[] {
  const scores = [...new Set(scored.map(({ p }) => p))].sort((a, b) => a - b);
  const midpoints = scores.slice(1).map((score, i) => (score + (scores[i] ?? score)) / 2);
  return [-Infinity, ...midpoints, Infinity].map((threshold) => {
    const cells = tally(
      scored.map(({ p, good }) => [good ? "good" : "bad", p >= threshold ? "pass" : "fail"] as const),
    );
    return { threshold, alignment: alignment(cells), balancedAccuracy: balancedAccuracy(cells) };
  });
}

/** The threshold of best alignment, the lowest of equals; null until both classes are graded. */
export function bestThreshold(scored: readonly Scored[]): ThresholdFigures | null {
  let best: ThresholdFigures | null = null;
  for (const figures of thresholdSweep(scored)) {
    if (figures.alignment !== null && figures.alignment > (best?.alignment ?? -1)) best = figures;
  }
  return best;
}

const meanBy = (scored: readonly Scored[], loss: (s: Scored) => number): number | null =>
  scored.length === 0 ? null : scored.reduce((sum, s) => sum + loss(s), 0) / scored.length;

/** Mean squared distance of probability and grade; lower is better; null of nothing. */
export const brier = (scored: readonly Scored[]): number | null =>
  meanBy(scored, ({ p, good }) => (p - Number(good)) ** 2);

/** Mean surprise in nats; infinite when something impossible happened; null of nothing. */
export const logLoss = (scored: readonly Scored[]): number | null =>
  meanBy(scored, ({ p, good }) => -Math.log(good ? p : 1 - p));

/** Expected calibration error over equal-width bins: jumpy on few grades, so prefer Brier; null of nothing. */
export function calibrationError(scored: readonly Scored[], bins: number): number | null {
  if (scored.length === 0) return null;
  const gaps = new Float64Array(bins);
  for (const { p, good } of scored) {
    const bin = Math.min(bins - 1, Math.floor(p * bins));
    gaps[bin] = (gaps[bin] ?? 0) + p - Number(good);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / scored.length;
}

/**
 * Isotonic regression by pooling adjacent violators: the probability of good, never falling as the score rises, in
 * the order given; equal scores get one value. For 100 grades and more.
 */
export function isotonicFit(scored: readonly Scored[]): number[] {
  const scores = [...new Set(scored.map(({ p }) => p))].sort((a, b) => a - b);
  const blocks: { sum: number; size: number; scores: number[] }[] = [];
  for (const score of scores) {
    const here = scored.filter(({ p }) => p === score);
    blocks.push({ sum: here.filter(({ good }) => good).length, size: here.length, scores: [score] });
    for (;;) {
      const last = blocks.at(-1);
      const before = blocks.at(-2);
      if (!last || !before || before.sum / before.size < last.sum / last.size) break;
      blocks.pop();
      before.sum += last.sum;
      before.size += last.size;
      before.scores.push(...last.scores);
    }
  }
  const fitted = new Map(
    blocks.flatMap(({ sum, size, scores: pooled }) => pooled.map((score) => [score, sum / size] as const)),
  );
  return scored.map(({ p }) => fitted.get(p) ?? 0);
}

/** P(good) = σ(slope·logit(p) + intercept). */
export type Platt = { readonly slope: number; readonly intercept: number };

const logit = (p: number): number => {
  const inside = Math.min(1 - 1e-12, Math.max(1e-12, p));
  return Math.log(inside / (1 - inside));
};
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Platt scaling (1999) on logits with his smoothed targets, by Newton's method. With fewer than 30 grades fit the
 * slope only. Null until both classes are graded.
 */
export function plattFit(scored: readonly Scored[], { onlySlope = scored.length < 30 } = {}): Platt | null {
  const good = scored.filter((s) => s.good).length;
  const bad = scored.length - good;
  if (good === 0 || bad === 0) return null;
  const [high, low] = [(good + 1) / (good + 2), 1 / (bad + 2)];
  let slope = 1;
  let intercept = 0;
  for (let step = 0; step < 100; step++) {
    const sums = { slope: 0, intercept: 0, ss: 1e-12, si: 0, ii: 1e-12 };
    for (const s of scored) {
      const x = logit(s.p);
      const p = sigmoid(slope * x + intercept);
      const gap = p - (s.good ? high : low);
      const weight = p * (1 - p);
      sums.slope += gap * x;
      sums.intercept += gap;
      sums.ss += weight * x * x;
      sums.si += weight * x;
      sums.ii += weight;
    }
    const determinant = sums.ss * sums.ii - sums.si ** 2;
    const dSlope = onlySlope
      ? sums.slope / sums.ss
      : (sums.ii * sums.slope - sums.si * sums.intercept) / determinant;
    const dIntercept = onlySlope ? 0 : (sums.ss * sums.intercept - sums.si * sums.slope) / determinant;
    slope -= dSlope;
    intercept -= dIntercept;
    if (Math.abs(dSlope) + Math.abs(dIntercept) < 1e-12) break;
  }
  return { slope, intercept };
}

/** The calibrated probability. */
export const plattApply = ({ slope, intercept }: Platt, p: number): number =>
  sigmoid(slope * logit(p) + intercept);

/** A verdict with how confident its judge was, and whether the human disagreed. */
export type Confident = { readonly confidence: number; readonly isWrong: boolean };

/**
 * Which verdicts need no human: those at least as confident as `threshold`, of which at most `maxErrors` are wrong
 * with confidence 1 − delta. The sample is extended from the most confident down and stops at the first violation:
 * picking the lowest threshold that happens to pass would break the promise. Null: none may be automated.
 */
export function selectiveAutomation(
  verdicts: readonly Confident[],
  { maxErrors, delta = 0.1 }: { readonly maxErrors: number; readonly delta?: number },
): { readonly threshold: number; readonly automated: number; readonly startAt: number } | null {
  const ordered = verdicts.toSorted((a, b) => b.confidence - a.confidence);
  const startAt = Math.ceil(Math.log(delta) / Math.log(1 - maxErrors));
  let found: { threshold: number; automated: number } | null = null;
  let errors = 0;
  for (const [i, { confidence, isWrong }] of ordered.entries()) {
    if (isWrong) errors += 1;
    if (i + 1 < startAt || ordered[i + 1]?.confidence === confidence) continue;
    if ((upperBound({ count: errors, of: i + 1 }, delta) ?? 1) > maxErrors) break;
    found = { threshold: confidence, automated: (i + 1) / ordered.length };
  }
  return found && { ...found, startAt };
}
