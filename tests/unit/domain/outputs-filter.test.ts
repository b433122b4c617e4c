import { describe, expect, it } from "vitest";
import type { GradeMark } from "@/lib/domain/grade";
import { disputedOutputs, gradedOn, ownOutputs, unsureOutputs } from "@/lib/domain/outputs-filter";
import { aCriterion, aGrade } from "@/tests/support/domain-builders";

const places = (ids: Iterable<number>) => [...ids].toSorted((a, b) => a - b);
const own = (...marks: readonly GradeMark[]) => {
  const { graded, skipped } = ownOutputs(
    marks.map((mark) => aGrade(1, mark, { grader: "ann" })),
    "ann",
  );
  return [graded.size > 0 ? "graded" : null, skipped.size > 0 ? "skipped" : null].filter(
    (one) => one !== null,
  );
};

describe("what a person did themselves", () => {
  it.each([
    [["skipped"], ["skipped"]],
    [["skipped", "bad"], ["graded"]],
    [["bad", "skipped"], ["graded"]],
    [["unsure"], ["graded"]],
    [["bad", "withdrawn"], []],
    [["skipped", "bad", "withdrawn"], ["skipped"]],
  ] as const)("%j comes to %j", (marks, expected) => {
    expect(own(...marks)).toEqual(expected);
  });

  it("is not what others did", () => {
    const events = [aGrade(1, "good", { grader: "bob" }), aGrade(2, "skipped", { grader: "bob" })];
    const { graded, skipped } = ownOutputs(events, "ann");
    expect([graded.size, skipped.size]).toEqual([0, 0]);
  });
});

describe("what several people did", () => {
  it("cannot be told only where nobody could", () => {
    const events = [
      aGrade(1, "unsure", { grader: "ann" }),
      aGrade(2, "unsure", { grader: "ann" }),
      aGrade(2, "good", { grader: "bob" }),
      aGrade(3, "good", { grader: "bob" }),
    ];
    expect(places(unsureOutputs(events))).toEqual([1]);
  });

  it("is disputed on the whole or on a criterion, and graded on a criterion where an answer stands", () => {
    const kind = aCriterion("kind");
    const events = [
      aGrade(1, "good", { grader: "ann" }),
      aGrade(1, "bad", { grader: "bob" }),
      aGrade(2, "good", { grader: "ann", criterion: "kind" }),
      aGrade(2, "bad", { grader: "bob", criterion: "kind" }),
      aGrade(3, "good", { grader: "ann", criterion: "kind" }),
      aGrade(4, "good", { grader: "ann", criterion: "kind" }),
      aGrade(4, "withdrawn", { grader: "ann", criterion: "kind" }),
    ];
    expect(places(disputedOutputs(events, [kind]))).toEqual([1, 2]);
    expect(places(gradedOn(events, kind))).toEqual([2, 3]);
  });
});
