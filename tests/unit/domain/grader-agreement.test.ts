import { describe, expect, it } from "vitest";
import { fleissKappa, gwetAc1OfMany, krippendorffAlpha, pairAgreements } from "@/lib/domain/grader-agreement";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { near } from "@/tests/support/near";
import { ratingsFromCounts, ratingsFromRows } from "@/tests/support/ratings";

describe("agreement of graders", () => {
  it("has the reference alpha, with grades missing and without", () => {
    expect(krippendorffAlpha(ratingsFromRows(oracle.M_kripp.rows))).toBeCloseTo(oracle.M_kripp.alpha, 5);
    expect(krippendorffAlpha(ratingsFromCounts(oracle.M_unbalanced.counts))).toBeCloseTo(
      oracle.M_unbalanced.alpha,
      5,
    );
  });

  it("has the reference kappa and AC1 of several graders, balanced and not", () => {
    near(fleissKappa(ratingsFromCounts(oracle.M_fleiss.counts_pass_fail)), oracle.M_fleiss.kappa);
    near(gwetAc1OfMany(ratingsFromCounts(oracle.M_gwet.counts)), oracle.M_gwet.ac1);
    near(fleissKappa(ratingsFromCounts(oracle.M_unbalanced.counts)), oracle.M_unbalanced.fleiss);
    near(gwetAc1OfMany(ratingsFromCounts(oracle.M_unbalanced.counts)), oracle.M_unbalanced.ac1);
    expect([fleissKappa([]), gwetAc1OfMany([]), fleissKappa(ratingsFromCounts([[3, 0]]))]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("is not measured by one grader, or where only one label was given", () => {
    expect(
      krippendorffAlpha(
        ratingsFromCounts([
          [1, 0],
          [0, 1],
        ]),
      ),
    ).toBeNull();
    expect(
      krippendorffAlpha(
        ratingsFromCounts([
          [2, 0],
          [3, 0],
        ]),
      ),
    ).toBeNull();
    expect(krippendorffAlpha([])).toBeNull();
  });

  it("compares two graders on what both graded", () => {
    const pairs = pairAgreements(
      ratingsFromRows([
        [1, 1, 0, null],
        [1, 0, 0, 1],
        [null, null, null, 1],
      ]),
    );
    expect(pairs.map(({ a, b, n, agreement }) => [a, b, n, agreement])).toEqual([
      ["g0", "g1", 3, 2 / 3],
      ["g1", "g2", 1, 1],
    ]);
    expect(pairs[1]?.kappa).toBeNull();
  });
});
