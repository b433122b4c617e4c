import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { harmonicMean } from "@/lib/domain/alignment";
import { bitsWhere } from "@/lib/domain/bits";
import { figuresOfSet, selectSet, setBoard } from "@/lib/domain/select-set";
import type { SetBoard } from "@/lib/domain/search-sets";
import oracle from "@/tests/fixtures/oracles/statistics.json";

const { H, M, ...spade } = oracle.SEL_spade;
const names = Object.keys(M);
const columns = Object.values(M);
const board = setBoard(
  H.map((h) => (h === 1 ? "good" : "bad")),
  names.length,
  (candidate, row) => columns[candidate]?.[row] === 0,
);
const indices = (...wanted: string[]) => wanted.map((name) => names.indexOf(name));
const value = ({ count, of }: { count: number; of: number }) => count / of;

describe("a set of assertions (SPADE reference)", () => {
  it("has the reference rates, alone and together", () => {
    for (const [i, name] of names.entries()) {
      const figures = figuresOfSet(board, [i]);
      expect([name, value(figures.coverage)]).toEqual([
        name,
        Object.entries(spade.single_cov).find(([key]) => key === name)?.[1],
      ]);
      expect(value(figures.falseFailureRate)).toBeCloseTo(
        Object.entries(spade.single_ffr).find(([key]) => key === name)?.[1] ?? NaN,
        5,
      );
    }
    const all = figuresOfSet(
      board,
      names.map((_, i) => i),
    );
    expect([value(all.coverage), value(all.falseFailureRate)]).toEqual([1, 5 / 6]);
    const three = figuresOfSet(board, indices("f1", "f2", "f3"));
    expect([value(three.coverage), value(three.falseFailureRate)]).toEqual([1, 1 / 3]);
  });

  it("finds a smallest set within the limits", () => {
    const found = selectSet(board, { objective: "fewest", minCoverage: 0.75, maxFfr: 0.2 });
    if (!found.feasible) throw new Error("nothing found");
    expect(found.proven).toBe(true);
    expect(spade["alpha.75_tau.2"].map(([set]) => set)).toContainEqual(found.members.map((i) => names[i]));
    expect([value(found.coverage), found.bound]).toEqual([0.75, 2]);
  });

  it("reports limits that nothing meets, with the nearest that something does, and rounds none", () => {
    const found = selectSet(board, { objective: "fewest", minCoverage: 1, maxFfr: 0.25 });
    if (found.feasible) throw new Error("found what is not there");
    expect(found.proven).toBe(true);
    expect(found.nearest.mostCoverage?.coverage).toEqual({ count: 3, of: 4 });
    expect(found.nearest.leastFfr?.falseFailureRate).toEqual({ count: 2, of: 6 });
  });

  it("keeps pinned members and leaves banned ones out", () => {
    const pinned = selectSet(board, { objective: "alignment", pinned: indices("f4") });
    expect(pinned.feasible && pinned.members).toContain(names.indexOf("f4"));
    const banned = selectSet(board, {
      objective: "fewest",
      minCoverage: 0.75,
      maxFfr: 0.2,
      banned: indices("f1"),
    });
    expect(banned.feasible && banned.members).toEqual(indices("f5", "f6"));
  });
});

/** Every subset, the slow and certain way. */
function bruteForce({ good, bad, candidates }: SetBoard, size: number) {
  const sets = Array.from({ length: 2 ** candidates.length - 1 }, (_, i) => i + 1)
    .map((mask) => candidates.flatMap((_, i) => ((mask >> i) & 1 ? [i] : [])))
    .filter((members) => members.length <= size);
  return sets.map((members) => {
    const { coverage, falseFailureRate } = figuresOfSet({ good, bad, candidates }, members);
    return { members, covered: value(coverage), ffr: value(falseFailureRate) };
  });
}

const anyBoard = fc
  .record({
    good: fc.integer({ min: 1, max: 9 }),
    bad: fc.integer({ min: 1, max: 9 }),
    masks: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 511 }),
        fc.integer({ min: 0, max: 511 }).map((a) => a & (a >> 1)),
      ),
      { minLength: 1, maxLength: 7 },
    ),
  })
  .map(({ good, bad, masks }): SetBoard => ({
    good,
    bad,
    candidates: masks.map(([catches, alarms]) => ({
      catches: bitsWhere(bad, (row) => ((catches >> row) & 1) === 1),
      alarms: bitsWhere(good, (row) => ((alarms >> row) & 1) === 1),
    })),
  }));
