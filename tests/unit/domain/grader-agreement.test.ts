import { describe, expect, it } from "vitest";
import { krippendorffAlpha, pairAgreements, type Ratings } from "@/lib/domain/grader-agreement";
import oracle from "@/tests/fixtures/oracles/statistics.json";

/** One row a grader, one column an output; null: not graded. */
const fromRows = (rows: readonly (readonly (number | null)[])[]): Ratings[] =>
  (rows[0] ?? []).map((_, unit) =>
    rows.flatMap((row, i) => {
      const value = row[unit] ?? null;
      return value === null
        ? []
        : [{ grader: `g${i}`, label: value === 1 ? ("good" as const) : ("bad" as const) }];
    }),
  );

const fromCounts = (counts: readonly (readonly number[])[]): Ratings[] =>
  counts.map(([good = 0, bad = 0]) =>
    Array.from({ length: good + bad }, (_, i) => ({
      grader: `g${i}`,
      label: i < good ? ("good" as const) : ("bad" as const),
    })),
  );

describe("agreement of graders", () => {
  it("has the reference alpha, with grades missing and without", () => {
    expect(krippendorffAlpha(fromRows(oracle.M_kripp.rows))).toBeCloseTo(oracle.M_kripp.alpha, 5);
    expect(krippendorffAlpha(fromCounts(oracle.M_unbalanced.counts))).toBeCloseTo(
      oracle.M_unbalanced.alpha,
      5,
    );
  });

  it("is not measured by one grader, or where only one label was given", () => {
    expect(
      krippendorffAlpha(
        fromCounts([
          [1, 0],
          [0, 1],
        ]),
      ),
    ).toBeNull();
    expect(
      krippendorffAlpha(
        fromCounts([
          [2, 0],
          [3, 0],
        ]),
      ),
    ).toBeNull();
    expect(krippendorffAlpha([])).toBeNull();
  });

  it("compares two graders on what both graded", () => {
    const pairs = pairAgreements(
      fromRows([
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
