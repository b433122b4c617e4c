import { shuffled } from "./cross-validation";
import type { Label } from "./grade";
import { OutputId } from "./ids";
import type { Rng } from "./rng";
import { chooseNext, voteEntropy } from "./sampling";
import { lureWeights } from "./weighting";

/** How the graded rows are drawn: at random, by the app's sampler, or from what evaluators disagree on most. */
export type SimulatedPolicy = "random" | "sampler" | "disagreement" | "alternate";

export type DrawnGrades = {
  readonly rows: readonly number[];
  /** One a row, mean 1: makes rates over the rows unbiased; null where a policy leaves rows without any chance. */
  readonly weights: readonly number[] | null;
};

type Pool = {
  readonly labels: readonly Label[];
  readonly candidates: number;
  readonly fails: (candidate: number, row: number) => boolean;
  readonly policy: SimulatedPolicy;
};

type Plan = { readonly n: number; readonly rng: Rng };
type Order = Plan & { readonly disagreement: readonly number[] };

const MAX_REDRAWS = 200;

/**
 * Gives draw after draw, each with both labels: one without is drawn again. Random draws are dealt from a shuffled
 * deck until it is used up: each is a random sample, and together they use every row equally often, which takes most
 * of the luck out of the means.
 */
export function gradeDealer(pool: Pool, plan: Plan): () => DrawnGrades {
  const order = { ...plan, disagreement: pool.labels.map((_, row) => votesOn(pool, row)) };
  let deck: readonly number[] = [];
  const next = (): DrawnGrades => {
    if (pool.policy !== "random") return drawRows(pool, order);
    if (deck.length < plan.n) deck = inAnyOrder(pool, plan.rng);
    const rows = deck.slice(0, plan.n);
    deck = deck.slice(plan.n);
    return { rows, weights: rows.map(() => 1) };
  };
  return () => {
    let drawn = next();
    // A policy that looks for trouble may find one label only, however often it is asked.
    for (let i = 0; i < MAX_REDRAWS && !hasBoth(pool, drawn); i++) drawn = next();
    return drawn;
  };
}

const hasBoth = ({ labels }: Pool, { rows }: DrawnGrades): boolean =>
  new Set(rows.map((row) => labels[row])).size === 2;

const inAnyOrder = ({ labels }: Pool, rng: Rng): number[] => shuffled([...labels.keys()], rng);

function votesOn({ candidates, fails }: Pool, row: number): number {
  let failing = 0;
  for (let candidate = 0; candidate < candidates; candidate++) if (fails(candidate, row)) failing += 1;
  return voteEntropy(failing, candidates);
}

function drawRows(pool: Pool, plan: Order): DrawnGrades {
  const { n, rng, disagreement } = plan;
  const order = inAnyOrder(pool, rng);
  const by = (row: number) => disagreement[row] ?? 0;
  const sorted = () => order.toSorted((a, b) => by(b) - by(a));
  switch (pool.policy) {
    case "random":
      return { rows: order.slice(0, n), weights: null };
    case "disagreement":
      return { rows: sorted().slice(0, n), weights: null };
    case "alternate": {
      const rows = sorted();
      const both = Array.from({ length: n }, (_, i) => rows.at(i % 2 === 0 ? i / 2 : -(i + 1) / 2) ?? 0);
      return { rows: both, weights: null };
    }
    case "sampler":
      return drawAsTheAppDoes(order, plan);
  }
}

function drawAsTheAppDoes(order: readonly number[], { n, rng, disagreement }: Order): DrawnGrades {
  const seed = String(rng());
  // Repeats measure the grader, not the evaluators: here every card is a new one.
  const left = new Map(
    order.map((row) => [row, { outputId: OutputId.parse(row + 1), disagreement: disagreement[row] ?? 0 }]),
  );
  const rows: number[] = [];
  const chances: number[] = [];
  for (let rank = 1; rows.length < n && left.size > 0; rank++) {
    const next = chooseNext({ ungraded: [...left.values()], graded: [], rank, seed });
    if (!next) break;
    rows.push(next.outputId - 1);
    chances.push(next.shown.inclusionProbability ?? 1);
    left.delete(next.outputId - 1);
  }
  return { rows, weights: lureWeights(chances, order.length) };
}
