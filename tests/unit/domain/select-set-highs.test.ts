import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { harmonicMean } from "@/lib/domain/alignment";
import { bitsWhere } from "@/lib/domain/bits";
import { mulberry32 } from "@/lib/domain/rng";
import type { SetBoard } from "@/lib/domain/search-sets";
import { selectSet } from "@/lib/domain/select-set";
import { highsSolver } from "@/tests/support/solve-with-highs";

let highs: Awaited<ReturnType<typeof highsSolver>>;
beforeAll(async () => {
  highs = await highsSolver();
});

type Shape = {
  readonly seed: number;
  readonly candidates: number;
  readonly good: number;
  readonly bad: number;
};

/** Candidates of different skill on rows of different difficulty. */
function randomBoard({ seed, candidates, good, bad }: Shape): SetBoard {
  const rng = mulberry32(seed);
  return {
    good,
    bad,
    candidates: Array.from({ length: candidates }, () => {
      const [catches, alarms] = [0.5 * rng(), 0.15 * rng()];
      return {
        catches: bitsWhere(bad, () => rng() < catches),
        alarms: bitsWhere(good, () => rng() < alarms),
      };
    }),
  };
}

const anyShape = fc.record({
  seed: fc.nat(),
  candidates: fc.integer({ min: 1, max: 25 }),
  good: fc.integer({ min: 1, max: 25 }),
  bad: fc.integer({ min: 1, max: 25 }),
});
const anyLimit = fc.constantFrom(0, 0.1, 0.2, 0.4, 1);

describe("our search and HiGHS agree on random instances", () => {
  it("about the most coverage within an FFR limit", () => {
    fc.assert(
      fc.property(anyShape, anyLimit, fc.integer({ min: 1, max: 4 }), (shape, maxFfr, maxAssertions) => {
        const board = randomBoard(shape);
        const ours = selectSet(board, { objective: "coverage", maxFfr, maxAssertions });
        const maxFailed = Math.floor(maxFfr * board.good + 1e-9);
        const theirs = highs.solve(board, { objective: "coverage", maxFailed, maxAssertions });
        expect(ours.proven).toBe(true);
        expect(ours.feasible ? ours.coverage.count : 0).toBe(theirs);
      }),
      { numRuns: 40 },
    );
  });

  it("about the fewest members, and about there being none", () => {
    fc.assert(
      fc.property(anyShape, anyLimit, fc.constantFrom(0.3, 0.6, 0.9, 1), (shape, maxFfr, minCoverage) => {
        const board = randomBoard(shape);
        const ours = selectSet(board, { objective: "fewest", maxFfr, minCoverage });
        const theirs = highs.solve(board, {
          objective: "fewest",
          maxFailed: Math.floor(maxFfr * board.good + 1e-9),
          minCaught: Math.ceil(minCoverage * board.bad - 1e-9),
        });
        expect(ours.proven).toBe(true);
        expect(ours.feasible ? ours.members.length : null).toBe(theirs);
      }),
      { numRuns: 40 },
    );
  });

  it("about the best alignment, as the best over all numbers of failed good rows", () => {
    fc.assert(
      fc.property(anyShape, fc.integer({ min: 1, max: 3 }), (shape, maxAssertions) => {
        const board = randomBoard({ ...shape, good: Math.min(8, shape.good) });
        const ours = selectSet(board, { objective: "alignment", maxAssertions });
        const best = Array.from({ length: board.good + 1 }, (_, maxFailed) => {
          const caught = highs.solve(board, { objective: "coverage", maxFailed, maxAssertions }) ?? 0;
          return harmonicMean(caught / board.bad, 1 - maxFailed / board.good);
        });
        expect(ours.feasible ? ours.alignment : 0).toBeCloseTo(Math.max(...best), 9);
      }),
      { numRuns: 15 },
    );
  });
});
