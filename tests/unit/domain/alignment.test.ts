import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  alignment,
  balancedAccuracy,
  biasIndex,
  failF1,
  gwetAc1,
  kappa,
  kappaMax,
  kappaStandardError,
  krippendorffAlphaOfTwo,
  leniency,
  mcc,
  pabak,
  prevalenceIndex,
  scottPi,
  youdenJ,
} from "@/lib/domain/alignment";
import {
  agreement,
  coverage,
  failPrecision,
  falseFailureRate,
  NO_CONFUSION,
  passPrecision,
  tally,
} from "@/lib/domain/confusion";
import {
  agrestiCoull,
  clopperPearson,
  jeffreys,
  lowerBound,
  upperBound,
  wilson,
} from "@/lib/domain/intervals";
import { ratio, valueOf } from "@/lib/domain/ratio";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { near } from "@/tests/support/near";

const tables = [
  ["base", oracle.A_base],
  ["paradox", oracle.A_paradox],
  ["always PASS", oracle.A_alwayspass],
  ["no failures", oracle.A_nofail],
  ["perfect", oracle.A_perfect],
  ["inverse", oracle.A_inverse],
] as const;

describe.each(tables)("confusion table %s", (name, expected) => {
  const { a, b, c, d } = expected.cells;
  const cells = { ...NO_CONFUSION, goodPassed: a, goodFailed: b, badPassed: c, badFailed: d };
  it("has the reference values", () => {
    near(valueOf(coverage(cells)), expected.coverage);
    near(valueOf(falseFailureRate(cells)), expected.ffr);
    near(alignment(cells), expected.alignment);
    near(valueOf(agreement(cells)), expected.accuracy);
    near(valueOf(failPrecision(cells)), expected.precision_fail);
    near(valueOf(passPrecision(cells)), expected.precision_pass);
    near(balancedAccuracy(cells), expected.balanced_accuracy);
    near(youdenJ(cells), expected.youden_j);
    near(mcc(cells), expected.mcc);
    near(kappa(cells), expected.cohen_kappa);
    near(scottPi(cells), expected.scott_pi);
    near(krippendorffAlphaOfTwo(cells), expected.kripp_alpha);
    near(gwetAc1(cells), expected.gwet_ac1);
    near(pabak(cells), expected.pabak);
    near(prevalenceIndex(cells), expected.prevalence_index);
    near(biasIndex(cells), expected.bias_index);
    near(kappaMax(cells), expected.kappa_max);
    near(failF1(cells), expected.f1_fail);
    near(kappaStandardError(cells), expected.kappa_se);
    near(valueOf(coverage(cells)), expected.recall_fail);
    near(valueOf(ratio(a, a + b)), expected.recall_pass);
    near((a + c) / expected.n, expected.judge_pass_rate);
    near((a + b) / expected.n, expected.human_pass_rate);
  });
  it("has the reference leniency where that is measured", () => {
    const found = leniency(cells);
    near(found?.discernment ?? null, "leniency_Pc" in expected ? expected.leniency_Pc : null);
    near(found?.guessesPass ?? null, "leniency_Pplus" in expected ? expected.leniency_Pplus : null);
  });
  it("gives kappa its interval", () => {
    const [k, se] = [kappa(cells), kappaStandardError(cells)];
    if (k === null || se === null) throw new Error(`${name}: kappa is not measured`);
    near(k - 1.959964 * se, expected.kappa_ci95[0] ?? null);
    near(k + 1.959964 * se, expected.kappa_ci95[1] ?? null);
  });
});

