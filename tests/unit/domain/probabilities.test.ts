import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { upperBound } from "@/lib/domain/intervals";
import {
  auc,
  bestThreshold,
  brier,
  calibrationError,
  expectedScore,
  isotonicFit,
  logLoss,
  plattApply,
  plattFit,
  selectiveAutomation,
  thresholdSweep,
  yesProbability,
} from "@/lib/domain/probabilities";
import { ratio } from "@/lib/domain/ratio";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { allNear, near } from "@/tests/support/near";

const { scores, labels, ...sweep } = oracle.L_threshold;
const scored = scores.map((p, i) => ({ p, good: labels[i] === 1 }));

describe("the probability of yes", () => {
  it("has the reference values", () => {
    const expected = oracle.L_logprob;
    const found = yesProbability(expected.top);
    near(found.yes, expected.mass_yes);
    near(found.no, expected.mass_no);
    near(found.probability, expected.p_yes);
    near(found.validMass, expected.valid_mass);
    near(found.logit, expected.logit);
  });

  it("is not measured when hardly any mass is on an answer", () => {
    expect(yesProbability({ maybe: -0.05, yes: -4 })).toMatchObject({ probability: null, logit: null });
    expect(yesProbability({})).toMatchObject({ probability: null, validMass: 0 });
  });

  it("of a rubric is its expected score", () => {
    const { p, expected } = oracle.L_geval;
    near(
      expectedScore(Object.entries(p).map(([score, mass]) => ({ score: Number(score), p: mass }))),
      expected,
    );
    expect(expectedScore([])).toBeNull();
  });
});

describe("scores against grades", () => {
  it("AUC and every threshold have the reference values", () => {
    near(auc(scored), sweep.auc);
    const found = thresholdSweep(scored);
    expect(found).toHaveLength(sweep.table.length);
    for (const [i, [threshold = 0, alignment = 0, balanced = 0]] of sweep.table.entries()) {
      // The reference writes its two ends as the extreme scores.
      const at = found[i]?.threshold;
      if (at !== undefined && Number.isFinite(at)) near(at, threshold);
      near(found[i]?.alignment, alignment);
      near(found[i]?.balancedAccuracy, balanced);
    }
    const best = bestThreshold(scored);
    allNear(best && [best.threshold, best.alignment, best.balancedAccuracy], sweep.best_alignment_threshold);
  });

  it("nothing is best, or ranked, until both classes are graded", () => {
    expect([bestThreshold([{ p: 0.4, good: true }]), auc([{ p: 0.4, good: true }])]).toEqual([null, null]);
  });

  it("calibration has the reference values", () => {
    near(brier(scored), oracle.L_calib.brier);
    near(logLoss(scored), oracle.L_calib.logloss);
    near(calibrationError(scored, 10), oracle.L_calib.ece10);
    near(calibrationError(scored, 5), oracle.L_calib.ece5);
    expect([brier([]), logLoss([]), calibrationError([], 5)]).toEqual([null, null, null]);
  });

  it("AUC ignores any rise of the scores that keeps their order", () => {
    const some = fc.array(fc.record({ p: fc.integer({ min: 0, max: 20 }), good: fc.boolean() }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(some, (items) => {
        near(auc(items.map(({ p, good }) => ({ p: p ** 3 + 7, good }))), auc(items));
      }),
    );
  });
});

describe("calibrated probabilities", () => {
  it("isotonic regression has the reference values", () => {
    allNear(isotonicFit(scored), oracle.L_isotonic.fit);
  });

  it("isotonic regression never falls, gives ties one value, and keeps the mean", () => {
    const some = fc.array(fc.record({ p: fc.integer({ min: 0, max: 9 }), good: fc.boolean() }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(some, (items) => {
        const fit = isotonicFit(items);
        for (const [i, a] of items.entries())
          for (const [j, b] of items.entries()) {
            if (a.p < b.p) expect(fit[i]).toBeLessThanOrEqual((fit[j] ?? 0) + 1e-12);
            if (a.p === b.p) near(fit[i], fit[j]);
          }
        const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
        near(mean(fit), mean(items.map(({ good }) => Number(good))));
      }),
    );
  });

  it("Platt's scaling has the reference values", () => {
    const expected = oracle.L_platt;
    const fit = plattFit(scored, { onlySlope: false });
    if (!fit) throw new Error("not fitted");
    near(fit.slope, expected.slope);
    near(fit.intercept, expected.intercept);
    near(plattApply(fit, 0.8), expected["p_at_0.8"]);
    near(plattApply(fit, 0.5), expected["p_at_0.5"]);
    const good = scored.filter((s) => s.good).length;
    near((good + 1) / (good + 2), expected.targets_pos);
    near(1 / (scored.length - good + 2), expected.targets_neg);
  });

  it("Platt's scaling fits the slope only on few grades, and stays finite where classes are apart", () => {
    expect(plattFit(scored)?.intercept).toBe(0);
    expect(plattFit([{ p: 0.5, good: true }])).toBeNull();
    const apart = plattFit([0.9, 0.95, 0.99, 0.1, 0.05, 0.01].map((p) => ({ p, good: p > 0.5 })));
    expect(apart?.slope).toBeGreaterThan(0);
    expect(apart?.slope).toBeLessThan(10);
  });
});

describe("selective automation", () => {
  const expected = oracle.SELRISK;
  const verdicts = expected.conf_desc.map((confidence, i) => ({
    confidence,
    isWrong: expected.err[i] === 1,
  }));

  it("stops where the reference stops, before a threshold that only happens to pass", () => {
    const found = selectiveAutomation(verdicts, { maxErrors: expected.alpha, delta: expected.delta });
    near(found?.threshold, expected.fixed_sequence_threshold);
    near(found?.automated, expected.coverage_of_auto);
    expect(found?.startAt).toBe(expected.n0);
    for (const [, n = 0, wrong = 0, bound = 0] of expected.rows_thr_n_err_cpupper_onesided90)
      near(upperBound(ratio(wrong, n), expected.delta), bound);
  });

  it("automates nothing where the most confident are wrong", () => {
    const wrong = verdicts.map(({ confidence }, i) => ({ confidence, isWrong: i < 6 }));
    expect(selectiveAutomation(wrong, { maxErrors: 0.35 })).toBeNull();
    expect(selectiveAutomation([], { maxErrors: 0.1 })).toBeNull();
  });
});
