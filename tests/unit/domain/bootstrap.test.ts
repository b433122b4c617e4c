import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignment } from "@/lib/domain/alignment";
import { bootstrap, designEffect, resample } from "@/lib/domain/bootstrap";
import { tally } from "@/lib/domain/confusion";
import type { Label } from "@/lib/domain/grade";
import { mulberry32 } from "@/lib/domain/rng";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { allNear, near } from "@/tests/support/near";

type Pair = readonly [Label, "pass" | "fail"];
const { a, b, c, d } = oracle.A_base.cells;
const block = (count: number, pair: Pair): Pair[] => Array.from({ length: count }, () => pair);
const good = [...block(a, ["good", "pass"]), ...block(b, ["good", "fail"])];
const statistic = (items: readonly Pair[]) => alignment(tally(items));

it("the generator gives the reference numbers", () => {
  const rng = mulberry32(42);
  allNear(
    oracle.BOOT_rng_first5.map(() => rng()),
    oracle.BOOT_rng_first5,
  );
});

describe("the bootstrap", () => {
  it("of alignment has the reference values", () => {
    const items = [...good, ...block(c, ["bad", "pass"]), ...block(d, ["bad", "fail"])];
    const found = bootstrap([items], {
      rng: mulberry32(oracle.BOOT.seed),
      resamples: oracle.BOOT.B,
      statistic,
    });
    near(found?.mean, oracle.BOOT.mean);
    near(found?.deviation, oracle.BOOT.sd);
    allNear(found?.interval, [oracle.BOOT["p2.5"], oracle.BOOT["p97.5"]]);
    expect(found?.skipped).toBe(oracle.BOOT.skipped);
  });

  it("stratified by grade has the reference values", () => {
    const bad = [...block(d, ["bad", "fail"]), ...block(c, ["bad", "pass"])];
    const found = bootstrap([good, bad], { rng: mulberry32(42), statistic });
    near(found?.mean, oracle.BOOT_strat.mean);
    allNear(found?.interval, [oracle.BOOT_strat["p2.5"], oracle.BOOT_strat["p97.5"]]);
  });

  it("skips resamples that cannot be measured, and is null when none can", () => {
    const found = bootstrap([[...block(3, ["good", "pass"]), ...block(1, ["bad", "fail"])]], {
      rng: mulberry32(1),
      statistic,
    });
    expect(found?.skipped).toBeGreaterThan(0);
    expect(bootstrap([good], { rng: mulberry32(1), resamples: 10, statistic })).toBeNull();
  });

  it("draws only what is there, as often as there is", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const drawn = resample(items, mulberry32(seed));
        expect(drawn).toHaveLength(items.length);
        expect(drawn.every((item) => items.includes(item))).toBe(true);
      }),
    );
  });

  it("of clusters is wider than of their outputs taken one by one", () => {
    // Ten prompts of five equal outputs each: fifty outputs that are worth ten.
    const clusters = Array.from({ length: 10 }, (_, i) => Array<number>(5).fill(i % 2));
    const mean = (items: readonly number[]) => items.reduce((sum, x) => sum + x, 0) / items.length;
    const byPrompt = bootstrap([clusters], { rng: mulberry32(7), statistic: (drawn) => mean(drawn.flat()) });
    const byOutput = bootstrap([clusters.flat()], { rng: mulberry32(7), statistic: mean });
    expect(byPrompt?.deviation).toBeGreaterThan(1.7 * (byOutput?.deviation ?? 1));
  });
});

it("the design effect has the reference values", () => {
  near(designEffect(5, 0.2), oracle.DEFF["m5_icc0.2"]);
  near(100 / designEffect(5, 0.2), oracle.DEFF.neff_100);
});
