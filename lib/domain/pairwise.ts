import { evenCoinP } from "./compare-proportions";

/** How often the judge preferred row i over column j when i was shown first. */
export type FirstShare = readonly (readonly number[])[];

const at = (matrix: FirstShare, i: number, j: number): number => matrix[i]?.[j] ?? 0;

/** Preference of i over j with the order taken out: the mean of both orders. The diagonal is 0. */
export const debiased = (first: FirstShare): number[][] =>
  first.map((row, i) => row.map((p, j) => (i === j ? 0 : (p + 1 - at(first, j, i)) / 2)));

/** Mean preference of each over all others. */
export const winRatios = (preference: FirstShare): number[] =>
  preference.map((row, i) => row.reduce((sum, p, j) => (i === j ? sum : sum + p), 0) / (row.length - 1));

/** Mean share of the first place over all ordered pairs: 0.5 is no position bias. Null of fewer than two. */
export function meanFirstShare(first: FirstShare): number | null {
  const n = first.length;
  if (n < 2) return null;
  return (
    first.reduce((sum, row, i) => sum + row.reduce((s, p, j) => (i === j ? s : s + p), 0), 0) / (n * (n - 1))
  );
}

const logit = (p: number): number => Math.log(p / (1 - p));

/** How many logits the first place is worth against the second, for the pair i, j; 0: the order does not matter. */
export const positionOffset = (first: FirstShare, i: number, j: number): number =>
  logit(at(first, i, j)) + logit(at(first, j, i));

/** Bradley–Terry log-strengths (mean 0) from preferences, by minorisation–maximisation (Hunter 2004). */
export function bradleyTerry(
  preference: FirstShare,
  { tolerance = 1e-12, maxIterations = 10_000 } = {},
): number[] {
  const n = preference.length;
  let strength = preference.map(() => 1);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const next = preference.map((row, i) => {
      const wins = row.reduce((sum, p, j) => (i === j ? sum : sum + p), 0);
      const weight = row.reduce((sum, p, j) => {
        if (i === j) return sum;
        return sum + (p + at(preference, j, i)) / ((strength[i] ?? 1) + (strength[j] ?? 1));
      }, 0);
      return wins / weight;
    });
    const scale = Math.exp(next.reduce((sum, s) => sum + Math.log(s), 0) / n);
    const moved = Math.max(0, ...next.map((s, i) => Math.abs(s / scale - (strength[i] ?? 1))));
    strength = next.map((s) => s / scale);
    if (moved < tolerance) break;
  }
  return strength.map(Math.log);
}

/** An output compared with a graded exemplar: better, worse or equal. */
export type Comparison = { readonly exemplarIsGood: boolean; readonly outcome: ">" | "<" | "=" };

/**
 * The vote of comparisons: at least as good as a good exemplar speaks for passing, better than a bad one too, worse
 * than either against; a draw with a good exemplar counts for, with a bad one against. Passes above 0.
 */
export function exemplarVote(comparisons: readonly Comparison[]): {
  readonly score: number;
  readonly passes: boolean;
} {
  const score = comparisons.reduce((sum, { exemplarIsGood, outcome }) => {
    if (outcome === "=") return sum + (exemplarIsGood ? 1 : -1);
    return sum + (outcome === ">" ? 1 : -1);
  }, 0);
  return { score, passes: score > 0 };
}

/** Judging every pair in both orders: how often the order alone decided. */
export function positionBias(pairs: {
  readonly consistent: number;
  readonly firstBoth: number;
  readonly secondBoth: number;
}) {
  const { consistent, firstBoth, secondBoth } = pairs;
  const all = consistent + firstBoth + secondBoth;
  const inconsistent = firstBoth + secondBoth;
  return {
    consistency: { count: consistent, of: all },
    primacy: { count: firstBoth, of: inconsistent },
    p: evenCoinP(firstBoth, inconsistent),
    /** Share of all judgements that went to the first place. */
    firstShare: { count: consistent + 2 * firstBoth, of: 2 * all },
    netBias: { count: firstBoth - secondBoth, of: all },
  };
}
