import { describe, expect, it } from "vitest";
import { agreementNotes } from "@/lib/domain/agreement-notes";
import type { Choice } from "@/lib/domain/choice";
import { NO_CONFUSION } from "@/lib/domain/confusion";
import type { GradeEvent } from "@/lib/domain/grade";
import { humanCeiling } from "@/lib/domain/human-ceiling";
import { AssertionId, CriterionId } from "@/lib/domain/ids";
import { labelBoard } from "@/lib/domain/labels";
import { marginalValues } from "@/lib/domain/marginal-value";
import { reportCard } from "@/lib/domain/report-card";
import { reportFindings } from "@/lib/domain/report-findings";
import type { ReportInput } from "@/lib/domain/report-input";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { aCriterion, aGrade, aMatrix, anAssertion, someLabels } from "@/tests/support/domain-builders";
import { near } from "@/tests/support/near";

const ids = (...numbers: number[]) => numbers.map((id) => AssertionId.parse(id));

describe("what a member adds to a set", () => {
  //             123456789
  const labels = someLabels("ggggbbbbb");
  const matrix = aMatrix({
    1: "ppppfffpp",
    2: "fpppppffp",
    3: "ppppfffff",
    4: "pppppppfp",
  });
  const [first, second] = marginalValues(matrix, ids(1, 2), { labels, others: ids(1, 2, 3, 4) });

  it("is what only it catches, and the false alarms that only it raises", () => {
    expect(first).toMatchObject({ onlyCatches: [5, 6], onlyFalseAlarms: [] });
    expect(second).toMatchObject({ onlyCatches: [8], onlyFalseAlarms: [1] });
  });

  it("names another that fails all that it fails, and none that does not", () => {
    expect(first?.impliedBy).toEqual([{ by: 3, holds: 3, of: 3, counterExamples: [] }]);
    expect(second?.impliedBy).toEqual([]);
  });

  it("shows the outputs on which an implication does not hold", () => {
    const nearly = aMatrix({ 1: "ffffffffff", 2: "fffffffffp" });
    const [only] = marginalValues(nearly, ids(1), { labels: new Map(), others: ids(2) });
    expect(only?.impliedBy).toEqual([{ by: 2, holds: 9, of: 10, counterExamples: [10] }]);
  });
});

describe("the human ceiling", () => {
  const again = (output: number, mark: "good" | "bad"): GradeEvent => ({
    ...aGrade(output, mark),
    shown: { policy: "repeat", inclusionProbability: null, rank: 12, seed: "s" },
  });

  it("holds each grader against the majority of the others", () => {
    const events = [
      ...["ann", "bob", "cyd"].map((grader) => aGrade(1, "good", { grader })),
      aGrade(2, "bad", { grader: "ann" }),
      aGrade(2, "bad", { grader: "bob" }),
      aGrade(2, "good", { grader: "cyd" }),
    ];
    // On 2, ann and bob each face one of each: no majority. Cyd passes what both others call bad.
    expect(humanCeiling(events, null).others?.confusion).toMatchObject({
      goodPassed: 3,
      badPassed: 1,
      badFailed: 0,
    });
    expect(humanCeiling([aGrade(1, "good")], null).others).toBeNull();
  });

  it("counts repeats that were graded the same, and no changes of mind in between", () => {
    const events = [
      aGrade(1, "good"),
      aGrade(2, "bad"),
      again(1, "good"),
      again(2, "good"),
      aGrade(2, "bad"),
    ];
    expect(humanCeiling(events, null).repeats).toEqual({ count: 1, of: 2 });
    expect(humanCeiling([], null)).toMatchObject({ repeats: { count: 0, of: 0 }, repeatsInterval: null });
  });

  it("calls a grader unsteady who changes his mind on more than every fifth of some repeats", () => {
    const graded = [1, 2, 3, 4, 5].map((output) => aGrade(output, "good"));
    const repeats = (changed: number) =>
      [1, 2, 3, 4, 5].map((output) => again(output, output <= changed ? "bad" : "good"));
    expect(humanCeiling([...graded, ...repeats(1)], null).isUnsteady).toBe(false);
    expect(humanCeiling([...graded, ...repeats(2)], null).isUnsteady).toBe(true);
    expect(humanCeiling([...graded, ...repeats(2).slice(0, 2)], null).isUnsteady).toBe(false);
  });

  it("keeps criteria apart", () => {
    const events = [aGrade(1, "good", { criterion: "c" }), again(1, "bad")];
    expect(humanCeiling(events, CriterionId.parse("c")).repeats.of).toBe(0);
  });
});

