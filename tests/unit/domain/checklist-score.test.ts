import { expect, it } from "vitest";
import { allTicked, pooledAndMacro, priorityScore, tickRatio } from "@/lib/domain/checklist-score";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { near } from "@/tests/support/near";

const yes = (answers: readonly number[]) => answers.map((x) => x === 1);
const expected = oracle.CK;

it("the share and the conjunction of answers have the reference values", () => {
  near(tickRatio(yes(expected.answers)), expected.tick_ratio);
  expect(Number(allTicked(yes(expected.answers)))).toBe(expected.all);
  expect(tickRatio([])).toBeNull();
});

it("primary and secondary questions have the reference scores", () => {
  const of = expected.cfbench_primary_secondary;
  const found = priorityScore(yes(of.primary), yes(of.secondary));
  near(found.satisfied, of.csr);
  expect(Number(found.all)).toBe(of.isr);
  near(found.score, of.psr_score);
  expect(Number(found.passes)).toBe(of.psr);
  const second = priorityScore(yes(expected.cf2.primary), yes(expected.cf2.secondary));
  near(second.score, expected.cf2.psr_score);
  expect(Number(second.passes)).toBe(expected.cf2.psr);
});

it("a missed primary question fails whatever the score", () => {
  expect(priorityScore([true, true, true, true, true, false], [true, true]).passes).toBe(false);
});

it("shares over several outputs are pooled and averaged as in the reference", () => {
  // Three of three, and one of two.
  const found = pooledAndMacro([yes([1, 1, 1]), yes([1, 0])]);
  near(found.pooled, expected.drfr_pooled);
  near(found.macro, expected.drfr_macro);
  expect(pooledAndMacro([])).toEqual({ pooled: null, macro: null });
});
