import { expect, it } from "vitest";
import { dawidSkene } from "@/lib/domain/dawid-skene";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { allNear, near } from "@/tests/support/near";
import { ratingsFromRows } from "@/tests/support/ratings";

const expected = oracle.M_ds;
const units = ratingsFromRows(expected.rows);

it("has the reference values after one step", () => {
  const found = dawidSkene(units, { maxIterations: 1 });
  allNear(found.good, expected.iter1_p_pass);
  allNear(
    [...found.graders.values()].map(({ tpr }) => tpr),
    expected.iter1_tpr,
  );
  allNear(
    [...found.graders.values()].map(({ tnr }) => tnr),
    expected.iter1_tnr,
  );
});

it("converges to the reference values in as many steps", () => {
  const found = dawidSkene(units);
  allNear(found.good, expected.final_p_pass);
  allNear(
    [...found.graders.values()].map(({ tpr }) => tpr),
    expected.final_tpr,
  );
  allNear(
    [...found.graders.values()].map(({ tnr }) => tnr),
    expected.final_tnr,
  );
  near(found.prior, expected.prior_pass);
  expect(found.iterations).toBe(expected.iterations);
});

it("weighs a grader who contradicts all others down", () => {
  const agreeing = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0];
  const found = dawidSkene(ratingsFromRows([agreeing, agreeing, agreeing.map((x) => 1 - x)]));
  const [first, , contrary] = [...found.graders.values()];
  expect(first?.tpr).toBeGreaterThan(0.7);
  expect(contrary?.tpr).toBeLessThan(0.3);
  expect(found.good.map((p) => (p > 0.5 ? 1 : 0))).toEqual(agreeing);
});
