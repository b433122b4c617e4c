import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Assertion } from "@/lib/domain/assertion";
import { AssertionId, OutputId } from "@/lib/domain/ids";
import { bestCase, cannotWin, PILOT, planJudging } from "@/lib/domain/judging-plan";
import { labelBoard } from "@/lib/domain/labels";
import { reportCard, type CriterionReport } from "@/lib/domain/report-card";
import { aCriterion, aGrade, aMatrix, anAssertion } from "@/tests/support/domain-builders";

const criterion = aCriterion("c");
const aJudge = (id: number): Assertion => ({
  ...anAssertion(id, criterion),
  implementation: { kind: "judge", design: "direct", question: `Question ${id}?` },
});

/** The report on one criterion whose candidates are judges; "." is not judged or not graded. */
function reportOn(letters: string, rows: Readonly<Record<number, string>>): CriterionReport {
  const events = Array.from(letters).flatMap((letter, i) =>
    letter === "." ? [] : [aGrade(i + 1, letter === "g" ? "good" : "bad", { criterion: "c" })],
  );
  const [report] = reportCard({
    criteria: [criterion],
    assertions: Object.keys(rows).map((id) => aJudge(Number(id))),
    matrix: aMatrix(rows),
    labels: labelBoard(events, [criterion]),
    choices: new Map(),
  }).criteria;
  if (!report) throw new Error("no report");
  return report;
}
const ids = (count: number) => Array.from({ length: count }, (_, i) => OutputId.parse(i + 1));
const planner =
  (isNeeded: boolean) => (id: number, letters: string, rows: Readonly<Record<number, string>>) => {
    const row = Array.from(rows[id] ?? "");
    return planJudging(AssertionId.parse(id), {
      report: reportOn(letters, rows),
      outputIds: ids(letters.length),
      missing: ids(letters.length).filter((_, i) => row[i] === "."),
      isGraded: (output) => letters[output - 1] !== ".",
      isNeeded,
    });
  };
const planOf = planner(false);

describe("what a judge is asked next", () => {
  it("is graded outputs first", () => {
    const letters = `${".".repeat(20)}gb`;
    const plan = planOf(1, letters, { 1: ".".repeat(22) });
    expect(plan.outputIds.slice(0, 2).toSorted((a, b) => a - b)).toEqual([21, 22]);
    expect(plan).toMatchObject({ rest: "waits for grades", outputIds: { length: 22 } });
  });
  it("is a pilot, the same for every judge, while grades are few", () => {
    const letters = ".".repeat(400);
    const rows = { 1: ".".repeat(400), 2: ".".repeat(400) };
    const [one, other] = [planOf(1, letters, rows), planOf(2, letters, rows)];
    expect(one.outputIds).toHaveLength(PILOT);
    expect(other.outputIds).toEqual(one.outputIds);
  });
  it("is nothing once it cannot win, and everything when a jury that is chosen needs it", () => {
    const letters = `${"g".repeat(30)}${"b".repeat(30)}${".".repeat(200)}`;
    const best = `${"p".repeat(30)}${"f".repeat(30)}${".".repeat(200)}`;
    const bad = `${"p".repeat(30)}${"p".repeat(20)}${".".repeat(210)}`;
    expect(planOf(2, letters, { 1: best, 2: bad })).toEqual({ outputIds: [], rest: "cannot win" });
    expect(planner(true)(2, letters, { 1: best, 2: bad }).outputIds).toHaveLength(210);
    expect(planOf(1, letters, { 1: best, 2: bad })).toMatchObject({ rest: null, outputIds: { length: 200 } });
  });
  it("goes on to all outputs for the three that align best only", () => {
    const letters = `${"g".repeat(30)}${"b".repeat(30)}${".".repeat(300)}`;
    const missing = (missed: number) =>
      `${"p".repeat(30)}${"f".repeat(30 - missed)}${"p".repeat(missed)}${".".repeat(300)}`;
    const rows = { 1: missing(3), 2: missing(3), 3: missing(3), 4: missing(4), 5: missing(4) };
    expect([1, 2, 3].map((id) => planOf(id, letters, rows).rest)).toEqual([null, null, null]);
    for (const id of [4, 5]) {
      const { rest, outputIds } = planOf(id, letters, rows);
      expect(rest).toBe("others are better");
      expect(outputIds.length).toBeLessThan(PILOT);
    }
  });
});

describe("a candidate that cannot win", () => {
  const anyRow = fc.array(fc.constantFrom("p", "f", "n", "."), { minLength: 24, maxLength: 24 });
  const letters = `${"g".repeat(14)}${"b".repeat(10)}`;

  it("would not be chosen whatever it said of the rest", () => {
    fc.assert(
      fc.property(
        anyRow,
        anyRow,
        fc.array(fc.constantFrom("p", "f"), { minLength: 24, maxLength: 24 }),
        (a, b, rest) => {
          // The rival is through.
          const rival = b.map((letter) => (letter === "." ? "p" : letter)).join("");
          const now = reportOn(letters, { 1: a.join(""), 2: rival });
          const mine = now.candidates.find(({ assertion }) => assertion.id === AssertionId.parse(1));
          fc.pre(mine !== undefined && cannotWin(mine, now));
          const later = reportOn(letters, {
            1: a.map((l, i) => (l === "." ? rest[i] : l)).join(""),
            2: rival,
          });
          expect(later.selected?.assertion.id).not.toBe(1);
        },
      ),
      { numRuns: 2_000 },
    );
  });
  it("has a best case that nothing it can say exceeds", () => {
    fc.assert(
      fc.property(
        anyRow,
        fc.array(fc.constantFrom("p", "f"), { minLength: 24, maxLength: 24 }),
        (a, rest) => {
          const now = reportOn(letters, { 1: a.join("") });
          const later = reportOn(letters, { 1: a.map((l, i) => (l === "." ? rest[i] : l)).join("") });
          const [before, after] = [now.candidates[0], later.candidates[0]];
          if (!before || !after || after.alignment === null || a.includes("n")) return;
          expect(bestCase(before.confusion, now.graded) ?? 0).toBeGreaterThanOrEqual(after.alignment - 1e-9);
        },
      ),
      { numRuns: 500 },
    );
  });
  it("is none while a class has fewer than three grades", () => {
    const report = reportOn("ggggggbb", { 1: "ffffffpp", 2: "ppppppff" });
    expect(report.candidates.map((one) => cannotWin(one, report))).toEqual([false, false]);
  });
});
