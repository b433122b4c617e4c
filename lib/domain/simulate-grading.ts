import { meanOf, percentile, type Fit } from "./cross-validation";
import { alignment } from "./alignment";
import { tally } from "./confusion";
import { gradeDealer, type SimulatedPolicy } from "./draw-grades";
import type { Label } from "./grade";
import type { Interval } from "./intervals";
import { hash32, mulberry32, type Rng } from "./rng";
import type { SetGoal } from "./select-set";
import { chooseSet, honestSet, setStopRule, type SetRows } from "./honest-set";

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
  return grades.map((n) => {
    const rng = mulberry32(hash32(`${simulation.seed}:${n}`));
    const deal = gradeDealer(simulation, { n, rng });
    const runs = Array.from({ length: simulation.draws }, () => simulateOnce(simulation, deal().rows, rng));
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

const labelOf = (labels: readonly Label[], row: number): Label => {
  const label = labels[row];
  if (!label) throw new Error(`row ${row} has no label`);
  return label;
};
