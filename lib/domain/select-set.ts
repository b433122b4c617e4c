import { harmonicMean } from "./alignment";
import { bitsWhere, countBits, hasBit } from "./bits";
import type { Label } from "./grade";
import { ratio, valueOf, type Ratio } from "./ratio";
import {
  searchSets,
  withoutDominated,
  type Found,
  type FoundSet,
  type Search,
  type SetBoard,
} from "./search-sets";

import { GroupRules, type SetGroup } from "./set-groups";

/** What the set is chosen for; ties go to fewer false failures, then to fewer members. */
export type SetObjective = "alignment" | "coverage" | "fewest";

export type SetGoal = {
  readonly objective: SetObjective;
  /** At most so many members. */
  readonly maxAssertions?: number;
  /** The share of good rows that the set may fail, in [0, 1]. */
  readonly maxFfr?: number;
  /** The share of bad rows that the set must fail, in [0, 1]. */
  readonly minCoverage?: number;
  /** Candidates that are in every set, and that are in none; by index. */
  readonly pinned?: readonly number[];
  readonly banned?: readonly number[];
  /** The criteria of the candidates, with their own limits and whether the set must have a member of them. */
  readonly groups?: readonly SetGroup[];
  /** Steps of the search; the default is reached after some seconds. */
  readonly steps?: number;
};

export type SetFigures = {
  /** Indices, in order. */
  readonly members: readonly number[];
  readonly coverage: Ratio;
  readonly falseFailureRate: Ratio;
  /** Null until both a good and a bad row are graded. */
  readonly alignment: number | null;
};

export type SetSelection =
  | (SetFigures & {
      readonly feasible: true;
      /** Whether no other set is better. */
      readonly proven: boolean;
      /** The objective of the best set that might still exist: equal to this one's where proven. */
      readonly bound: number | null;
    })
  | {
      readonly feasible: false;
      readonly proven: boolean;
      /** The highest coverage within the FFR limit, and the lowest FFR with the coverage: how far the limits are off. */
      readonly nearest: { readonly mostCoverage: SetFigures | null; readonly leastFfr: SetFigures | null };
    };

const STEPS = 150_000;
/** A limit of 20 % allows exactly 20 %, whatever the division says in its last digit. */
const SLACK = 1e-9;

/** Bits of the candidates from labels and verdicts; a row counts when it is graded. */
export function setBoard(
  labels: readonly (Label | null)[],
  candidates: number,
  fails: (candidate: number, row: number) => boolean,
): SetBoard {
  const rowsOf = (label: Label) => labels.flatMap((given, row) => (given === label ? [row] : []));
  const [good, bad] = [rowsOf("good"), rowsOf("bad")];
  const bitsOf = (rows: readonly number[], candidate: number) =>
    bitsWhere(rows.length, (i) => fails(candidate, rows[i] ?? -1));
  return {
    good: good.length,
    bad: bad.length,
    candidates: Array.from({ length: candidates }, (_, i) => ({
      catches: bitsOf(bad, i),
      alarms: bitsOf(good, i),
    })),
  };
}

/** The figures of one set. */
export function figuresOfSet(board: SetBoard, members: readonly number[]): SetFigures {
  const union = (part: "catches" | "alarms", size: number) =>
    countBits(
      bitsWhere(size, (row) =>
        members.some((i) => {
          const bits = board.candidates[i]?.[part];
          return bits !== undefined && hasBit(bits, row);
        }),
      ),
    );
  return toFigures(board, {
    members,
    caught: union("catches", board.bad),
    failed: union("alarms", board.good),
  });
}

function toFigures(board: SetBoard, { members, caught, failed }: FoundSet): SetFigures {
  const [coverage, falseFailureRate] = [ratio(caught, board.bad), ratio(failed, board.good)];
  const [covered, wronglyFailed] = [valueOf(coverage), valueOf(falseFailureRate)];
  return {
    members: members.toSorted((a, b) => a - b),
    coverage,
    falseFailureRate,
    alignment: covered === null || wronglyFailed === null ? null : harmonicMean(covered, 1 - wronglyFailed),
  };
}

/**
 * The best set under the limits: a proven optimum of the objective, or the best found within the steps together with
 * how good another might be. With limits that no set meets, the nearest ones that some set does.
 */
export function selectSet(board: SetBoard, goal: SetGoal): SetSelection {
  const plan = planOf(board, goal);
  const found =
    goal.objective === "fewest"
      ? fewest(plan)
      : searchSets({ ...plan.base, needed: plan.needed, isEnough: false });
  if (found.best === null) return infeasible(board, plan, found.proven);
  const figures = toFigures(board, withoutIdle(board, found.best, { goal, rules: plan.base.rules }));
  return {
    feasible: true,
    ...figures,
    proven: found.proven,
    bound: boundOf(board, goal.objective, { found, figures }),
  };
}

type Plan = {
  readonly base: Omit<Search, "needed" | "isEnough">;
  readonly needed: Search["needed"];
  readonly minCaught: number;
};

