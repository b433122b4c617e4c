import { describe, expect, it } from "vitest";
import { NO_CONFUSION } from "@/lib/domain/confusion";
import type { TrustCheck } from "@/lib/domain/trust/check";
import { againstPeople, type ManyGrades } from "@/lib/domain/trust/against-people";
import { fitnessOf } from "@/lib/domain/trust/fitness";
import { checksOfVerdicts, type OtherJudge } from "@/lib/domain/trust/from-verdicts";
import type { JudgedGrade } from "@/lib/domain/trust/judged-grade";
import oracle from "@/tests/fixtures/oracles/statistics.json";

type Made = Partial<JudgedGrade> & Pick<JudgedGrade, "label" | "kind">;
const grades = (count: number, change: Made): JudgedGrade[] =>
  Array.from({ length: count }, () => ({ length: 100, metadata: {}, ...change }));

function checkOf(id: string, of: readonly JudgedGrade[], others: readonly OtherJudge[] = []): TrustCheck {
  const found = checksOfVerdicts({ grades: of, others, judgeModel: "gpt-4.1-mini" }).find(
    (one) => one.id === id,
  );
  if (!found) throw new Error(`no check ${id}`);
  return found;
}

/** The reference A_base: 20 good passed, 4 good failed, 3 bad passed, 13 bad failed. */
const base = [
  ...grades(20, { label: "good", kind: "pass" }),
  ...grades(4, { label: "good", kind: "fail" }),
  ...grades(3, { label: "bad", kind: "pass" }),
  ...grades(13, { label: "bad", kind: "fail" }),
];

describe("a test of a judge", () => {
  it("tells how much it knows and how it guesses (A_base: .645833, .529412)", () => {
    expect(checkOf("leniency", base)).toMatchObject({ state: "fine", n: 40 });
    expect(checkOf("leniency", base).figure).toMatch(/^knows 0\.65 .*, passes 53 % of what it guesses$/);
  });
  it("flags one that passes everything, with what to do", () => {
    const always = base.map((one) => ({ ...one, kind: "pass" as const }));
    expect(checkOf("leniency", always)).toMatchObject({ state: "flagged", remedy: expect.any(String) });
    expect(checkOf("gap", always).figure).toMatch(/^\+40 points/);
  });
  it("holds long against short at equal grades (B_length_mh: odds ratio 5.03)", () => {
    const strata = [
      {
        label: "good",
        table: [
          [9, 1],
          [14, 6],
        ],
      },
      {
        label: "bad",
        table: [
          [5, 3],
          [2, 8],
        ],
      },
    ] as const;
    const rows = strata.flatMap(({ label, table }) =>
      table.flatMap(([passed, failed], i) => [
        ...grades(passed, { label, kind: "pass", length: i === 0 ? 500 : 100 }),
        ...grades(failed, { label, kind: "fail", length: i === 0 ? 500 : 100 }),
      ]),
    );
    expect(JSON.stringify(oracle.B_length_mh)).toContain("5.027778");
    expect(checkOf("verbosity", rows)).toMatchObject({ state: "flagged", n: 48 });
    expect(checkOf("verbosity", rows).figure).toBe("odds of a pass ×5.0 (1.0–24.2) for the longer half");
  });
  it("holds its own kind against others (B_selfpref: 6 of 10 against 4 of 20)", () => {
    const of = (model: string, passed: number, failed: number) => [
      ...grades(passed, { label: "bad", kind: "pass", metadata: { model } }),
      ...grades(failed, { label: "bad", kind: "fail", metadata: { model } }),
    ];
    const rows = [...of("gpt-4o", 6, 4), ...of("llama3", 4, 16)];
    expect(checkOf("self", rows)).toMatchObject({ state: "flagged", n: 30 });
    expect(checkOf("self", rows).figure).toContain("4–66 %");
    expect(checkOf("self", base)).toMatchObject({ state: "not measured", figure: null, remedy: null });
  });
  it("compares wordings of one design, and counts errors that judges share", () => {
    const twin = { name: "other wording", isSameDesign: true, kinds: base.map(({ kind }) => kind) };
    expect(checkOf("wording", base, [twin])).toMatchObject({ state: "fine", figure: "κ = 1.00" });
    expect(checkOf("errors", base, [twin])).toMatchObject({ state: "fine" });
    const same = Array.from({ length: 4 }, () => twin);
    expect(checkOf("errors", base, same)).toMatchObject({ state: "flagged" });
    const coin = {
      ...twin,
      kinds: base.map((_, i) => (i % 2 === 0 ? ("pass" as const) : ("fail" as const))),
    };
    expect(checkOf("wording", base, [coin]).state).toBe("flagged");
  });
  it("looks at slices with ten grades, and says where there are fewer", () => {
    const of = (language: string, right: number, wrong: number) => [
      ...grades(right, { label: "bad", kind: "fail", metadata: { language } }),
      ...grades(wrong, { label: "bad", kind: "pass", metadata: { language } }),
    ];
    const rows = [...of("en", 19, 1), ...of("de", 5, 10), ...of("fi", 2, 0)];
    expect(checkOf("slice language de", rows)).toMatchObject({ state: "flagged", n: 15 });
    expect(checkOf("slices", rows)).toMatchObject({ state: "not measured" });
    expect(checkOf("slices", rows).says).toMatch(/^language: fi:/);
  });
  it("measures nothing of nothing", () => {
    const checks = checksOfVerdicts({ grades: [], others: [], judgeModel: null });
    expect(checks.map(({ state }) => state)).toEqual(checks.map(() => "not measured"));
  });
});

describe("a judge in the place of a person", () => {
  /** Three people on 40 outputs, of whom one is wrong on every fourth; the judge says what `says` says. */
  const gradesOf = (says: (i: number) => boolean): ManyGrades[] =>
    Array.from({ length: 40 }, (_, i) => {
      const truth = i % 2 === 0 ? ("good" as const) : ("bad" as const);
      const other = truth === "good" ? ("bad" as const) : ("good" as const);
      return {
        byGrader: new Map([
          ["ann", truth],
          ["bob", truth],
          ["cyd", i % 4 === 0 ? other : truth],
        ]),
        kind: says(i) === (truth === "good") ? ("pass" as const) : ("fail" as const),
      };
    });
  it("holds its own when it is as good as they are", () => {
    expect(againstPeople(gradesOf(() => true))).toMatchObject({ state: "fine", n: 30 });
    expect(againstPeople(gradesOf(() => true)).figure).toMatch(/against 3 of 3 people/);
  });
  it("does not when it guesses", () => {
    expect(againstPeople(gradesOf((i) => i % 3 !== 0))).toMatchObject({ state: "flagged" });
  });
  it("is not held against one person alone", () => {
    const alone = gradesOf(() => true).map((one) => ({
      ...one,
      byGrader: new Map([["ann", "good" as const]]),
    }));
    expect(againstPeople(alone)).toMatchObject({ state: "not measured" });
  });
});

describe("what a judge is fit for", () => {
  it.each([
    ["gate", { goodPassed: 60, goodFailed: 3, badPassed: 2, badFailed: 40 }],
    ["trend", { goodPassed: 20, goodFailed: 4, badPassed: 3, badFailed: 13 }],
    ["explore", { goodPassed: 10, goodFailed: 4, badPassed: 4, badFailed: 8 }],
    ["nothing", { goodPassed: 5, goodFailed: 5, badPassed: 5, badFailed: 5 }],
    ["nothing", { goodPassed: 50 }],
  ] as const)("is %s", (use, cells) => {
    expect(fitnessOf({ ...NO_CONFUSION, ...cells }).use).toBe(use);
  });
});
