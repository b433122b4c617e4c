import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { altTest, changedRepeatsP, cusum } from "@/lib/domain/drift-tests";
import { wilson } from "@/lib/domain/intervals";
import { ratio } from "@/lib/domain/ratio";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { allNear, near } from "@/tests/support/near";

describe("drift", () => {
  it("CUSUM takes the reference path and alarms where it does", () => {
    const expected = oracle.D_cusum;
    const found = cusum(
      expected.seq_disagree.map((x) => x === 1),
      { expected: expected.p0, drifted: expected.p1, limit: expected.h },
    );
    allNear(found.path, expected.path);
    expect(found.alarmAt).toBe(expected.alarm_at);
    near(cusum([true]).path[0], expected.w_disagree);
    near((cusum([true, false]).path[1] ?? 0) - (cusum([true]).path[0] ?? 0), expected.w_agree);
  });

  it("CUSUM never falls below zero, and is silent while nobody disagrees", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (sequence) => {
        expect(Math.min(0, ...cusum(sequence).path)).toBe(0);
        if (!sequence.includes(true)) expect(cusum(sequence).alarmAt).toBeNull();
      }),
    );
  });

  it("repeats have the reference interval", () => {
    const { same, repeats, rate, wilson: expected } = oracle.D_intra;
    allNear(wilson(ratio(same, repeats)), expected);
    near(same / repeats, rate);
  });

  it("repeats that all changed in one direction are unlikely by chance", () => {
    near(changedRepeatsP(6, 0), 2 / 64);
    near(changedRepeatsP(3, 3), 1);
    near(changedRepeatsP(0, 0), 1);
    near(changedRepeatsP(5, 1), changedRepeatsP(1, 5));
  });
});

describe("the alternative annotator test", () => {
  it("has the reference values", () => {
    const { plus, zero, minus, ...expected } = oracle.ALT;
    const found = altTest([
      ...Array<number>(plus).fill(1),
      ...Array<number>(zero).fill(0),
      ...Array<number>(minus).fill(-1),
    ]);
    near(found?.n, expected.n);
    near(found?.meanDifference, expected.mean);
    near(found?.t, expected.t);
    near(found?.p, expected.p);
    near(found?.advantage, expected.adv_prob);
  });

  it("is not measured on one output, or where nothing differs", () => {
    expect(altTest([1])).toBeNull();
    expect(altTest([0, 0, 0])).toBeNull();
  });
});
