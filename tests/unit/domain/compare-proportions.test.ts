import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  benjaminiYekutieli,
  fisherExact,
  holm,
  mantelHaenszel,
  mcnemar,
  newcombe,
  separability,
  twoProportions,
} from "@/lib/domain/compare-proportions";
import { wilson } from "@/lib/domain/intervals";
import { ratio } from "@/lib/domain/ratio";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { allNear, near } from "@/tests/support/near";

const pairsOf = (strata: readonly (readonly (readonly number[])[])[]) =>
  strata.map(
    ([[a = 0, b = 0] = [], [c = 0, d = 0] = []]) =>
      [
        [a, b],
        [c, d],
      ] as const,
  );

describe("two candidates on the same grades", () => {
  it("McNemar's exact test has the reference values", () => {
    near(mcnemar(7, 2).p, oracle.P_mcnemar.b7_c2);
    near(mcnemar(7, 2).midP, oracle.P_mcnemar.midp_7_2);
    near(mcnemar(9, 1).p, oracle.P_mcnemar.b9_c1);
    near(mcnemar(5, 5).p, oracle.P_mcnemar.b5_c5);
  });

  it("shows nothing where the two never differ", () => {
    expect(mcnemar(0, 0).p).toBe(1);
  });

  it("Holm's adjustment has the reference values, in the order given", () => {
    allNear(holm(oracle.P_holm.p), oracle.P_holm.adj);
  });

  it("adjusted p-values are never below the raw ones, nor above 1, and keep their order", () => {
    const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
    fc.assert(
      fc.property(ps, (raw) => {
        for (const adjust of [holm, benjaminiYekutieli]) {
          const adjusted = adjust(raw);
          for (const [i, p] of raw.entries()) {
            expect(adjusted[i]).toBeGreaterThanOrEqual(p - 1e-12);
            expect(adjusted[i]).toBeLessThanOrEqual(1);
            for (const [j, q] of raw.entries())
              if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? 0);
          }
        }
      }),
    );
  });

  it("Benjamini and Yekutieli's adjustment is right by hand", () => {
    // m = 2: harmonic 1.5; the larger stays 0.4·2·1.5/2 = 0.6, the smaller 0.01·2·1.5/1 = 0.03.
    allNear(benjaminiYekutieli([0.4, 0.01]), [0.6, 0.03]);
  });

  it("separability is the share of pairs whose intervals do not touch", () => {
    expect(
      separability([
        [0, 0.3],
        [0.2, 0.5],
        [0.6, 0.9],
      ]),
    ).toBeCloseTo(2 / 3, 12);
    expect(separability([[0, 1]])).toBeNull();
  });
});

describe("two independent rates", () => {
  it("Fisher's exact test has the reference values", () => {
    near(fisherExact(ratio(18, 20), ratio(11, 20)), oracle.D_fisher.early_agree_18of20_late_11of20);
    near(fisherExact(ratio(6, 10), ratio(4, 20)), oracle.B_selfpref.fisher_p);
  });

  it("the pooled z test has the reference values", () => {
    const test = twoProportions(ratio(30, 40), ratio(18, 40));
    near(test?.z, oracle.D_twoprop["30of40_vs_18of40_z"]);
    near(test?.p, oracle.D_twoprop.p);
    expect(twoProportions(ratio(0, 0), ratio(1, 2))).toBeNull();
    expect(twoProportions(ratio(2, 2), ratio(3, 3))).toBeNull();
  });

  it("Newcombe's interval has the reference values for self-preference and blind spots", () => {
    const { B_selfpref: same, F_blind: blind } = oracle;
    near(6 / 10, same.fpr_same);
    near(4 / 20, same.fpr_other);
    near(6 / 10 - 4 / 20, same.diff);
    allNear(newcombe(ratio(6, 10), ratio(4, 20)), same.eod_ci_newcombe);
    const [flips, control] = [ratio(blind.flipped, blind.n), ratio(blind.control_flips, blind.control_n)];
    near(flips.count / flips.of, blind.detect);
    allNear(wilson(flips), blind.wilson);
    near(flips.count / flips.of - control.count / control.of, blind.net);
    allNear(newcombe(flips, control), blind.newcombe);
  });

  it("tests are the same whichever sample comes first", () => {
    const sample = fc
      .tuple(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([of, share]) => ratio(Math.round(share * of), of));
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        near(fisherExact(a, b), fisherExact(b, a));
        near(twoProportions(a, b)?.p, twoProportions(b, a)?.p);
        const [there, back] = [newcombe(a, b), newcombe(b, a)];
        near(there?.[0], back && -back[1]);
      }),
    );
  });
});

it("Mantel and Haenszel's odds ratio and test have the reference values", () => {
  const expected = oracle.B_length_mh;
  const found = mantelHaenszel(pairsOf(expected.strata));
  near(found?.oddsRatio, expected.or_mh);
  near(found?.logError, expected.log_or_se);
  allNear(found?.interval, expected.ci);
  near(found?.chiSquare, expected.cmh_chi2);
  near(found?.p, expected.cmh_p);
  near(found?.correctedChiSquare, expected.cmh_chi2_cc);
  near(found?.correctedP, expected.cmh_p_cc);
});

it("no odds ratio is made up where a margin is empty", () => {
  expect(mantelHaenszel([])).toBeNull();
  expect(
    mantelHaenszel([
      [
        [5, 0],
        [5, 0],
      ],
    ]),
  ).toBeNull();
});
