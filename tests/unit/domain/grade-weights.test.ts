import { describe, expect, it } from "vitest";
import type { GradeEvent } from "@/lib/domain/grade";
import { gradeWeights, weightedSetRates } from "@/lib/domain/grade-weights";
import { AssertionId, OutputId } from "@/lib/domain/ids";
import { lureWeights } from "@/lib/domain/weighting";
import { aGrade, aMatrix, someLabels } from "@/tests/support/domain-builders";
import { allNear } from "@/tests/support/near";

const drawn = (output: number, inclusionProbability: number | null): GradeEvent => ({
  ...aGrade(output, "good"),
  shown: { policy: "disagreement", inclusionProbability, rank: 1, seed: "s" },
});

describe("weights of grades", () => {
  it("are those of sequential draws, one an output however often it was graded", () => {
    const events = [drawn(4, 0.4), drawn(2, 0.3), drawn(4, 0.9), drawn(6, 0.5)];
    const weights = gradeWeights(events, 6);
    expect([...weights.keys()]).toEqual([4, 2, 6]);
    allNear([...weights.values()], lureWeights([0.4, 0.3, 0.5], 6));
  });

  it("are even for uniform draws, imported grades and outputs that a person picked", () => {
    const events = [drawn(1, 1 / 10), drawn(2, null), drawn(3, 1 / 8)];
    allNear([...gradeWeights(events, 10).values()], [1, 1, 1]);
  });

  it("leave out what a queue took from a part of the outputs, and count what it drew from all of them", () => {
    const inQueue = (output: number, chance: number | null): GradeEvent => ({
      ...drawn(output, chance),
      shown: { policy: "queue", inclusionProbability: chance, rank: 1, seed: "q" },
    });
    const weights = gradeWeights([inQueue(1, null), inQueue(2, 1 / 9), drawn(3, 1 / 8), drawn(1, 0.5)], 10);
    expect([...weights].toSorted(([a], [b]) => a - b).map(([, weight]) => weight)).toEqual([0, 1, 1]);
  });

  it("are even when every output is graded, whatever the draws were", () => {
    const weights = [...gradeWeights([drawn(1, 0.9), drawn(2, 0.2), drawn(3, 1)], 3).values()];
    allNear(weights, [1, 1, 1]);
  });

  it("undo that what is in dispute was graded more often", () => {
    // Two of the three bad outputs that were graded stand for few others, one for many.
    const rates = weightedSetRates(aMatrix({ 1: "pffp" }), [AssertionId.parse(1)], {
      labels: someLabels("bbbg"),
      weights: new Map([3, 0.5, 0.5, 1].map((weight, i) => [OutputId.parse(i + 1), weight])),
    });
    expect(rates.coverage).toBeCloseTo(0.25, 12);
    expect(rates.falseFailureRate).toBe(0);
  });
});