function planOf(board: SetBoard, goal: SetGoal): Plan {
  const { pinned = [], banned = [], maxFfr = 1, minCoverage = 0 } = goal;
  const allowed = board.candidates.map((_, i) => i).filter((i) => !banned.includes(i) && !pinned.includes(i));
  const rules = new GroupRules(goal.groups ?? []);
  const minCaught = Math.ceil(minCoverage * board.bad - SLACK);
  return {
    minCaught,
    base: {
      board,
      rules,
      open: withoutDominated(board, allowed, rules),
      pinned,
      size: Math.min(goal.maxAssertions ?? Infinity, board.candidates.length),
      maxFailed: Math.floor(maxFfr * board.good + SLACK),
      budget: { steps: goal.steps ?? STEPS },
    },
    needed: goal.objective === "alignment" ? betterAlignment(board, minCaught) : moreCaught(minCaught),
  };
}

/** More bad rows caught than the best, or as many with fewer good ones failed, or those with fewer members. */
const moreCaught =
  (minCaught: number): Search["needed"] =>
  (failed, best, size) => {
    if (best === null) return minCaught;
    const isTieBetter = failed < best.failed || (failed === best.failed && size < best.members.length);
    return Math.max(minCaught, isTieBetter ? best.caught : best.caught + 1);
  };

/** As many bad rows as lift the harmonic mean above the best one's at this share of good rows kept. */
const betterAlignment =
  (board: SetBoard, minCaught: number): Search["needed"] =>
  (failed, best, size) => {
    if (best === null) return minCaught;
    const kept = board.good === 0 ? 0 : 1 - failed / board.good;
    const target = harmonicMean(
      board.bad === 0 ? 0 : best.caught / board.bad,
      1 - best.failed / Math.max(1, board.good),
    );
    if (target === 0) return Math.max(minCaught, 1);
    if (2 * kept <= target) return Infinity;
    const needed = (target * kept * board.bad) / (2 * kept - target);
    if (failed === best.failed)
      return Math.max(minCaught, best.caught + (size < best.members.length ? 0 : 1));
    return Math.max(minCaught, Math.floor(needed + SLACK) + 1);
  };

/** The smallest set with enough coverage: sizes are tried in order, each proven impossible before the next. */
function fewest(plan: Plan): Found & { readonly atLeast?: number } {
  const { base, minCaught } = plan;
  const enough: Search["needed"] = () => minCaught;
  // Is there any? The largest size answers at once where limits are wide, and gives a set to fall back on.
  const any = searchSets({ ...base, needed: enough, isEnough: true });
  if (any.best === null) return any;
  let fallback = any.best;
  for (let size = Math.max(1, base.pinned.length); size < fallback.members.length; size++) {
    const found = searchSets({ ...base, size, needed: enough, isEnough: true });
    if (found.best !== null) {
      fallback = found.best;
      break;
    }
    if (!found.proven) return { best: fallback, proven: false, open: [], atLeast: size };
  }
  return { best: fallback, proven: true, open: [] };
}

function infeasible(board: SetBoard, plan: Plan, proven: boolean): SetSelection {
  const fresh = { ...plan.base, isEnough: false };
  const most = searchSets({ ...fresh, budget: { steps: STEPS }, needed: moreCaught(0) });
  const least = searchSets({
    ...fresh,
    budget: { steps: STEPS },
    maxFailed: board.good,
    needed: (failed, best) => (best !== null && failed >= best.failed ? Infinity : plan.minCaught),
  });
  return {
    feasible: false,
    proven,
    nearest: {
      mostCoverage: most.best && toFigures(board, most.best),
      leastFfr: least.best && toFigures(board, least.best),
    },
  };
}

/** Without members that change neither coverage nor FFR, and that no criterion requires. */
function withoutIdle(
  board: SetBoard,
  set: FoundSet,
  { goal: { pinned = [] }, rules }: { readonly goal: SetGoal; readonly rules: GroupRules },
): FoundSet {
  let members = set.members;
  for (const index of set.members.toReversed()) {
    const rest = members.filter((member) => member !== index);
    if (pinned.includes(index) || rest.length === 0 || rules.stateOf(rest).missing.length > 0) continue;
    const { coverage, falseFailureRate } = figuresOfSet(board, rest);
    if (coverage.count >= set.caught && falseFailureRate.count <= set.failed) members = rest;
  }
  return { ...set, members };
}

function boundOf(
  board: SetBoard,
  objective: SetObjective,
  { found, figures }: { readonly found: Found & { readonly atLeast?: number }; readonly figures: SetFigures },
): number | null {
  switch (objective) {
    case "fewest":
      return found.atLeast ?? figures.members.length;
    case "coverage":
      return Math.max(valueOf(figures.coverage) ?? 0, ...found.open.map(({ caught }) => caught / board.bad));
    case "alignment":
      return Math.max(
        figures.alignment ?? 0,
        ...found.open.map(({ caught, failed }) => harmonicMean(caught / board.bad, 1 - failed / board.good)),
      );
  }
}
