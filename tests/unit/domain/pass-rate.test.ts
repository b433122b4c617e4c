import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Z95 } from "@/lib/domain/intervals";
import {
  beggGreenes,
  leeAllocation,
  neymanAllocation,
  postStratified,
  postStratifiedSmoothed,
  ppiLambda,
  predictionPowered,
  roganGladen,
} from "@/lib/domain/pass-rate";
import { ratio } from "@/lib/domain/ratio";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { allNear, near } from "@/tests/support/near";

const begg = oracle.R_begg;
const stratum = (outputs: number, [of = 0, count = 0]: readonly number[]) => ({
  outputs,
  graded: ratio(count, of),
});
const passed = stratum(begg.pool.judge_pass, begg.graded_pass);
const failed = stratum(begg.pool.judge_fail, begg.graded_fail);

describe("the pass rate of ungraded outputs, post-stratified by verdict", () => {
  it("has the reference values", () => {
    const found = postStratified([passed, failed]);
    near(found?.rate, begg.poststrat_pass_rate);
    near(found?.error, begg.se);
    allNear(found?.interval, begg.ci);
    near(postStratified([passed, failed], { isFinite: true })?.error, begg.se_fpc);
    const graded = passed.graded.of + failed.graded.of;
    near((passed.graded.count + failed.graded.count) / graded, begg.naive_pass_rate);
  });

  it("has the reference values smoothed", () => {
    const found = postStratifiedSmoothed([passed, failed]);
    near(found?.rate, oracle.R_ps_smoothed.theta);
    near(found?.error, oracle.R_ps_smoothed.se);
    allNear(found?.interval, oracle.R_ps_smoothed.ci);
  });

  it("refuses where a verdict that occurs was hardly graded, and not where it does not occur", () => {
    expect(postStratified([passed, stratum(100, [1, 1])])).toBeNull();
    expect(postStratified([])).toBeNull();
    near(postStratified([passed, stratum(0, [0, 0])])?.rate, 19 / 20);
  });

  it("does not depend on how many of each verdict were graded, as long as their shares hold", () => {
    const k = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(k, k, (a, b) => {
        const found = postStratified([stratum(400, [20 * a, 19 * a]), stratum(100, [40 * b, 8 * b])]);
        near(found?.rate, begg.poststrat_pass_rate);
      }),
    );
  });

  it("splits grades between strata as Neyman does", () => {
    const { weights, sd, alloc_of_40 } = oracle.R_neyman;
    allNear(
      neymanAllocation(
        weights.map((weight, i) => ({ weight, deviation: sd[i] ?? 0 })),
        40,
      ),
      alloc_of_40,
    );
  });
});

describe("verification bias", () => {
  it("is corrected as in the reference", () => {
    const found = beggGreenes(passed, failed);
    near(found?.coverage, begg.corrected_coverage);
    near(found?.falseFailureRate, begg.corrected_ffr);
    const [badPassed, badFailed] = [
      passed.graded.of - passed.graded.count,
      failed.graded.of - failed.graded.count,
    ];
    near(badFailed / (badFailed + badPassed), begg.naive_coverage);
    near(failed.graded.count / (failed.graded.count + passed.graded.count), begg.naive_ffr);
  });

  it("is not corrected where a verdict was never graded, or a class is empty", () => {
    expect(beggGreenes(passed, stratum(100, [0, 0]))).toBeNull();
    expect(beggGreenes(stratum(10, [5, 5]), stratum(10, [5, 5]))).toBeNull();
  });
});