const anyShare = fc.constantFrom(0, 0.1, 0.2, 0.34, 0.5, 0.75, 0.9, 1);
const anySize = fc.integer({ min: 1, max: 7 });

describe("the search agrees with looking at every set", () => {
  const EPS = 1e-9;
  it("for alignment", () => {
    fc.assert(
      fc.property(anyBoard, anySize, anyShare, (given, size, maxFfr) => {
        const sets = bruteForce(given, size).filter(({ ffr, covered }) => ffr <= maxFfr + EPS && covered > 0);
        const best = Math.max(0, ...sets.map(({ covered, ffr }) => harmonicMean(covered, 1 - ffr)));
        const found = selectSet(given, { objective: "alignment", maxAssertions: size, maxFfr });
        if (sets.length === 0) expect(found.feasible).toBe(false);
        else expect(found.feasible && found.proven && found.alignment).toBeCloseTo(best, 9);
      }),
      { numRuns: 400 },
    );
  });

  it("for coverage, with the fewest false failures among the best", () => {
    fc.assert(
      fc.property(anyBoard, anySize, anyShare, (given, size, maxFfr) => {
        const sets = bruteForce(given, size).filter(({ ffr, covered }) => ffr <= maxFfr + EPS && covered > 0);
        const found = selectSet(given, { objective: "coverage", maxAssertions: size, maxFfr });
        if (sets.length === 0) {
          expect(found.feasible).toBe(false);
          return;
        }
        const most = Math.max(...sets.map(({ covered }) => covered));
        const least = Math.min(...sets.filter(({ covered }) => covered === most).map(({ ffr }) => ffr));
        expect(found.feasible && [value(found.coverage), value(found.falseFailureRate)]).toEqual([
          most,
          least,
        ]);
      }),
      { numRuns: 400 },
    );
  });

  it("for the fewest, and for what is nearest when there is none", () => {
    fc.assert(
      fc.property(anyBoard, anyShare, anyShare, (given, minCoverage, maxFfr) => {
        fc.pre(minCoverage > 0);
        const all = bruteForce(given, 7).filter(({ covered }) => covered > 0);
        const within = all.filter(({ ffr }) => ffr <= maxFfr + EPS);
        const fitting = within.filter(({ covered }) => covered >= minCoverage - EPS);
        const found = selectSet(given, { objective: "fewest", minCoverage, maxFfr });
        if (fitting.length > 0) {
          expect(found.feasible && found.members.length).toBe(
            Math.min(...fitting.map(({ members }) => members.length)),
          );
          expect(found.feasible && [found.proven, value(found.coverage) >= minCoverage - EPS]).toEqual([
            true,
            true,
          ]);
          return;
        }
        if (found.feasible) throw new Error("found what is not there");
        const covering = all.filter(({ covered }) => covered >= minCoverage - EPS);
        const { mostCoverage, leastFfr } = found.nearest;
        expect(mostCoverage ? value(mostCoverage.coverage) : 0).toBe(
          Math.max(0, ...within.map(({ covered }) => covered)),
        );
        expect(leastFfr ? value(leastFfr.falseFailureRate) : Infinity).toBe(
          Math.min(Infinity, ...covering.map(({ ffr }) => ffr)),
        );
      }),
      { numRuns: 400 },
    );
  });

  it("says when it gave up, and never claims less than there is", () => {
    fc.assert(
      fc.property(anyBoard, (given) => {
        const rushed = selectSet(given, { objective: "alignment", steps: 1 });
        const full = selectSet(given, { objective: "alignment" });
        if (!rushed.feasible || !full.feasible) return;
        expect(rushed.bound ?? 0).toBeGreaterThanOrEqual((full.alignment ?? 0) - EPS);
        if (rushed.proven) expect(rushed.alignment).toBeCloseTo(full.alignment ?? NaN, 9);
      }),
      { numRuns: 300 },
    );
  });
});