describe("intervals", () => {
  const pair = (actual: readonly [number, number] | null, expected: readonly number[]) => {
    near(actual?.[0] ?? null, expected[0] ?? null);
    near(actual?.[1] ?? null, expected[1] ?? null);
  };
  it("have the reference values", () => {
    const of = oracle.A_intervals;
    pair(wilson(ratio(13, 16)), of.coverage_wilson);
    pair(clopperPearson(ratio(13, 16)), of.coverage_cp);
    pair(jeffreys(ratio(13, 16)), of.coverage_jeffreys);
    pair(agrestiCoull(ratio(13, 16)), of.coverage_agresti);
    pair(wilson(ratio(4, 24)), of.ffr_wilson);
    pair(clopperPearson(ratio(4, 24)), of.ffr_cp);
    pair(wilson(ratio(33, 40)), of.acc_wilson);
    pair(clopperPearson(ratio(33, 40)), of.acc_cp);
    pair(wilson(ratio(0, 24)), oracle.A_zero.ffr_0_of_24_wilson);
    pair(clopperPearson(ratio(0, 24)), oracle.A_zero.ffr_0_of_24_cp);
    near(upperBound(ratio(0, 24)), oracle.A_zero.onesided95_upper_0_of_24);
    near(3 / 24, oracle.A_zero.rule_of_three_24);
    const attack = oracle.F_inj;
    pair(wilson(ratio(attack.flipped_to_pass, attack.baseline_fail)), attack.wilson);
    near(attack.flipped_to_pass / attack.baseline_fail, attack.asr);
    near(upperBound(ratio(0, 60)), attack.zero_of_60_upper95);
  });
  it("are not measured on an empty sample", () => {
    for (const bound of [wilson, clopperPearson, jeffreys, agrestiCoull, upperBound, lowerBound])
      expect(bound(ratio(0, 0))).toBeNull();
  });
  it("hold the rate, stay within [0, 1] and shrink with n", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (of, share) => {
          const count = Math.round(share * of);
          for (const bound of [wilson, clopperPearson, jeffreys]) {
            const [low, high] = bound(ratio(count, of)) ?? [NaN, NaN];
            const [wideLow, wideHigh] = bound(ratio(count, of), bound === wilson ? 2.6 : 0.01) ?? [NaN, NaN];
            expect(low >= 0 && low <= count / of + 1e-12 && high >= count / of - 1e-12 && high <= 1).toBe(
              true,
            );
            expect(wideLow <= low + 1e-12 && wideHigh >= high - 1e-12).toBe(true);
          }
        },
      ),
    );
  });
});

const anyCells = fc.record({
  goodPassed: fc.nat(60),
  goodFailed: fc.nat(60),
  badPassed: fc.nat(60),
  badFailed: fc.nat(60),
  notApplicable: fc.nat(5),
  errored: fc.nat(5),
  unjudged: fc.nat(5),
});

describe("for every confusion table", () => {
  it("rates lie in their range or are not measured, and errors change none", () => {
    fc.assert(
      fc.property(anyCells, (cells) => {
        const measures = [alignment, balancedAccuracy, youdenJ, mcc, kappa, scottPi, gwetAc1, pabak, failF1];
        for (const measure of measures) {
          const value = measure(cells);
          expect(value === null || (value >= -1 - 1e-9 && value <= 1 + 1e-9)).toBe(true);
          const withErrors = { ...cells, errored: cells.errored + 7, notApplicable: 3, unjudged: 9 };
          expect(measure(withErrors)).toBe(value);
        }
      }),
    );
  });
  it("kappa is the same with grader and assertion swapped", () => {
    fc.assert(
      fc.property(anyCells, (cells) => {
        near(kappa({ ...cells, goodFailed: cells.badPassed, badPassed: cells.goodFailed }), kappa(cells));
      }),
    );
  });
  it("alignment is null exactly while a class is missing", () => {
    fc.assert(
      fc.property(anyCells, (c) => {
        const complete = c.goodPassed + c.goodFailed > 0 && c.badPassed + c.badFailed > 0;
        expect(alignment(c) !== null).toBe(complete);
      }),
    );
  });
});

it("counts an error, a not-applicable and a missing verdict apart", () => {
  const cells = tally([
    ["bad", "fail"],
    ["bad", "pass"],
    ["good", "pass"],
    ["good", "fail"],
    ["good", "error"],
    ["bad", "notApplicable"],
    ["bad", null],
  ]);
  expect(cells).toEqual({
    goodPassed: 1,
    goodFailed: 1,
    badPassed: 1,
    badFailed: 1,
    errored: 1,
    notApplicable: 1,
    unjudged: 1,
  });
  expect(coverage(cells)).toEqual({ count: 1, of: 2 });
});
