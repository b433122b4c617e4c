import { performance } from "node:perf_hooks";
import { honestSet, setStopRule, type SetRows } from "@/lib/domain/honest-set";
import { mulberry32 } from "@/lib/domain/rng";
import type { SetBoard } from "@/lib/domain/search-sets";
import { selectSet, setBoard, type SetGoal } from "@/lib/domain/select-set";
import { highsSolver, type Model } from "@/tests/support/solve-with-highs";
import type { BenchRow } from "./bench-row";

type Shape = {
  readonly candidates: number;
  readonly good: number;
  readonly bad: number;
  readonly seed: number;
};

/** Candidates of different skill on rows of different difficulty, as real assertions of one criterion are. */
function rowsOf({ candidates, good, bad, seed }: Shape): SetRows {
  const rng = mulberry32(seed);
  const hardness = Array.from({ length: good + bad }, () => rng());
  const failed = Array.from({ length: candidates }, () => {
    const [catches, alarms] = [0.05 + 0.35 * rng(), 0.06 * rng()];
    return hardness.map((hard, row) => rng() < (row < good ? alarms * 2 * hard : catches * 2 * (1 - hard)));
  });
  return {
    labels: hardness.map((_, row) => (row < good ? "good" : "bad")),
    candidates,
    fails: (candidate, row) => failed[candidate]?.[row] === true,
  };
}

const boardOf = ({ labels, candidates, fails }: SetRows): SetBoard => setBoard(labels, candidates, fails);

/** Seconds of the slowest of several instances, and whether each was solved. */
function slowest(instances: readonly SetBoard[], solve: (board: SetBoard) => boolean) {
  let seconds = 0;
  let isSolved = true;
  for (const board of instances) {
    const start = performance.now();
    isSolved = solve(board) && isSolved;
    seconds = Math.max(seconds, (performance.now() - start) / 1000);
  }
  return { seconds, isSolved };
}

const SEEDS = [1, 2, 3, 4, 5];

export async function run(): Promise<readonly BenchRow[]> {
  const highs = await highsSolver();
  const many = SEEDS.map((seed) => boardOf(rowsOf({ candidates: 300, good: 450, bad: 150, seed })));
  const few = SEEDS.map((seed) => rowsOf({ candidates: 65, good: 600, bad: 238, seed }));
  const compare = (
    name: string,
    boards: readonly SetBoard[],
    {
      goal,
      model,
      limit,
    }: { readonly goal: SetGoal; readonly model: (board: SetBoard) => Model; readonly limit: number },
  ): BenchRow => {
    const ours = slowest(boards, (board) => selectSet(board, goal).proven);
    // One instance is enough to see which is faster, and takes long enough.
    const theirs = slowest(boards.slice(0, 1), (board) => highs.solve(board, model(board)) !== null);
    return {
      name,
      ours: ours.seconds,
      baseline: theirs.seconds,
      unit: "s",
      ratio: theirs.seconds / ours.seconds,
      goal: `proven in under ${limit} s each`,
      met: ours.isSolved && ours.seconds < limit,
    };
  };
  return [
    compare("fewest of 300 candidates on 600 outputs, coverage ≥ 0.8, FFR ≤ 0.2; beside HiGHS", many, {
      goal: { objective: "fewest", minCoverage: 0.8, maxFfr: 0.2 },
      model: (board) => ({
        objective: "fewest",
        minCaught: Math.ceil(0.8 * board.bad),
        maxFailed: Math.floor(0.2 * board.good),
      }),
      limit: 1,
    }),
    compare(
      "most coverage of ≤ 3 of 65 candidates on 838 outputs, FFR ≤ 0.1; beside HiGHS",
      few.map(boardOf),
      {
        goal: { objective: "coverage", maxAssertions: 3, maxFfr: 0.1 },
        model: (board) => ({
          objective: "coverage",
          maxAssertions: 3,
          maxFailed: Math.floor(0.1 * board.good),
        }),
        limit: 2,
      },
    ),
    selectCommand(few),
  ];
}

/** What `touchstone select --max-assertions 3` computes: the set, its honest estimate and the stop rule. */
function selectCommand(instances: readonly SetRows[]): BenchRow {
  const goal: SetGoal = { objective: "alignment", maxAssertions: 3 };
  let [seconds, isProven] = [0, true];
  for (const rows of instances) {
    const start = performance.now();
    const found = selectSet(boardOf(rows), goal);
    honestSet(rows, goal);
    setStopRule(rows, goal, { members: found.feasible ? found.members : [] });
    isProven &&= found.proven;
    seconds = Math.max(seconds, (performance.now() - start) / 1000);
  }
  return {
    name: "best alignment of ≤ 3 of 65 candidates on 838 outputs, with honest estimate and stop rule",
    ours: seconds,
    baseline: null,
    unit: "s",
    ratio: null,
    goal: "proven in under 2 s each",
    met: isProven && seconds < 2,
  };
}
