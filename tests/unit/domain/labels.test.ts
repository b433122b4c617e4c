import { describe, expect, it } from "vitest";
import type { Criterion } from "@/lib/domain/criterion";
import type { GradeEvent } from "@/lib/domain/grade";
import { labelBoard } from "@/lib/domain/labels";
import { aCriterion, aGrade } from "@/tests/support/domain-builders";

const board = (events: readonly GradeEvent[], criteria: readonly Criterion[] = [aCriterion("c")]) => {
  const { whole, byCriterion, wholeUndecided, wholeUnsure } = labelBoard(events, criteria);
  const of = (id: string) => {
    const found = [...byCriterion].find(([key]) => key === id)?.[1];
    if (!found) throw new Error(`no labels of ${id}`);
    return { ...found, labels: Object.fromEntries(found.labels) };
  };
  return { whole: Object.fromEntries(whole), wholeUndecided, wholeUnsure, of };
};

describe("labels from grade events", () => {
  it("takes the latest grade of each grader; undo removes it and a skip leaves what was there", () => {
    const { whole } = board([
      aGrade(1, "good"),
      aGrade(1, "bad"),
      aGrade(2, "good"),
      aGrade(2, "withdrawn"),
      aGrade(3, "bad"),
      aGrade(3, "skipped"),
      aGrade(4, "skipped"),
    ]);
    expect(whole).toEqual({ 1: "bad", 3: "bad" });
  });

  it("goes with the majority of the graders, and with nobody on a tie", () => {
    const { whole, wholeUndecided } = board([
      aGrade(1, "good", { grader: "ann" }),
      aGrade(1, "bad", { grader: "bob" }),
      aGrade(2, "good", { grader: "ann" }),
      aGrade(2, "bad", { grader: "bob" }),
      aGrade(2, "bad", { grader: "cem" }),
    ]);
    expect(whole).toEqual({ 2: "bad" });
    expect(wholeUndecided).toBe(1);
  });

  it("counts grades of a criterion only under its current wording, and says how many are stale", () => {
    const { of } = board(
      [
        aGrade(1, "bad", { criterion: "c", revision: "old" }),
        aGrade(2, "bad", { criterion: "c", revision: "old" }),
        aGrade(2, "good", { criterion: "c", revision: "new" }),
        aGrade(3, "bad", { criterion: "c", revision: "new" }),
      ],
      [aCriterion("c", { revision: "new" })],
    );
    expect(of("c")).toMatchObject({ labels: { 2: "good", 3: "bad" }, stale: 1, basis: "criterion" });
  });

  it("lets a good whole output imply good criteria, and a bad one nothing", () => {
    const { of } = board([
      aGrade(1, "good"),
      aGrade(2, "bad"),
      aGrade(3, "bad", { criterion: "c" }),
      aGrade(4, "good"),
      aGrade(4, "bad", { criterion: "c" }),
    ]);
    expect(of("c")).toMatchObject({
      labels: { 1: "good", 3: "bad", 4: "bad" },
      implied: 1,
      basis: "criterion",
    });
  });

  it("falls back on whole-output grades while no output is bad on the criterion itself", () => {
    const { of } = board([aGrade(1, "good"), aGrade(2, "bad"), aGrade(3, "good", { criterion: "c" })]);
    expect(of("c")).toMatchObject({ labels: { 1: "good", 2: "bad", 3: "good" }, basis: "whole", implied: 0 });
  });

  it("completes the whole output from its criteria: bad when one is bad, good when all are good", () => {
    const { whole } = board(
      [
        aGrade(1, "bad", { criterion: "c" }),
        aGrade(2, "good", { criterion: "c" }),
        aGrade(3, "good", { criterion: "c" }),
        aGrade(3, "good", { criterion: "d" }),
        aGrade(4, "bad", { criterion: "c" }),
        aGrade(4, "good"),
      ],
      [aCriterion("c"), aCriterion("d")],
    );
    expect(whole).toEqual({ 1: "bad", 3: "good", 4: "good" });
  });

  it("ignores grades of criteria that are gone", () => {
    expect(board([aGrade(1, "bad", { criterion: "gone" })]).whole).toEqual({});
  });
});

describe("labels after a change of meaning", () => {
  const before = [...[1, 2, 3].map((output) => aGrade(output, "good")), aGrade(4, "bad"), aGrade(5, "bad")];
  const reinterpreted = [aCriterion("c", { revision: "new", since: before.at(-1)?.id ?? 0 })];

  it("do not follow from what was said of whole outputs under the old meaning", () => {
    const events = [...before, aGrade(6, "bad", { criterion: "c", revision: "new" })];
    expect(board(events, reinterpreted).of("c")).toMatchObject({
      ...{ labels: { 6: "bad" }, basis: "criterion", implied: 0, outdated: 3 },
    });
    // Said again since, it counts.
    expect(board([...events, aGrade(1, "good")], reinterpreted).of("c")).toMatchObject({
      ...{ labels: { 1: "good", 6: "bad" }, implied: 1, outdated: 2 },
    });
    // Of the whole output it stands.
    expect(board(events, reinterpreted).whole).toMatchObject({ 1: "good", 4: "bad" });
  });

  it("are not lent by whole outputs graded before, either", () => {
    expect(board(before, reinterpreted).of("c")).toMatchObject({
      labels: {},
      basis: "criterion",
      outdated: 3,
    });
    const lent = board([...before, aGrade(6, "bad"), aGrade(7, "good")], reinterpreted).of("c");
    expect(lent).toMatchObject({ labels: { 6: "bad", 7: "good" }, basis: "whole", outdated: 5 });
  });

  it("follow from all that was said of whole outputs where the criterion is only new", () => {
    expect(board([...before, aGrade(6, "bad", { criterion: "c" })]).of("c")).toMatchObject({
      ...{ implied: 3, outdated: 0 },
    });
  });
});

