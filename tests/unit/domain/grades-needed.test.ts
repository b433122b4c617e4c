import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confidenceSequence, hitsToProve, sampleForHalfWidth, sprt } from "@/lib/domain/grades-needed";
import { wilson } from "@/lib/domain/intervals";
import { ratio } from "@/lib/domain/ratio";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { allNear, near } from "@/tests/support/near";

describe("how many grades", () => {
  it.each(Object.entries(oracle.S_n_wilson_halfwidth))("%s", (key, expected) => {
    const [rate = 0, halfWidth = 0] = key.split("_").map((part) => Number(part.slice(1)));
    expect(sampleForHalfWidth(rate, halfWidth)).toBe(expected);
  });

  it("without a miss prove a rate", () => {
    const expected = oracle.S_n_needed;
    expect(hitsToProve(0.8)).toBe(expected["zero_miss_cp_lower_0.8_onesided"]);
    expect(hitsToProve(0.9)).toBe(expected["zero_miss_0.9"]);
    expect(hitsToProve(0.95)).toBe(expected["zero_miss_0.95"]);
  });
});

describe("the anytime-valid sequence", () => {
  it("has the reference values, wider than Wilson's", () => {
    const expected = oracle.S_cs;
    allNear(confidenceSequence(ratio(17, 20)), expected["17of20"]);
    allNear(confidenceSequence(ratio(43, 50)), expected["43of50"]);
    allNear(confidenceSequence(ratio(86, 100)), expected["86of100"]);
    allNear(confidenceSequence(ratio(20, 20)), expected["20of20"]);
    allNear(confidenceSequence(ratio(0, 10)), expected["0of10"]);
    allNear(wilson(ratio(17, 20)), expected.wilson_17of20);
  });

  it("holds the observed rate, contains Wilson's interval, and says nothing of nothing", () => {
    expect(confidenceSequence(ratio(0, 0))).toBeNull();
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (of, share) => {
          const sample = ratio(Math.round(share * of), of);
          const [low, high] = confidenceSequence(sample) ?? [NaN, NaN];
          const rate = sample.count / of;
          expect(low >= 0 && low <= rate && rate <= high && high <= 1).toBe(true);
        },
      ),
    );
  });
});

describe("Wald's sequential test", () => {
  it("takes the reference path and stops where it does", () => {
    const expected = oracle.S_sprt;
    const found = sprt(
      expected.seq.map((hit) => hit === 1),
      { low: expected.p0, high: expected.p1, alpha: expected.alpha, beta: expected.beta },
    );
    near(found.upper, expected.A);
    near(found.lower, -expected.A);
    allNear(found.path, expected.llr);
    near(found.path[0], expected.inc_success);
    near((found.path[3] ?? 0) - (found.path[2] ?? 0), expected.inc_fail);
    expect([found.stopAt, found.decision]).toEqual([expected.stop_at, "higher"]);
  });

  it("decides for the lower rate after a run of misses, and for neither at first", () => {
    const misses = sprt(Array<boolean>(5).fill(false), { low: 0.7, high: 0.9 });
    expect([misses.stopAt, misses.decision]).toEqual([2, "lower"]);
    expect(sprt([true], { low: 0.7, high: 0.9 })).toMatchObject({ stopAt: null, decision: null });
  });
});
