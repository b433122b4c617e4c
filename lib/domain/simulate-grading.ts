import { meanOf, percentile, shuffled, type Fit } from "./cross-validation";
import { alignment } from "./alignment";
import { tally } from "./confusion";
import type { Label } from "./grade";
import { OutputId } from "./ids";
import type { Interval } from "./intervals";
import { hash32, mulberry32, type Rng } from "./rng";
import { chooseNext, voteEntropy } from "./sampling";
import type { SetGoal } from "./select-set";
import { chooseSet, honestSet, setStopRule, type SetRows } from "./honest-set";

/** How the graded rows are drawn: at random, by the app's sampler, or from what evaluators disagree on most. */
export type SimulatedPolicy = "random" | "sampler" | "disagreement" | "alternate";

/** Rows with a label each, and which evaluator fails which row. */
export type Simulation = {
  readonly labels: readonly Label[];
  readonly candidates: number;
  readonly fails: (candidate: number, row: number) => boolean;
  readonly maxAssertions: number;
  readonly draws: number;
  readonly policy: SimulatedPolicy;
  readonly seed: number;
};

/** Means over the draws, in alignment; null where no draw measured it. */
export type SimulatedGrades = {
  readonly grades: number;
  /** On the grades that chose the set. */
  readonly inSample: number | null;
  /** The nested estimate from those same grades. */
  readonly honest: number | null;
  /** On all other rows; the tenth percentile beside the mean. */
  readonly heldOut: number | null;
  readonly heldOutP10: number | null;
  /** What is lost against the best set on all rows. */
  readonly regret: number | null;
  /** Mean bounds of the honest figure's 95 % interval, and the share of draws in which it held the held-out figure. */
  readonly interval: {
    readonly low: number | null;
    readonly high: number | null;
    readonly holds: number | null;
  };
  /** In what share of the draws the stop rule allowed to stop here. */
  readonly stopRule: { readonly reached: number };
};

/** How good the chosen set turns out when so many rows are graded, chosen and measured many times over. */
export function simulateGrading(simulation: Simulation, grades: readonly number[]): SimulatedGrades[] {
  const all = simulation.labels.map((_, row) => row);
  const best = alignmentOf(simulation, chosenOn(simulation, all).judge, all);
  const disagreement = all.map((row) => votesOn(simulation, row));
  return grades.map((n) => {
    const rng = mulberry32(hash32(`${simulation.seed}:${n}`));
    const deal = dealer(simulation, { n, rng, disagreement });
    const runs = Array.from({ length: simulation.draws }, () => simulateOnce(simulation, deal(), rng));
    const heldOut = meanOf(runs.map((run) => run.heldOut));
    return {
      grades: n,
      inSample: meanOf(runs.map((run) => run.inSample)),
      honest: meanOf(runs.map((run) => run.honest)),
      heldOut,
      heldOutP10: percentile(
        runs.flatMap((run) => (run.heldOut === null ? [] : [run.heldOut])),
        0.1,
      ),
      regret: best === null || heldOut === null ? null : best - heldOut,
      interval: {
        low: meanOf(runs.map(({ interval }) => interval?.[0] ?? null)),
        high: meanOf(runs.map(({ interval }) => interval?.[1] ?? null)),
        holds: meanOf(runs.map(({ interval, heldOut: on }) => holds(interval, on))),
      },
      stopRule: { reached: runs.filter(({ mayStop }) => mayStop).length / runs.length },
    };
  });
}

const holds = (interval: Interval | null, value: number | null): number | null =>
  interval === null || value === null ? null : Number(interval[0] <= value && value <= interval[1]);

/** Few will do: thousands of draws are averaged. */
const STOP_RESAMPLES = 100;