it("a tie on a criterion is not decided by a good whole output, nor one on the whole by its criteria", () => {
  const events = [
    aGrade(1, "good"),
    aGrade(1, "good", { criterion: "c" }),
    aGrade(1, "bad", { criterion: "c", grader: "ben" }),
    aGrade(2, "good"),
    aGrade(2, "bad", { grader: "ben" }),
    aGrade(2, "bad", { criterion: "c" }),
  ];
  expect(board(events).of("c")).toMatchObject({ labels: { 2: "bad" }, undecided: 1, implied: 0 });
  expect(board(events).whole).toEqual({ 1: "good" });
});

describe("“can't tell”", () => {
  it("is no label, takes back the grader's earlier one, and is counted", () => {
    const { whole, wholeUnsure } = board([
      aGrade(1, "unsure"),
      aGrade(2, "bad"),
      aGrade(2, "unsure"),
      aGrade(3, "unsure"),
      aGrade(3, "good"),
      aGrade(4, "unsure"),
      aGrade(4, "withdrawn"),
    ]);
    expect(whole).toEqual({ 3: "good" });
    expect(wholeUnsure).toBe(2);
  });

  it("leaves the label to the graders who could tell", () => {
    const { whole, wholeUnsure } = board([aGrade(1, "unsure"), aGrade(1, "bad", { grader: "ben" })]);
    expect(whole).toEqual({ 1: "bad" });
    expect(wholeUnsure).toBe(0);
  });

  it("of a criterion is not overruled by a good whole output, nor by a borrowed label", () => {
    const unsure = [
      aGrade(1, "good"),
      aGrade(1, "unsure", { criterion: "c" }),
      aGrade(2, "bad"),
      aGrade(2, "unsure", { criterion: "c" }),
    ];
    expect(board(unsure).of("c")).toMatchObject({ basis: "whole", labels: {}, unsure: 2 });
    const own = board([...unsure, aGrade(3, "bad", { criterion: "c" })]);
    expect(own.of("c")).toMatchObject({ basis: "criterion", labels: { 3: "bad" }, implied: 0, unsure: 2 });
  });

  it("of the whole output is not overruled by its criteria", () => {
    const { whole, of } = board([aGrade(1, "unsure"), aGrade(1, "bad", { criterion: "c" })]);
    expect(whole).toEqual({});
    expect(of("c").labels).toEqual({ 1: "bad" });
  });

  it("answers what another meaning had asked again", () => {
    const { of } = board(
      [
        aGrade(1, "bad", { criterion: "c", revision: "old" }),
        aGrade(1, "unsure", { criterion: "c", revision: "new" }),
      ],
      [aCriterion("c", { revision: "new" })],
    );
    expect(of("c")).toMatchObject({ stale: 0, outdated: 0, unsure: 1, labels: {} });
  });
});

describe("labels with graders weighed by how reliable they look", () => {
  const LETTERS = { g: "good", b: "bad" } as const;
  /** A letter an output for each grader, of the whole output or of a criterion. */
  const given = (rows: Readonly<Record<string, string>>, criterion?: string): GradeEvent[] =>
    Object.entries(rows).flatMap(([grader, letters]) =>
      Array.from(letters, (letter, i) =>
        aGrade(i + 1, letter === "g" ? LETTERS.g : LETTERS.b, {
          grader,
          ...(criterion === undefined ? {} : { criterion }),
        }),
      ),
    );
  /** Ann and Ben agree throughout; the two others err every other time, and on the last both do. */
  const rows = {
    ann: "gb".repeat(11),
    ben: "gb".repeat(11),
    cyn: `${"ggbb".repeat(5)}bg`,
    dan: `${"bggb".repeat(5)}bg`,
  };
  const c = aCriterion("c");

  it("decide what votes leave open, and say where", () => {
    const events = given(rows);
    const [byMajority, weighed] = [labelBoard(events, [c]), labelBoard(events, [c], "weighed")];
    expect([21, 22].map((id) => byMajority.whole.get(aGrade(id, "good").outputId))).toEqual([
      undefined,
      undefined,
    ]);
    expect([...weighed.whole.values()].slice(-2)).toEqual(["good", "bad"]);
    expect([byMajority.wholeUndecided > 0, weighed.wholeUndecided]).toEqual([true, 0]);
    expect([[...byMajority.weighed], [...weighed.weighed]]).toEqual([[], [null]]);
    const ofCriterion = labelBoard(given(rows, "c"), [c], "weighed");
    expect([...ofCriterion.weighed]).toEqual([c.id]);
    expect(ofCriterion.byCriterion.get(c.id)).toMatchObject({ undecided: 0, basis: "criterion" });
  });

  it("are those of the majority where too few have graded, and never against a decision", () => {
    const few = given({ ann: "gbg", ben: "gbb", cyn: "bbb" });
    expect(labelBoard(few, [c], "weighed")).toEqual(labelBoard(few, [c]));
    const decision = { ...aGrade(21, "bad", { grader: "dora" }) };
    const decided = [
      ...given(rows),
      { ...decision, shown: { ...decision.shown, policy: "adjudication" as const } },
    ];
    expect(labelBoard(decided, [c], "weighed").whole.get(decision.outputId)).toBe("bad");
  });
});
