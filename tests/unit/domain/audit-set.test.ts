import { describe, expect, it } from "vitest";
import { auditState, drawAuditSet, gradedInAudit, shownInAudit, type AuditSet } from "@/lib/domain/audit-set";
import type { GradeEvent } from "@/lib/domain/grade";
import { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { aGrade, aMatrix } from "@/tests/support/domain-builders";

const ids = (count: number, from = 1) => Array.from({ length: count }, (_, i) => OutputId.parse(from + i));
const audit = (outputs: number): AuditSet => ({
  ...{ id: "a", projectId: ProjectId.parse("p"), seed: "s", startedBy: "ann", pool: 40, spentAt: null },
  assertionIds: [AssertionId.parse(1)],
  outputIds: ids(outputs),
  startedAt: new Date(0),
});
const stateOf = (outputs: number, heldOut: readonly GradeEvent[], verdicts: string) =>
  auditState(
    audit(outputs),
    { criteria: [], matrix: aMatrix({ 1: verdicts }), heldOut, labelling: "majority" },
    [AssertionId.parse(1)],
  );

describe("the draw of an audit set", () => {
  it("takes 30 different outputs, the same for the same seed and others for another", () => {
    const drawn = drawAuditSet(ids(200), "one");
    expect(new Set(drawn).size).toBe(30);
    expect(drawAuditSet(ids(200), "one")).toEqual(drawn);
    expect(drawAuditSet(ids(200), "two")).not.toEqual(drawn);
  });
  it("takes all there are when there are fewer", () => {
    expect(new Set(drawAuditSet(ids(22), "one"))).toEqual(new Set(ids(22)));
  });
  it("draws every output equally often", () => {
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 2_000; seed++)
      for (const id of drawAuditSet(ids(60), String(seed))) counts.set(id, (counts.get(id) ?? 0) + 1);
    // Each is drawn with chance 1/2: 1,000 ± 6 standard deviations of 22.
    for (const id of ids(60)) expect(Math.abs((counts.get(id) ?? 0) - 1_000)).toBeLessThan(135);
  });
  it("says of each how likely it was drawn from what was left", () => {
    expect([0, 1, 39].map((place) => shownInAudit(audit(30), place).inclusionProbability)).toEqual([
      1 / 40,
      1 / 39,
      1,
    ]);
  });
});

describe("what an audit set found", () => {
  it("is told only when all of it is graded", () => {
    const grades = [aGrade(1, "bad"), aGrade(2, "good"), aGrade(3, "good")];
    expect(stateOf(4, grades, "fppp")).toMatchObject({ graded: 3, of: 4, figures: null });
    expect(stateOf(4, [...grades, aGrade(4, "bad")], "fppp").figures).toMatchObject({
      n: 4,
      coverage: { count: 1, of: 2 },
      falseFailureRate: { count: 0, of: 2 },
    });
  });
  it("bounds coverage from below and false failures from above", () => {
    const grades = [...ids(6).map((id) => aGrade(id, "bad")), ...ids(6, 7).map((id) => aGrade(id, "good"))];
    const { figures } = stateOf(12, grades, "ffffffpppppp");
    // 0.05^(1/6), in closed form.
    expect(figures?.coverageAtLeast).toBeCloseTo(0.05 ** (1 / 6), 6);
    expect(figures?.falseFailureRateAtMost).toBeCloseTo(1 - 0.05 ** (1 / 6), 6);
  });
  it("has no bound of a class that does not occur", () => {
    expect(stateOf(2, [aGrade(1, "good"), aGrade(2, "good")], "pf").figures).toMatchObject({
      coverageAtLeast: null,
      falseFailureRate: { count: 1, of: 2 },
    });
  });
  it("knows when another selection is in force", () => {
    const facts = {
      ...{ criteria: [], matrix: aMatrix({ 1: "pf" }), heldOut: [] },
      labelling: "majority",
    } as const;
    const isOf = (...selected: readonly number[]) =>
      auditState(
        audit(2),
        facts,
        selected.map((id) => AssertionId.parse(id)),
      ).isOfSelection;
    expect([isOf(1), isOf(2), isOf(1, 2), isOf()]).toEqual([true, false, false, false]);
  });
  it("is complete with what cannot be told, which is in no figure", () => {
    const { graded, figures } = stateOf(2, [aGrade(1, "bad"), aGrade(2, "unsure")], "fp");
    expect([graded, figures?.n]).toEqual([2, 1]);
    expect(figures?.falseFailureRate).toEqual({ count: 0, of: 0 });
  });
  it("counts no grade that was taken back", () => {
    const taken = [aGrade(1, "bad"), aGrade(1, "withdrawn"), aGrade(2, "good")];
    expect([...gradedInAudit(audit(2), taken)]).toEqual([2]);
  });
});