describe("Rogan and Gladen's correction", () => {
  const of = (text: string) => {
    const [count = 0, all = 0] = text.split("/").map(Number);
    return ratio(count, all);
  };

  it("has the reference values, with Lee's interval", () => {
    const { counts, ...expected } = oracle.R_rg;
    const found = roganGladen({
      passed: ratio(counts.judged_pass, counts.N),
      goodPassed: of(counts.tpr),
      badFailed: of(counts.tnr),
    });
    if (!found.ok) throw new Error(found.reason);
    near(found.rate, expected.theta);
    near(found.rate, expected.lee_point);
    near(found.error, expected.se_delta);
    allNear(found.interval, expected.ci_delta_unclipped);
    allNear(found.leeInterval, expected.lee_ci);
  });

  it("has the second reference's values", () => {
    const expected = oracle.R_rg2;
    const found = roganGladen({
      passed: ratio(186, 300),
      goodPassed: ratio(45, 50),
      badFailed: ratio(40, 50),
    });
    if (!found.ok) throw new Error(found.reason);
    near(found.rate, expected.theta);
    near(found.error, expected.se_delta);
    allNear(found.interval, expected.ci_delta);
    allNear(found.leeInterval, expected.lee_ci);
  });

  it("gives .85 for .80 passed by a judge of .92 and .88", () => {
    const found = roganGladen({
      passed: ratio(400, 500),
      goodPassed: ratio(92, 100),
      badFailed: ratio(88, 100),
    });
    near(found.ok ? found.rate : null, oracle.R_rg["simple_0.80_0.92_0.88"]);
  });

  it("refuses an evaluator that is no better than chance, or might be, or was not measured", () => {
    const pool = ratio(50, 100);
    const refusal = (goodPassed: number, badFailed: number, n: number) => {
      const found = roganGladen({
        passed: pool,
        goodPassed: ratio(goodPassed, n),
        badFailed: ratio(badFailed, n),
      });
      return found.ok ? null : found.reason;
    };
    expect(refusal(5, 5, 10)).toBe("no better than chance");
    expect(refusal(8, 6, 10)).toBe("too uncertain");
    expect(refusal(0, 0, 0)).toBe("not measured");
  });

  it("splits a budget of calibration grades as in the reference", () => {
    const pair = ({ bad, good }: { readonly bad: number; readonly good: number }) => [bad, good];
    const { R_lee_alloc: expected } = oracle;
    allNear(
      pair(leeAllocation(100, { p: 0.8, tnr: 0.9, tpr: 0.9, pilot: 10 })),
      expected["m100_p0.8_q0.9_q1.9_pilot10"],
    );
    allNear(
      pair(leeAllocation(40, { p: 0.62, tnr: 0.8, tpr: 0.9, pilot: 5 })),
      expected["m40_p0.62_q0.8_q1.9_pilot5"],
    );
  });
});

describe("prediction-powered inference", () => {
  const { Y, Yhat, ...expected } = oracle.PPI;
  const data = {
    graded: Y.map((y, i) => ({ good: y === 1, predicted: Yhat[i] ?? 0 })),
    ungraded: [...Array<number>(29).fill(1), ...Array<number>(11).fill(0)],
  };

  it("has the reference values at every weight of the predictions", () => {
    const lambda = ppiLambda(data);
    near(lambda, expected.lambda);
    for (const [at, values] of [
      [0, expected.classic],
      [1, expected.ppi_lam1],
      [lambda ?? NaN, expected["ppi++"]],
    ] as const) {
      const found = predictionPowered(data, at);
      near(found?.rate, values.theta);
      near(found?.error, values.se);
      allNear(found?.interval, values.ci);
    }
    allNear(
      [
        expected.classic.theta - Z95 * expected.classic.se,
        expected.classic.theta + Z95 * expected.classic.se,
      ],
      expected.classic.ci,
    );
  });

  it("ignores predictions that say nothing, and is not measured without grades", () => {
    const flat = {
      ...data,
      graded: data.graded.map(({ good }) => ({ good, predicted: 1 })),
      ungraded: [1, 1, 1],
    };
    expect(ppiLambda(flat)).toBe(0);
    expect(predictionPowered({ graded: [], ungraded: [1] }, 1)).toBeNull();
    expect(ppiLambda({ graded: [], ungraded: [1] })).toBeNull();
  });
});