describe("agreement beyond chance", () => {
  it("says that nearly everything has one label, where kappa is low and AC1 high", () => {
    const { a, b, c, d } = oracle.A_paradox.cells;
    const notes = agreementNotes({
      ...NO_CONFUSION,
      goodPassed: a,
      goodFailed: b,
      badPassed: c,
      badFailed: d,
    });
    near(notes.kappa, oracle.A_paradox.cohen_kappa);
    near(notes.gwetAc1, oracle.A_paradox.gwet_ac1);
    expect(notes.isOneSided).toBe(true);
    expect(notes.alarmPrecision).toEqual({ count: 0, of: 5 });
    expect(notes.alarmPrecisionInterval?.[0]).toBe(0);
  });

  it("is not measured on nothing", () => {
    expect(agreementNotes(NO_CONFUSION)).toMatchObject({
      kappa: null,
      gwetAc1: null,
      isOneSided: false,
      alarmPrecisionInterval: null,
    });
  });
});

describe("the findings of a report", () => {
  const criterion = aCriterion("c");
  const setUp = (
    letters: string,
    rows: Readonly<Record<number, string>>,
    { choice, events = [] }: { readonly choice?: Choice; readonly events?: readonly GradeEvent[] } = {},
  ) => {
    const labels = someLabels(letters);
    const input: ReportInput = {
      criteria: [criterion],
      assertions: Object.keys(rows).map((id) => anAssertion(Number(id), criterion)),
      matrix: aMatrix(rows),
      labels: {
        whole: labels,
        wholeUndecided: 0,
        wholeUnsure: 0,
        weighed: new Set(),
        byCriterion: new Map([
          [
            criterion.id,
            {
              basis: "criterion" as const,
              labels,
              implied: 0,
              stale: 0,
              outdated: 0,
              undecided: 0,
              unsure: 0,
              provisional: 0,
            },
          ],
        ]),
      },
      choices: new Map(choice ? [[criterion.id, choice]] : []),
    };
    return reportFindings(input, reportCard(input), { events, previous: [] });
  };
  const GRADES = "gggggggggbbbbbbbbb";

  it("calls a choice between equals undecided, and a clear one certain", () => {
    const clear = setUp(GRADES, { 1: "pppppppppfffffffff", 2: "pppppppppfffpppppp" }).criteria[0];
    expect(clear?.certainty).toMatchObject({ best: 1, isUndecided: false, strongestRival: null });
    const close = setUp(GRADES, { 1: "pppppppppffffffppp", 2: "pppppppppppp".concat("ffffff") }).criteria[0];
    expect(close?.certainty?.isUndecided).toBe(true);
    expect(close?.certainty?.strongestRival).not.toBeNull();
  });

  it("ranks by shrunk alignment and leaves out what is not measured or constant", () => {
    const found = setUp(GRADES, {
      1: "pppppppppffffffppp",
      2: "pppppppppppppppppp",
      3: "pppppppppfffffffpp",
    });
    expect(found.criteria[0]?.ranking.map(({ assertionId }) => assertionId)).toEqual([3, 1]);
  });

  it("says why nothing is selected", () => {
    const note = (letters: string, rows: Readonly<Record<number, string>>, choice?: Choice) =>
      setUp(letters, rows, choice ? { choice } : {}).criteria[0]?.note;
    expect(note("gggggggg.b", { 1: "ppppppppff" })).toEqual({ kind: "needs grades", good: 0, bad: 2 });
    expect(note(GRADES, { 1: "pppppppppppppppppp" })).toEqual({ kind: "no candidates" });
    expect(note("ggggggbbbbbb", { 1: "pppfffffffff" })).toEqual({ kind: "over the limit", lowest: 0.5 });
    expect(note("ggggggbbbbbb", { 1: "ppppppppppff" })).toEqual({ kind: "no usable assertion" });
    expect(note("ggggggbbbbbb", { 1: "ppppppffffff" })).toEqual({ kind: "selected" });
    expect(note("ggggggbbbbbb", { 1: "ppppppffffff" }, { kind: "none" })).toEqual({ kind: "left out" });
  });

  it("holds the set against an evaluator that passes everything, and finds a better set where there is one", () => {
    const found = setUp(GRADES, { 1: "pppppppppfffffffpp" });
    expect(found.baselines.alwaysPass).toMatchObject({ alignment: 0, coverage: { count: 0, of: 9 } });
    expect(found.baselines.previous).toBeNull();
    expect(found.bestSet).toMatchObject({ assertionIds: [1], isProven: true });
  });

  it("waits for grades after the wording changed", () => {
    const changed = {
      ...criterion,
      revision: { ...criterion.revision, number: 2, createdAt: new Date(1000) },
    };
    const input: ReportInput = {
      criteria: [changed],
      assertions: [],
      matrix: aMatrix({}),
      labels: {
        whole: new Map(),
        wholeUndecided: 0,
        wholeUnsure: 0,
        byCriterion: new Map(),
        weighed: new Set(),
      },
      choices: new Map(),
    };
    const at = (output: number, time: number): GradeEvent => ({
      ...aGrade(output, "good"),
      at: new Date(time),
    });
    const found = reportFindings(input, reportCard(input), {
      events: [at(1, 500), at(2, 2000), at(3, 2000), at(3, 3000)],
      previous: [],
    });
    expect(found.criteria[0]?.stopRule.settled).toEqual({ isMet: false, more: 3, gradesSinceEdit: 2 });
  });

  it("survives the way to the browser as JSON", () => {
    const found = setUp(GRADES, { 1: "pppppppppfffffffpp" });
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });
});