function simulateOnce(simulation: Simulation, graded: readonly number[], rng: Rng) {
  const { labels, candidates, fails } = simulation;
  const isGraded = new Set(graded);
  const sample: SetRows = {
    labels: graded.map((row) => labelOf(labels, row)),
    candidates,
    fails: (candidate, i) => fails(candidate, graded[i] ?? -1),
  };
  const goal = goalOf(simulation);
  const { members, judge } = chosenOn(simulation, graded);
  const nested = honestSet(sample, goal, rng);
  return {
    inSample: alignmentOf(simulation, judge, graded),
    honest: nested?.alignment ?? null,
    interval: nested?.interval.alignment ?? null,
    mayStop: setStopRule(sample, goal, { members, resamples: STOP_RESAMPLES }).isReached,
    heldOut: alignmentOf(
      simulation,
      judge,
      labels.flatMap((_, row) => (isGraded.has(row) ? [] : [row])),
    ),
  };
}

const goalOf = ({ maxAssertions }: Simulation): SetGoal => ({ objective: "alignment", maxAssertions });

/** The set of best alignment on these rows. */
function chosenOn(simulation: Simulation, rows: readonly number[]) {
  const { fails } = simulation;
  const members = chooseSet(simulation, goalOf(simulation), rows);
  const judge: ReturnType<Fit> = (row) =>
    members.some((candidate) => fails(candidate, row)) ? "fail" : "pass";
  return { members, judge };
}

const alignmentOf = (
  { labels }: Simulation,
  judge: ReturnType<Fit>,
  rows: readonly number[],
): number | null => alignment(tally(rows.map((row) => [labelOf(labels, row), judge(row)])));

function votesOn({ candidates, fails }: Simulation, row: number): number {
  let failing = 0;
  for (let candidate = 0; candidate < candidates; candidate++) if (fails(candidate, row)) failing += 1;
  return voteEntropy(failing, candidates);
}

const labelOf = (labels: readonly Label[], row: number): Label => {
  const label = labels[row];
  if (!label) throw new Error(`row ${row} has no label`);
  return label;
};

type Plan = { readonly n: number; readonly rng: Rng; readonly disagreement: readonly number[] };

const MAX_REDRAWS = 200;

/**
 * Gives draw after draw, each with both labels: one without is drawn again. Random draws are dealt from a shuffled
 * deck until it is used up: each is a random sample, and together they use every row equally often, which takes most
 * of the luck out of the means.
 */
function dealer(simulation: Simulation, plan: Plan): () => number[] {
  let deck: number[] = [];
  const next = (): number[] => {
    if (simulation.policy !== "random") return drawRows(simulation, plan);
    if (deck.length < plan.n) deck = drawRows(simulation, { ...plan, n: simulation.labels.length });
    return deck.splice(0, plan.n);
  };
  return () => {
    let rows = next();
    // A policy that looks for trouble may find one label only, however often it is asked.
    for (let i = 0; i < MAX_REDRAWS && new Set(rows.map((row) => simulation.labels[row])).size < 2; i++)
      rows = next();
    return rows;
  };
}

function drawRows({ labels, policy }: Simulation, { n, rng, disagreement }: Plan): number[] {
  const order = shuffled(
    labels.map((_, row) => row),
    rng,
  );
  const by = (row: number) => disagreement[row] ?? 0;
  switch (policy) {
    case "random":
      return order.slice(0, n);
    case "disagreement":
      return order.toSorted((a, b) => by(b) - by(a)).slice(0, n);
    case "alternate": {
      const sorted = order.toSorted((a, b) => by(b) - by(a));
      return Array.from({ length: n }, (_, i) => sorted.at(i % 2 === 0 ? i / 2 : -(i + 1) / 2) ?? 0);
    }
    case "sampler":
      return drawAsTheAppDoes(order, { n, seed: String(rng()), by });
  }
}

function drawAsTheAppDoes(
  order: readonly number[],
  { n, seed, by }: { readonly n: number; readonly seed: string; readonly by: (row: number) => number },
): number[] {
  // Repeats measure the grader, not the evaluators: here every card is a new one.
  const left = new Map(
    order.map((row) => [row, { outputId: OutputId.parse(row + 1), disagreement: by(row) }]),
  );
  const drawn: number[] = [];
  for (let rank = 1; drawn.length < n && left.size > 0; rank++) {
    const next = chooseNext({ ungraded: [...left.values()], graded: [], rank, seed });
    if (!next) break;
    drawn.push(next.outputId - 1);
    left.delete(next.outputId - 1);
  }
  return drawn;
}
