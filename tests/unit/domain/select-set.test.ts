import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { harmonicMean } from "@/lib/domain/alignment";
import { bitsWhere, hasBit } from "@/lib/domain/bits";
import { figuresOfSet, selectSet, setBoard } from "@/lib/domain/select-set";
import type { SetBoard } from "@/lib/domain/search-sets";
import type { SetGroup } from "@/lib/domain/set-groups";
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

/** Every candidate in one of two groups or in none, with limits and failures of its own. */
const anyGroups = fc
  .record({
    groupOf: fc.array(fc.constantFrom(0, 1, null), { minLength: 7, maxLength: 7 }),
    masks: fc.array(fc.integer({ min: 0, max: 63 }), { minLength: 7, maxLength: 7 }),
    limits: fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })),
    required: fc.tuple(fc.boolean(), fc.boolean()),
  })
  .map(
    ({ groupOf, masks, limits, required }) =>
      (candidates: number): SetGroup[] =>
        ([0, 1] as const).map((group) => {
          const members = groupOf.flatMap((of, i) => (of === group && i < candidates ? [i] : []));
          return {
            members,
            good: 6,
            alarms: members.map((i) => bitsWhere(6, (row) => (((masks[i] ?? 0) >> row) & 1) === 1)),
            maxFailed: limits[group],
            isRequired: required[group],
          };
        }),
  );

/** The slow and certain way: how many rows of its own criterion the members of a group fail, and whether one is there. */
const meets =
  (groups: readonly SetGroup[]) =>
  ({ members }: { members: readonly number[] }) =>
    groups.every((group) => {
      const own = group.members.flatMap((index, i) => (members.includes(index) ? [group.alarms[i]] : []));
      const failed = Array.from({ length: group.good }, (_, row) =>
        own.some((bits) => bits !== undefined && hasBit(bits, row)),
      ).filter(Boolean).length;
      return failed <= group.maxFailed && (!group.isRequired || own.length > 0);
    });

describe("the limits of each criterion and those that must be there", () => {
  it("hold in the best set, and no set within them is better", () => {
    fc.assert(
      fc.property(anyBoard, anyGroups, anySize, (given, groupsOf, size) => {
        const groups = groupsOf(given.candidates.length);
        const sets = bruteForce(given, size).filter(meets(groups));
        const found = selectSet(given, { objective: "alignment", maxAssertions: size, groups });
        const best = Math.max(-1, ...sets.map(({ covered, ffr }) => harmonicMean(covered, 1 - ffr)));
        if (found.feasible) {
          expect(meets(groups)(found)).toBe(true);
          expect(found.proven && found.alignment).toBeCloseTo(best, 9);
        } else expect(sets.filter(({ covered }) => covered > 0)).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });

  it("hold in the smallest set", () => {
    fc.assert(
      fc.property(anyBoard, anyGroups, anyShare, (given, groupsOf, minCoverage) => {
        fc.pre(minCoverage > 0);
        const groups = groupsOf(given.candidates.length);
        const fitting = bruteForce(given, 7)
          .filter(meets(groups))
          .filter(({ covered }) => covered >= minCoverage - 1e-9);
        const found = selectSet(given, { objective: "fewest", minCoverage, groups });
        expect(found.feasible ? found.members.length : Infinity).toBe(
          Math.min(Infinity, ...fitting.map(({ members }) => members.length)),
        );
      }),
      { numRuns: 600 },
    );
  });

  it("never let equals take each other out in a circle", () => {
    // 0 and 2 are of one criterion, where 2 fails less; 1 is of none. Each can stand in for another.
    const all = { catches: bitsWhere(1, () => true), alarms: bitsWhere(1, () => false) };
    const given: SetBoard = { good: 1, bad: 1, candidates: [all, all, all] };
    const alarms = [bitsWhere(1, () => true), bitsWhere(1, () => false)];
    const groups = [{ members: [0, 2], good: 1, alarms, maxFailed: 1, isRequired: false }];
    const found = selectSet(given, { objective: "fewest", minCoverage: 1, groups });
    expect(found).toMatchObject({ feasible: true, proven: true });
    expect(found.feasible && found.members).toHaveLength(1);
  });

  it("take a member that catches nothing where its criterion must be there", () => {
    const bits = (size: number, ...rows: number[]) => bitsWhere(size, (row) => rows.includes(row));
    const given: SetBoard = {
      good: 2,
      bad: 2,
      candidates: [
        { catches: bits(2, 0, 1), alarms: bits(2) },
        { catches: bits(2), alarms: bits(2, 0) },
      ],
    };
    const group = { members: [1], good: 1, alarms: [bits(1)], maxFailed: 0 };
    const chosen = (isRequired: boolean) =>
      selectSet(given, { objective: "alignment", groups: [{ ...group, isRequired }] });
    expect(chosen(false)).toMatchObject({ members: [0], alignment: 1 });
    expect(chosen(true)).toMatchObject({
      members: [0, 1],
      proven: true,
      falseFailureRate: { count: 1, of: 2 },
    });
  });
});