describe("rates of outputs that were not drawn evenly", () => {
  it("are weighted for the set and for each candidate, and not where all were drawn alike", () => {
    const criterion = aCriterion("c");
    const letters = "ggggbbbb";
    const grade = (i: number, chance: number): GradeEvent => ({
      ...aGrade(i + 1, letters[i] === "g" ? "good" : "bad"),
      shown: { policy: "disagreement", inclusionProbability: chance, rank: i + 1, seed: "s" },
    });
    const weightedOf = (chances: readonly number[]) => {
      const events = chances.map((chance, i) => grade(i, chance));
      const input = {
        criteria: [criterion],
        assertions: [anAssertion(1, criterion)],
        matrix: aMatrix({ 1: `pppfffpp${"p".repeat(30)}` }),
        labels: labelBoard(events, [criterion]),
        choices: new Map(),
      };
      return reportFindings(input, reportCard(input), { events, previous: [] }).criteria[0]?.weighted;
    };
    // The outputs that it fails were much likelier to be drawn than those that it misses.
    const uneven = weightedOf([0.02, 0.02, 0.02, 0.4, 0.4, 0.4, 0.02, 0.02]);
    expect(uneven?.[0]?.assertionId).toBe(1);
    expect(uneven?.[0]?.rates.coverage).toBeLessThan(0.3);
    expect(uneven?.[0]?.rates.falseFailureRate).toBeLessThan(0.2);
    const even = Array.from({ length: 8 }, (_, i) => 1 / (38 - i));
    expect(weightedOf(even)).toEqual([]);
  });
});
