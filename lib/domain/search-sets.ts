import { addBits, countBits, countNew, countUnion, isWithin, noBits, type Bits } from "./bits";

import type { GroupRules, GroupState } from "./set-groups";

/** What a candidate fails, by label: `catches` over the rows graded bad, `alarms` over those graded good. */
export type SetCandidate = { readonly catches: Bits; readonly alarms: Bits };

/** The rows and candidates of a set selection. Counts of rows. */
export type SetBoard = {
  readonly good: number;
  readonly bad: number;
  readonly candidates: readonly SetCandidate[];
};

/** A set by the indices of its members, with the bad rows that it catches and the good ones that it fails. */
export type FoundSet = {
  readonly members: readonly number[];
  readonly caught: number;
  readonly failed: number;
};

export type Search = {
  readonly board: SetBoard;
  /** Indices that may be chosen, and those that are in every set. */
  readonly open: readonly number[];
  readonly pinned: readonly number[];
  /** At most so many members, pinned ones included. */
  readonly size: number;
  /** At most so many good rows failed. */
  readonly maxFailed: number;
  /** What the criteria of the candidates ask beside that. */
  readonly rules: GroupRules;
  /**
   * How many bad rows a set must catch to be better than `best` when it fails `failed` good ones: it must not fall as
   * `failed` grows. Infinity: no such set is better. Called again after every improvement.
   */
  readonly needed: (failed: number, best: FoundSet | null, size: number) => number;
  /** The first set that is good enough ends the search. */
  readonly isEnough: boolean;
  /** Steps after which the search gives up its proof. */
  readonly budget: { steps: number };
};

export type Found = {
  readonly best: FoundSet | null;
  /** Whether nothing better exists. */
  readonly proven: boolean;
  /** Where not proven: no set that was not looked at catches more rows than this, at no fewer failures than that. */
  readonly open: readonly { readonly caught: number; readonly failed: number }[];
};

type Step = { readonly index: number; readonly gain: number; readonly failed: number };

/**
 * Depth-first branch and bound over sets. The bound: no set can catch more than is caught already plus the largest
 * gains of what may still be added, because gains only shrink as a set grows; and failures only grow. Candidates that
 * cannot take part in any better set are dropped from the whole subtree.
 */
export function searchSets(search: Search): Found {
  const { board, budget, rules } = search;
  let best: FoundSet | null = null;
  let isDone = false;
  const isOver = () => isDone;
  const left: { caught: number; failed: number }[] = [];

  const accept = ({ members, caught, failed, groups }: Place) => {
    if (groups.missing.length > 0) return;
    if (failed > search.maxFailed || caught < search.needed(failed, best, members.length)) return;
    best = { members: [...members], caught, failed };
    isDone = search.isEnough;
  };

  /** What may extend a set, largest gain first; empty when nothing better can come of it. */
  const steps = (open: readonly number[], at: Place, room: number): Step[] => {
    const fitting: Step[] = [];
    for (const index of open) {
      const candidate = board.candidates[index];
      if (!candidate) continue;
      const gain = countNew(at.caughtRows, candidate.catches);
      if (gain === 0 && !rules.isWanted(at.groups, index)) continue;
      if (!rules.fits(at.groups, index)) continue;
      const failed = countUnion(at.failedRows, candidate.alarms);
      if (failed <= search.maxFailed) fitting.push({ index, gain, failed });
    }
    fitting.sort((a, b) => b.gain - a.gain || a.failed - b.failed);
    const companions = sumOfFirst(fitting, room - 1);
    // One of the best companions may be the candidate itself, which only loosens the bound.
    const useful = fitting.filter(
      ({ gain, failed }) =>
        at.caught + gain + companions >= search.needed(failed, best, at.members.length + 1),
    );
    if (room <= 2) return useful;
    const missing = search.needed(at.failed, best, at.members.length + 1) - at.caught;
    return fewestSteps(board, useful, { at, missing }) <= room ? useful : [];
  };

  /** Goes on with each of the steps in turn; what was tried is left out of the later ones. */
  const visit = (open: readonly number[], at: Place): void => {
    budget.steps -= 1;
    const room = search.size - at.members.length;
    if (isOver() || room <= 0 || at.groups.missing.length > room) return;
    const ordered = steps(open, at, room);
    for (const [position, step] of ordered.entries()) {
      if (isOver()) return;
      const most = at.caught + sumOfFirst(ordered, room, position);
      if (most < search.needed(at.failed, best, at.members.length + 1)) return;
      if (budget.steps <= 0) {
        left.push({ caught: Math.min(most, board.bad), failed: at.failed });
        return;
      }
      const next = extend(search, at, step);
      accept(next);
      visit(
        ordered.slice(position + 1).map(({ index }) => index),
        next,
      );
      // Where size is no limit, a set with a candidate that fails nothing more is at least as good as one without.
      const isFree = step.failed === at.failed && rules.isFree(at.groups, step.index);
      if (room >= ordered.length && isFree) return;
    }
  };

  const start = startingPlace(search);
  const isWithin = start.failed <= search.maxFailed && rules.isWithinLimits(start.groups);
  if (isWithin && start.members.length <= search.size) {
    if (start.members.length > 0) accept(start);
    visit(search.open, start);
  }
  return { best, proven: left.length === 0, open: left };
}

