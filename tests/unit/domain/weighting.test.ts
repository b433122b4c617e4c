import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Label } from "@/lib/domain/grade";
import {
  activeInference,
  hajek,
  horvitzThompson,
  kishSampleSize,
  lureWeights,
  weightedRates,
} from "@/lib/domain/weighting";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { allNear, near } from "@/tests/support/near";

const { HT, ACTIVE, LURE } = oracle;
const drawn = HT.y.map((value, i) => ({ value, inclusionProbability: HT.pi[i] ?? 0 }));

describe("means of unequal draws", () => {
  it("Horvitz–Thompson, Hájek and Kish have the reference values", () => {
    near(horvitzThompson(drawn, HT.N), HT.ht_mean);
    near(hajek(drawn), HT.hajek_mean);
    near(kishSampleSize(drawn), HT.kish_neff);
    expect(hajek([])).toBeNull();
    expect(kishSampleSize([])).toBe(0);
  });

  it("active inference has the reference values", () => {
    let next = 0;
    const items = ACTIVE.f.map((predicted, i) => ({
      predicted,
      observed: ACTIVE.xi[i] === 1 ? (ACTIVE.y_when_observed[next++] ?? null) : null,
      inclusionProbability: ACTIVE.pi[i] ?? 0,
    }));
    const found = activeInference(items);
    near(found?.rate, ACTIVE.theta);
    near(found?.error, ACTIVE.se);
    near(ACTIVE.increments.reduce((sum, x) => sum + x, 0) / ACTIVE.f.length, found?.rate);
  });

  it("sequential draws have the reference weights", () => {
    const weights = lureWeights(LURE.q, LURE.N);
    allNear(weights, LURE.v);
    near(weights.reduce((sum, w, i) => sum + w * (LURE.loss[i] ?? 0), 0) / LURE.M, LURE.estimate);
  });

  it("sequential draws are unbiased: averaged over every order they give the mean of the pool", () => {
    // Three outputs with chances in proportion to 1, 2, 3; two drawn one after the other.
    const [sizes, losses] = [
      [1, 2, 3],
      [1, 0, 1],
    ];
    let mean = 0;
    for (const first of [0, 1, 2]) {
      for (const second of [0, 1, 2]) {
        if (first === second) continue;
        const [p, q] = [(sizes[first] ?? 0) / 6, (sizes[second] ?? 0) / (6 - (sizes[first] ?? 0))];
        const [v = 0, w = 0] = lureWeights([p, q], 3);
        mean += (p * q * (v * (losses[first] ?? 0) + w * (losses[second] ?? 0))) / 2;
      }
    }
    near(mean, 2 / 3);
  });

  it("equal chances are plain means of as many grades", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1), { minLength: 1, maxLength: 30 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (ys, p) => {
          const equal = ys.map((value) => ({ value, inclusionProbability: p }));
          near(hajek(equal), ys.reduce((sum, y) => sum + y, 0) / ys.length);
          near(kishSampleSize(equal), ys.length);
        },
      ),
    );
  });
});

describe("weighted rates", () => {
  const grade = (label: Label, kind: "pass" | "fail" | "error" | null, weight: number) => ({
    label,
    kind,
    weight,
  });

  it("count each grade by its weight, and errors not at all", () => {
    const rates = weightedRates([
      grade("bad", "fail", 3),
      grade("bad", "pass", 1),
      grade("good", "pass", 1),
      grade("good", "error", 50),
      grade("bad", null, 50),
    ]);
    expect([rates.coverage, rates.falseFailureRate]).toEqual([0.75, 0]);
    near(rates.alignment, (2 * 0.75) / 1.75);
    near(rates.effectiveGrades, 25 / 11);
  });

  it("are not measured where a class is missing", () => {
    expect(weightedRates([grade("good", "pass", 1)])).toMatchObject({ coverage: null, alignment: null });
    expect(weightedRates([]).effectiveGrades).toBe(0);
  });
});
