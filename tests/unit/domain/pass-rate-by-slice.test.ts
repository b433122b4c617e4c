import { describe, expect, it } from "vitest";
import { OutputId } from "@/lib/domain/ids";
import { passRate, passRatesBySlice, type RatedOutput } from "@/lib/domain/pass-rate-by-slice";

let next = 1;
const outputs = (
  count: number,
  { verdict, label, version = "v1" }: Pick<RatedOutput, "verdict" | "label"> & { readonly version?: string },
): RatedOutput[] =>
  Array.from({ length: count }, () => ({
    id: OutputId.parse(next++),
    metadata: { version, requestId: `r${next}` },
    verdict,
    label,
  }));

/** The reference R_begg: of 400 that pass 20 are graded, 19 good; of 100 that fail 40, 8 good. */
const pool = [
  ...outputs(19, { verdict: "pass", label: "good" }),
  ...outputs(1, { verdict: "pass", label: "bad" }),
  ...outputs(380, { verdict: "pass", label: null }),
  ...outputs(8, { verdict: "fail", label: "good" }),
  ...outputs(32, { verdict: "fail", label: "bad" }),
  ...outputs(60, { verdict: "fail", label: null }),
];

describe("the pass rate", () => {
  it("is 0.8 where the naive mean of the grades is 0.45", () => {
    const rate = passRate(pool);
    expect(rate.estimate?.rate).toBeCloseTo(0.8, 6);
    expect(rate.graded).toEqual({ count: 27, of: 60 });
    expect(rate.passed).toEqual({ count: 400, of: 500 });
    expect(rate.estimate?.error).toBeCloseTo(0.050641, 5);
  });

  it("is not measured while one kind of output has no two grades, and says what is needed", () => {
    const few = [
      ...outputs(9, { verdict: "pass", label: "good" }),
      ...outputs(3, { verdict: "fail", label: null }),
    ];
    expect(passRate(few)).toMatchObject({ estimate: null, needs: { passed: 0, failed: 2 } });
    expect(passRate([])).toMatchObject({ estimate: null, outputs: 0 });
  });

  it("counts an output on which the selection erred neither as passed nor as failed", () => {
    const rate = passRate([...pool, ...outputs(50, { verdict: "error", label: null })]);
    expect(rate.passed.of).toBe(500);
    expect(rate.outputs).toBe(550);
    expect(rate.estimate?.rate).toBeCloseTo(0.8, 6);
  });
});

describe("slices", () => {
  const second = [
    ...outputs(10, { verdict: "pass", label: "good", version: "v2" }),
    ...outputs(4, { verdict: "fail", label: "bad", version: "v2" }),
  ];
  it("are made of keys with a few values, not of ids", () => {
    const [sliced, ...others] = passRatesBySlice([...pool, ...second]);
    expect(others).toEqual([]);
    expect(sliced?.key).toBe("version");
    expect(sliced?.slices.map(({ value, outputs: n }) => [value, n])).toEqual([
      ["v1", 500],
      ["v2", 14],
    ]);
  });
  it("are compared with the first, each by its own grades", () => {
    const [sliced] = passRatesBySlice([...pool, ...second]);
    const [difference] = sliced?.differences ?? [];
    expect(difference).toMatchObject({ value: "v2", against: "v1" });
    expect(difference?.points).toBeCloseTo(10 / 14 - 0.8, 6);
    expect(difference?.interval[0]).toBeLessThan(difference?.points ?? 0);
  });
  it("are none where all outputs have the same", () => {
    expect(passRatesBySlice(pool)).toEqual([]);
  });
});
