import { describe, expect, it } from "vitest";
import { comparisons, detectDisagreement, type InPlay } from "@/lib/domain/detect-disagreement";
import type { GradeEvent } from "@/lib/domain/grade";
import { aCriterion, aGrade, aMatrix, anAssertion } from "@/tests/support/domain-builders";
import oracle from "@/tests/fixtures/oracles/statistics.json";

const criterion = aCriterion("c");
const judge = {
  ...anAssertion(2, criterion),
  implementation: { kind: "judge", design: "direct", question: "?" },
} as const;
const inPlay: InPlay = { criterion, assertion: anAssertion(1, criterion), basis: "criterion" };

/** Good grades of outputs 1, 2, …, in that order. */
const goods = (count: number): GradeEvent[] =>
  Array.from({ length: count }, (_, i) => aGrade(i + 1, "good", { criterion: "c" }));

/** An assertion that fails, and so disagrees with a good grade, where the sequence says so. */
const failing = (disagrees: readonly boolean[]) => disagrees.map((one) => (one ? "f" : "p")).join("");

const facts = (row: string, change: { readonly one?: InPlay; readonly isJudgeMixed?: boolean } = {}) => {
  const { one = inPlay, isJudgeMixed = false } = change;
  return {
    ...{ inPlay: [one], events: goods(row.length), isJudgeMixed, since: () => null },
    matrix: aMatrix({ 1: row, 2: row }),
  };
};

describe("the selected assertion and the grades", () => {
  const reference = failing(oracle.D_cusum.seq_disagree.map((x) => x === 1));

  it("part where the reference alarms", () => {
    const [alarm, ...others] = detectDisagreement(facts(reference));
    expect(others).toEqual([]);
    expect(alarm?.figures).toContainEqual({ name: "alarm at grade", value: oracle.D_cusum.alarm_at });
    expect(alarm?.figures[0]?.value).toBeCloseTo(oracle.D_cusum.path[13] ?? NaN, 6);
    // The disagreements up to the alarm, as grades 1, 2, ….
    expect(alarm?.outputIds).toEqual([3, 8, 11, 12, 14]);
    expect(alarm?.sentence).toContain("disagreed with 5 of 14 grades of “c”");
  });

  it("blame the judge only when verdicts come from several models", () => {
    const one = { ...inPlay, assertion: judge };
    const kindOf = (isJudgeMixed: boolean) =>
      detectDisagreement(facts(reference, { one, isJudgeMixed }))[0]?.kind;
    expect([kindOf(false), kindOf(true)]).toEqual(["graderDrift", "judgeDrift"]);
    expect(detectDisagreement(facts(reference, { isJudgeMixed: true }))[0]?.kind).toBe("graderDrift");
  });

  it("part when they agreed early and no longer do", () => {
    const row = failing([
      ...Array.from({ length: 20 }, () => false),
      ...Array.from({ length: 20 }, (_, i) => i % 3 === 0),
    ]);
    const found = detectDisagreement(facts(row)).map(({ sentence }) => sentence);
    expect(found).toContain("“a1” agreed with 20 of the first 20 grades of “c”, and with 13 of the 20 since");
  });

  it("agree: no alarm", () => {
    expect(detectDisagreement(facts("p".repeat(40)))).toEqual([]);
  });

  it("raise nothing while an alarm about them is open", () => {
    expect(detectDisagreement({ ...facts(reference), since: () => "open" })).toEqual([]);
  });
});

describe("what is compared", () => {
  it("is the first grade of an output, where the verdict is a pass or a fail", () => {
    const events = [...goods(4), aGrade(1, "bad", { criterion: "c" })];
    expect(comparisons(inPlay, aMatrix({ 1: "pen." }), events)).toEqual([
      { outputId: 1, label: "good", isDisagreement: false },
    ]);
  });

  it("takes a good whole output for good on the criterion, and a bad one for nothing", () => {
    const events = [aGrade(1, "good"), aGrade(2, "bad")];
    const found = comparisons(inPlay, aMatrix({ 1: "ff" }), events);
    expect(found).toEqual([{ outputId: 1, label: "good", isDisagreement: true }]);
  });

  it("leaves imported grades out: they have no order in time", () => {
    const shown = { policy: "imported", inclusionProbability: null, rank: null, seed: null } as const;
    const events = goods(3).map((event) => ({ ...event, shown }));
    expect(comparisons(inPlay, aMatrix({ 1: "fff" }), events)).toEqual([]);
  });
});
