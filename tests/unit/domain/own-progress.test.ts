import { describe, expect, it } from "vitest";
import { ownProgress } from "@/lib/domain/own-progress";
import { aGrade } from "@/tests/support/domain-builders";

describe("what one person has graded", () => {
  it("counts the latest of each output, of that person alone and of whole outputs alone", () => {
    const events = [
      aGrade(1, "good", { grader: "ann" }),
      aGrade(1, "bad", { grader: "ann" }),
      aGrade(2, "unsure", { grader: "ann" }),
      aGrade(3, "good", { grader: "ben" }),
      aGrade(4, "good", { grader: "ann", criterion: "polite" }),
      aGrade(5, "good", { grader: "ann" }),
      aGrade(5, "withdrawn", { grader: "ann" }),
    ];
    expect(ownProgress(events, "ann")).toEqual({ good: 0, bad: 1, unsure: 1, skipped: 0 });
  });

  it("counts as skipped what has no answer", () => {
    const events = [
      aGrade(1, "skipped", { grader: "ann" }),
      aGrade(2, "good", { grader: "ann" }),
      aGrade(2, "skipped", { grader: "ann" }),
      aGrade(3, "skipped", { grader: "ann" }),
      aGrade(3, "bad", { grader: "ann" }),
    ];
    expect(ownProgress(events, "ann")).toEqual({ good: 1, bad: 1, unsure: 0, skipped: 1 });
  });
});