type Place = {
  readonly members: readonly number[];
  readonly caughtRows: Bits;
  readonly failedRows: Bits;
  readonly caught: number;
  readonly failed: number;
  readonly groups: GroupState;
};

function startingPlace({ board, pinned, rules }: Search): Place {
  const caughtRows = noBits(board.bad);
  const failedRows = noBits(board.good);
  for (const index of pinned) {
    const candidate = board.candidates[index];
    if (!candidate) throw new Error(`there is no candidate ${index}`);
    addBits(caughtRows, candidate.catches);
    addBits(failedRows, candidate.alarms);
  }
  const [caught, failed] = [countBits(caughtRows), countBits(failedRows)];
  return { members: pinned, caughtRows, failedRows, caught, failed, groups: rules.stateOf(pinned) };
}

function extend({ board, rules }: Search, at: Place, { index, gain, failed }: Step): Place {
  const candidate = board.candidates[index];
  if (!candidate) throw new Error(`there is no candidate ${index}`);
  const caughtRows = at.caughtRows.slice();
  const failedRows = at.failedRows.slice();
  addBits(caughtRows, candidate.catches);
  addBits(failedRows, candidate.alarms);
  const groups = rules.add(at.groups, index);
  return {
    members: [...at.members, index],
    caughtRows,
    failedRows,
    caught: at.caught + gain,
    failed,
    groups,
  };
}

function sumOfFirst(steps: readonly Step[], count: number, from = 0): number {
  let sum = 0;
  for (let i = from; i < Math.min(from + count, steps.length); i++) sum += steps[i]?.gain ?? 0;
  return sum;
}

/**
 * A lower bound of how many members it takes to catch `missing` more rows: a row costs at least 1/gain of the largest
 * gain among those that catch it (a feasible solution of the dual of the covering problem). Infinity: it cannot be.
 */
function fewestSteps(
  board: SetBoard,
  useful: readonly Step[],
  { at, missing }: { readonly at: Place; readonly missing: number },
): number {
  const reached = at.caughtRows.slice();
  let steps = 0;
  let left = missing;
  for (const { index, gain } of useful) {
    if (left <= 0) break;
    const candidate = board.candidates[index];
    if (!candidate) continue;
    const fresh = Math.min(left, countNew(reached, candidate.catches));
    if (fresh === 0) continue;
    addBits(reached, candidate.catches);
    steps += fresh / gain;
    left -= fresh;
  }
  return left > 0 ? Infinity : steps - 1e-9;
}

/**
 * What is left when candidates that no optimum needs are taken out, one after the other: for each, one that is left
 * catches at least as much, fails nothing more and can stand in for it in its group. Of equals the first stays.
 * Against what is left, never against all: standing in is not transitive, and a circle would take out everyone.
 */
export function withoutDominated(board: SetBoard, open: readonly number[], rules: GroupRules): number[] {
  const left = new Set(open);
  const isDominated = (a: number): boolean => {
    const one = board.candidates[a];
    if (!one) return false;
    for (const b of left) {
      const other = board.candidates[b];
      if (a === b || !other || !rules.canReplace(a, b)) continue;
      if (isWithin(one.catches, other.catches) && isWithin(other.alarms, one.alarms)) return true;
    }
    return false;
  };
  for (const index of open.toReversed()) if (isDominated(index)) left.delete(index);
  return [...left];
}
