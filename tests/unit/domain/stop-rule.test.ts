import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ratio } from "@/lib/domain/ratio";
import { stopRule, type StopFacts } from "@/lib/domain/stop-rule";

const winner = { best: 0.9, close: 0.95, strongestRival: 1, rivalBetter: 0.1, factor: 1 };
const enough: StopFacts = {
  good: 40,
  bad: 30,
  coverage: ratio(26, 30),
  falseFailureRate: ratio(2, 40),
  winner,
  gradesSinceEdit: null,
};

describe("the stop rule", () => {
  it("is reached when every condition holds", () => {
    expect(stopRule(enough)).toMatchObject({ isReached: true, more: 0 });
  });

  it("says that bad grades are missing, and how many grades that takes at their share", () => {
    // 3 more bad of which 6 of 31 were seen: 3 · 33 / 6 = 16.5.
    const found = stopRule({ ...enough, good: 26, bad: 5 });
    expect(found.grades).toEqual({ isMet: false, missingGood: 0, missingBad: 3, more: 17 });
    expect(found.isReached).toBe(false);
  });

  it("names the interval that is too wide, and the grades until it is not", () => {
    const found = stopRule({ ...enough, bad: 10, coverage: ratio(8, 10) });
    expect(found.precision.isMet).toBe(false);
    expect(found.precision.coverageHalfWidth).toBeGreaterThan(0.15);
    // A coverage of .8 needs 26 bad outputs: 16 more, of which one in 52/11 grades is one.
    expect(found.precision.more).toBe(Math.ceil((16 * 52) / 11));
  });

  it("names an undecided winner and predicts by how many times the grades", () => {
    const found = stopRule({ ...enough, winner: { ...winner, close: 0.6, factor: 1.5 } });
    expect(found.winner).toEqual({ isMet: false, chance: 0.6, more: 35 });
    expect(stopRule({ ...enough, winner: { ...winner, close: 0.6, factor: null } }).more).toBeNull();
  });

  it("waits five grades after the wording changed", () => {
    expect(stopRule({ ...enough, gradesSinceEdit: 2 }).settled).toEqual({
      isMet: false,
      more: 3,
      gradesSinceEdit: 2,
    });
    expect(stopRule({ ...enough, gradesSinceEdit: 5 }).isReached).toBe(true);
  });

  it("is not measured, rather than met, where nothing is selected", () => {
    const found = stopRule({
      ...enough,
      coverage: ratio(0, 0),
      falseFailureRate: ratio(0, 0),
      winner: null,
    });
    expect(found.precision).toMatchObject({ isMet: false, more: null, coverageHalfWidth: null });
    expect(found.winner).toEqual({ isMet: false, more: null, chance: null });
    expect(found.more).toBeNull();
  });

  it("never asks for grades when it is reached, nor stops while something is missing", () => {
    const facts = fc.record({
      good: fc.nat(80),
      bad: fc.nat(80),
      caught: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(facts, fc.option(fc.nat(9)), ({ good, bad, caught }, gradesSinceEdit) => {
        const found = stopRule({
          good,
          bad,
          coverage: ratio(Math.round(caught * bad), bad),
          falseFailureRate: ratio(0, good),
          winner,
          gradesSinceEdit,
        });
        const parts = [found.grades, found.precision, found.winner, found.settled];
        expect(found.isReached).toBe(parts.every(({ isMet }) => isMet));
        for (const { isMet, more } of parts) expect(isMet).toBe(more === 0);
      }),
    );
  });
});
