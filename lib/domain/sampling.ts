import { z } from "zod";
import type { ShownOnCard } from "./grade";
import type { OutputId } from "./ids";
import { hash32, mulberry32 } from "./rng";

/** The first cards are drawn uniformly: every grader is unproven and drift is best seen early (alignment.md §4.8). */
export const UNIFORM_START = 6;
/** Every so many cards one is drawn uniformly whatever the graders say. */
export const AUDIT_EVERY = 10;
/** Every so many cards one that was graded a while ago comes again, silently. */
export const REPEAT_EVERY = 8;
const REPEAT_AGE = 10;
/** The share of the draw that ignores disagreement, so that no output is out of reach. */
const UNIFORM_SHARE = 0.5;

/** Entropy in nats of the votes: 0 when all say the same, ln 2 when they are split evenly; 0 without votes. */
export function voteEntropy(fails: number, votes: number): number {
  if (votes === 0 || fails === 0 || fails === votes) return 0;
  const p = fails / votes;
  return -p * Math.log(p) - (1 - p) * Math.log(1 - p);
}

/** EvalGen's priority: the sum of the pass rates of the assertions that fail the output; high is suspicious. */
export const suspicion = (passRatesOfFailing: readonly number[]): number =>
  passRatesOfFailing.reduce((sum, rate) => sum + rate, 0);

/**
 * How the next card is found. "balanced": half of the draw follows disagreement. "random": every output alike.
 * "alternate": EvalGen's, the most and the least suspicious in turn, which gives no chances to weight by.
 */
export const GradingOrder = z.enum(["balanced", "random", "alternate"]);
export type GradingOrder = z.infer<typeof GradingOrder>;

export type Draw = {
  /**
   * Outputs that this grader has neither graded nor been shown, with how much the assertions disagree on them, and how
   * suspicious they are.
   */
  readonly ungraded: readonly {
    readonly outputId: OutputId;
    readonly disagreement: number;
    readonly suspicion?: number;
  }[];
  /** Default: "balanced". */
  readonly order?: GradingOrder;
  /** What the grader has graded so far, oldest first; repeats are drawn from it. */
  readonly graded: readonly OutputId[];
  /** The how-manieth card this is, from 1. */
  readonly rank: number;
  readonly seed: string;
};

/**
 * The next output to grade and why: the same draw gives the same answer on every machine. `inclusionProbability` is
 * exactly the chance that this output had at this step, so that rates over graded outputs can be weighted by its
 * inverse; null for a silent repeat, which measures the grader and not the outputs. Null: nothing is left.
 */
export function chooseNext(draw: Draw): { readonly outputId: OutputId; readonly shown: ShownOnCard } | null {
  const { ungraded, rank, seed, order = "balanced" } = draw;
  const rng = mulberry32(hash32(`${seed}:${rank}`));
  const repeat = rank % REPEAT_EVERY === 0 ? drawRepeat(draw, rng()) : null;
  if (repeat !== null) {
    return { outputId: repeat, shown: { policy: "repeat", inclusionProbability: null, rank, seed } };
  }
  if (ungraded.length === 0) return null;
  const isAudit = rank % AUDIT_EVERY === 0;
  if (order === "alternate" && !isAudit) {
    const outputId = mostOrLeast(ungraded, rank % 2 === 1);
    return { outputId, shown: { policy: "alternate", inclusionProbability: null, rank, seed } };
  }
  const isUniform = rank <= UNIFORM_START || isAudit || order === "random";
  const weights = isUniform ? null : disagreementWeights(ungraded);
  const index = weights === null ? Math.floor(rng() * ungraded.length) : weightedIndex(weights, rng());
  const chosen = ungraded[index];
  if (!chosen) throw new Error("drew an output that is not there");
  const probability = weights === null ? 1 / ungraded.length : (weights[index] ?? 0);
  const policy = isAudit ? "audit" : weights === null ? "uniform" : "disagreement";
  return { outputId: chosen.outputId, shown: { policy, inclusionProbability: probability, rank, seed } };
}

/** The most suspicious output, or the least; of equals the one that came first. */
function mostOrLeast(ungraded: Draw["ungraded"], isMost: boolean): OutputId {
  const [first, ...others] = ungraded;
  if (!first) throw new Error("nothing is left to draw from");
  const by = ({ suspicion: value = 0 }: Draw["ungraded"][number]) => (isMost ? value : -value);
  return others.reduce((best, one) => (by(one) > by(best) ? one : best), first).outputId;
}

/** Among the cards that are at least ten cards old; null when there are none. */
function drawRepeat({ graded }: Draw, u: number): OutputId | null {
  const old = graded.slice(0, Math.max(0, graded.length - REPEAT_AGE));
  return old[Math.floor(u * old.length)] ?? null;
}

/** Half uniform, half in proportion to disagreement; null when nothing is disputed, and the draw is uniform. */
function disagreementWeights(ungraded: Draw["ungraded"]): number[] | null {
  const total = ungraded.reduce((sum, { disagreement }) => sum + disagreement, 0);
  if (total === 0) return null;
  return ungraded.map(
    ({ disagreement }) => UNIFORM_SHARE / ungraded.length + ((1 - UNIFORM_SHARE) * disagreement) / total,
  );
}

function weightedIndex(weights: readonly number[], u: number): number {
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    sum += weight;
    if (u < sum) return index;
  }
  return weights.length - 1;
}
