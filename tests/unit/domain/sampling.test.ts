import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OutputId } from "@/lib/domain/ids";
import { chooseNext, suspicion, voteEntropy, type Draw } from "@/lib/domain/sampling";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { allNear, near } from "@/tests/support/near";

const ids = (n: number, from = 1) => Array.from({ length: n }, (_, i) => OutputId.parse(from + i));
const draw = (change: Partial<Draw> = {}): Draw => ({
  ungraded: ids(20).map((outputId, i) => ({ outputId, disagreement: i < 2 ? 0.6 : 0 })),
  graded: [],
  rank: 1,
  seed: "s",
  ...change,
});

describe("the sampler", () => {
  it("gives the same card for the same seed and rank, and another order for another seed", () => {
    const order = (seed: string) =>
      Array.from({ length: 30 }, (_, i) => chooseNext(draw({ rank: i + 1, seed }))?.outputId);
    expect(order("s")).toEqual(order("s"));
    expect(order("s")).not.toEqual(order("t"));
  });

  it("starts uniformly, then mixes in disagreement, with audits and silent repeats in their places", () => {
    const graded = ids(15, 100);
    const policies = Array.from(
      { length: 20 },
      (_, i) => chooseNext(draw({ rank: i + 1, graded }))?.shown.policy,
    );
    expect(policies.slice(0, 6)).toEqual(Array(6).fill("uniform"));
    expect(policies[6]).toBe("disagreement");
    expect([policies[7], policies[15]]).toEqual(["repeat", "repeat"]);
    expect([policies[9], policies[19]]).toEqual(["audit", "audit"]);
  });

  it("repeats only cards that are ten cards old", () => {
    expect(chooseNext(draw({ rank: 8, graded: ids(10, 100) }))?.shown.policy).not.toBe("repeat");
    expect(chooseNext(draw({ rank: 8, graded: ids(11, 100) }))?.outputId).toBe(100);
  });

  it("draws each output as often as it says", () => {
    const counts = new Map<number, number>();
    const claimed = new Map<number, number>();
    for (let i = 0; i < 20_000; i++) {
      const next = chooseNext(draw({ rank: 7, seed: `seed ${i}` }));
      if (!next) throw new Error("nothing drawn");
      counts.set(next.outputId, (counts.get(next.outputId) ?? 0) + 1);
      claimed.set(next.outputId, next.shown.inclusionProbability ?? 0);
    }
    for (const [id, count] of counts)
      expect(Math.abs(count / 20_000 - (claimed.get(id) ?? 0))).toBeLessThan(0.012);
    expect([...claimed.values()].reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
  });

  it("leaves no output out of reach", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 0.7, noNaN: true }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 60 }),
        (scores, rank) => {
          const ungraded = scores.map((disagreement, i) => ({
            outputId: OutputId.parse(i + 1),
            disagreement,
          }));
          const shown = chooseNext(draw({ ungraded, rank }))?.shown;
          expect(shown?.inclusionProbability).toBeGreaterThanOrEqual(0.5 / scores.length - 1e-12);
        },
      ),
    );
  });

  it("takes the most and the least suspicious in turn where the person wants that, and claims no chance", () => {
    const ungraded = [0.2, 1.4, 0, 0.9].map((suspicion, i) => ({
      outputId: OutputId.parse(i + 1),
      disagreement: 0,
      suspicion,
    }));
    const at = (rank: number) => chooseNext(draw({ ungraded, rank, order: "alternate" }));
    expect(at(1)).toMatchObject({ outputId: 2, shown: { policy: "alternate", inclusionProbability: null } });
    expect(at(2)?.outputId).toBe(3);
    // An audit is an audit, whatever the order.
    expect(at(20)?.shown).toMatchObject({ policy: "audit", inclusionProbability: 0.25 });
  });

  it("draws all alike where the person wants that", () => {
    const ungraded = [0, 0.69, 0.69].map((disagreement, i) => ({
      outputId: OutputId.parse(i + 1),
      disagreement,
    }));
    for (const rank of [7, 9, 11, 30])
      expect(chooseNext(draw({ ungraded, rank, order: "random" }))?.shown.inclusionProbability).toBeCloseTo(
        1 / 3,
        12,
      );
  });

  it("has nothing to show when all is graded", () => {
    expect(chooseNext(draw({ ungraded: [] }))).toBeNull();
  });
});

it("measures disagreement as the references do", () => {
  near(voteEntropy(1, 4), oracle.Q_entropy["3of4"]);
  near(voteEntropy(2, 4), oracle.Q_entropy["2of4"]);
  near(voteEntropy(2, 4) / Math.LN2, oracle.Q_entropy.bits_2of4);
  expect([voteEntropy(0, 4), voteEntropy(4, 4), voteEntropy(0, 0)]).toEqual([0, 0, 0]);
});

it("measures suspicion as EvalGen does", () => {
  const { V, pass_rate, priority, vote_entropy } = oracle.Q_evalgen;
  const rows = Object.values(V);
  const rates = rows.map((row) => row.filter((pass) => pass === 1).length / row.length);
  allNear(rates, Object.values(pass_rate));
  for (const output of priority.keys()) {
    const failing = rows.flatMap((row, i) => (row[output] === 0 ? [rates[i] ?? NaN] : []));
    near(suspicion(failing), priority[output]);
    near(voteEntropy(failing.length, rows.length), vote_entropy[output]);
  }
});
