import { nestedEstimate, type Fit, type NestedEstimate } from "./cross-validation";
import type { Label } from "./grade";
import { rateIntervals, type RateIntervals } from "./rate-intervals";
import { mulberry32, type Rng } from "./rng";
import type { SetBoard } from "./search-sets";
import { figuresOfSet, selectSet, setBoard, type SetGoal, type SetSelection } from "./select-set";
import { stopRule, type StopRule } from "./stop-rule";
import { winnerChance } from "./winner-chance";

/** Graded rows, and which candidate fails which of them; one that did not answer passes. */
export type SetRows = {
  readonly labels: readonly Label[];
  readonly candidates: number;
  readonly fails: (candidate: number, row: number) => boolean;
};

const SEED = 42;
/** Steps of the search in one fold, where a good set will do and need not be proven the best. */
const FOLD_STEPS = 3_000;
/** So many other sets are held against the chosen one. */
const RIVALS = 11;

/** The set that is chosen on some of the rows: the best under the limits, else the nearest within the FFR limit. */
export function chooseSet(
  { labels, candidates, fails }: SetRows,
  goal: SetGoal,
  training: readonly number[],
): readonly number[] {
  const board = setBoard(
    training.map((row) => labels[row] ?? null),
    candidates,
    (candidate, i) => fails(candidate, training[i] ?? -1),
  );
  return membersOf(selectSet(board, goal));
}

/** The same, as a fold chooses and judges. */
const fitSet =
  (rows: SetRows, goal: SetGoal): Fit =>
  (training) => {
    const members = chooseSet(rows, goal, training);
    return (row) => (members.some((candidate) => rows.fails(candidate, row)) ? "fail" : "pass");
  };

const membersOf = (selection: SetSelection): readonly number[] =>
  selection.feasible ? selection.members : (selection.nearest.mostCoverage?.members ?? []);

/** What choosing a set so achieves on rows that did not choose it; null with fewer than two rows of a class. */
export const honestSet = (rows: SetRows, goal: SetGoal, rng: Rng = mulberry32(SEED)): NestedEstimate | null =>
  nestedEstimate(rows.labels, fitSet(rows, { ...goal, steps: FOLD_STEPS }), { rng });

/** 95 % intervals of a set's figures on these rows. */
export function setIntervals(
  { labels, candidates, fails }: SetRows,
  members: readonly number[],
): RateIntervals {
  const { coverage, falseFailureRate } = figuresOfSet(setBoard(labels, candidates, fails), members);
  return rateIntervals(coverage, falseFailureRate);
}

/** Whether these rows are grades enough for the chosen set, held against the sets next to it. */
export function setStopRule(
  { labels, candidates, fails }: SetRows,
  goal: SetGoal,
  { members, resamples }: { readonly members: readonly number[]; readonly resamples?: number },
): StopRule {
  const board = setBoard(labels, candidates, fails);
  const { coverage, falseFailureRate } = figuresOfSet(board, members);
  const kinds = [members, ...rivalSets(board, members, goal)].map((set) =>
    labels.map((_, row) => (set.some((candidate) => fails(candidate, row)) ? "fail" : "pass")),
  );
  const winner = winnerChance({ labels, selected: 0, kinds }, resamples);
  const { good, bad } = board;
  return stopRule({ good, bad, coverage, falseFailureRate, winner, gradesSinceEdit: null });
}

/** Sets that differ from the chosen one in one member added, left out or changed, the best first. */
function rivalSets(board: SetBoard, members: readonly number[], goal: SetGoal): (readonly number[])[] {
  const others = board.candidates.flatMap((_, i) =>
    members.includes(i) || goal.banned?.includes(i) === true ? [] : [i],
  );
  const free = members.filter((member) => goal.pinned?.includes(member) !== true);
  const without = free.map((left) => members.filter((member) => member !== left));
  const changed = without.flatMap((rest) => others.map((other) => [...rest, other]));
  const larger = others.map((other) => [...members, other]);
  return [...without, ...changed, ...larger]
    .filter((set) => set.length > 0 && set.length <= (goal.maxAssertions ?? Infinity))
    .map((set) => ({ set, alignment: figuresOfSet(board, set).alignment ?? 0 }))
    .toSorted((a, b) => b.alignment - a.alignment)
    .slice(0, RIVALS)
    .map(({ set }) => set);
}
