import { describe, expect, it } from "vitest";
import { compareRevisions } from "@/lib/domain/compare-revisions";
import type { Revision } from "@/lib/domain/criterion";
import type { CriterionHistory } from "@/lib/domain/drift-journal";
import { timelines } from "@/lib/domain/drift-timeline";
import type { GradeEvent } from "@/lib/domain/grade";
import { RevisionId } from "@/lib/domain/ids";
import { aCriterion, aGrade, aMatrix, anAssertion } from "@/tests/support/domain-builders";

const day = (n: number): Date => new Date(n * 86_400_000);

const revision = (id: string, number: number, change: Revision["change"]): Revision => ({
  ...aCriterion("c").revision,
  ...{ id: RevisionId.parse(id), number, change, createdAt: day(number) },
});

const [r1, r2, r3] = [
  revision("r1", 1, "first"),
  revision("r2", 2, "meaning"),
  revision("r3", 3, "clarification"),
];
const history: CriterionHistory = {
  criterion: aCriterion("c", { revision: "r3", clarifies: ["r2"] }),
  revisions: [r3, r2, r1],
};

/** Grades of outputs 1, 2, … under a wording and on its day. */
const grades = (letters: string, under: Revision, grader = "ann"): GradeEvent[] =>
  Array.from(letters).flatMap((letter, i) =>
    letter === "."
      ? []
      : [
          {
            ...aGrade(i + 1, letter === "g" ? "good" : "bad", { criterion: "c", revision: under.id, grader }),
            at: day(under.number),
          },
        ],
  );

const story = (events: readonly GradeEvent[], row = "ppff") => {
  const { criterion } = history;
  const inPlay = [{ criterion, assertion: anAssertion(1, criterion), basis: "criterion" } as const];
  const [timeline] = timelines({
    ...{ histories: [history], events, matrix: aMatrix({ 1: row }), inPlay },
    labelling: "majority",
  });
  if (!timeline) throw new Error("no timeline");
  return timeline;
};

describe("the timeline of a criterion", () => {
  const events = [...grades("ggbb", r1), ...grades("bg", r2), ...grades("gb", r2, "bob")];

  it("shows each grade, stale where the meaning changed since, and each edit in its place", () => {
    const { grades: dots, edits } = story(events);
    expect(dots.map(({ label, isStale }) => `${label}${isStale ? " (stale)" : ""}`)).toEqual([
      ...["good (stale)", "good (stale)", "bad (stale)", "bad (stale)"],
      ...["bad", "good", "good", "bad"],
    ]);
    expect(edits.map(({ revision: { id }, after }) => [id, after])).toEqual([
      ["r2", 4],
      ["r3", 8],
    ]);
  });

  it("measures alignment and α with the labels and the wording of each moment", () => {
    const { points } = story(events);
    expect(points.map(({ after }) => after)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    // Under r1 the assertion agrees with everyone; α needs two graders.
    expect(points[3]).toMatchObject({ alignment: 1, labelled: 4, alpha: null, shared: 0 });
    // Under r2, first one grade, bad, of an output that passes: no good one, so nothing to align with.
    expect(points[4]).toMatchObject({ alignment: null, labelled: 1 });
    expect(points[5]).toMatchObject({ alignment: 0, labelled: 2 });
    // Ann and Bob disagree on both outputs: both are undecided, and α is below chance.
    expect(points[7]).toMatchObject({ alignment: null, labelled: 0, shared: 2 });
    expect(points[7]?.alpha).toBeCloseTo(1 - (2 * 2 * 3) / (2 * 2 * 2), 12);
  });

  it("sums up how the selected assertion disagrees with grades of the current meaning", () => {
    // Outputs 1 and 2 are graded bad and good by Ann and both pass: ln 3, then ln 7/9 off.
    const { disagreement } = story(events);
    expect(disagreement).toHaveLength(2);
    expect(disagreement[0]).toBeCloseTo(Math.log(3), 12);
    expect(disagreement[1]).toBeCloseTo(Math.log(3) + Math.log(7 / 9), 12);
  });

  it("shows at most forty moments, the last one among them", () => {
    const { points } = story(grades("gb".repeat(100), r1), "pf".repeat(100));
    expect(points).toHaveLength(40);
    expect(points.at(-1)).toMatchObject({ after: 200, labelled: 200, alignment: 1 });
  });

  it("keeps the place of each grade where not all of them are shown", () => {
    const { graded, every, grades: dots } = story(grades("gb".repeat(300), r1), "pf".repeat(300));
    expect([graded, every, dots.length]).toEqual([600, 3, 200]);
    expect(dots.slice(0, 3).map(({ nth, label }) => [nth, label])).toEqual([
      ...[
        [1, "good"],
        [4, "bad"],
        [7, "good"],
      ],
    ]);
  });

  it("is left out where nobody graded the criterion itself and no assertion is measured on it", () => {
    const facts = {
      ...{ histories: [history], matrix: aMatrix({}), inPlay: [] },
      labelling: "majority",
    } as const;
    const all = timelines({ ...facts, events: [aGrade(1, "good")] });
    expect(all.map(({ criterionId }) => criterionId)).toEqual([null]);
    expect(timelines({ ...facts, events: [] })).toEqual([]);
  });

  it("rests on grades of whole outputs where the criterion has none of its own", () => {
    const wholes = (at: Date) =>
      Array.from("gbgb", (letter, i) => ({ ...aGrade(i + 1, letter === "g" ? "good" : "bad"), at }));
    // Given before it was written, they tell nothing of its time: the whole output alone has a story.
    expect(story(wholes(day(0)), "pfpp").criterionId).toBeNull();
    const events = wholes(day(4));
    const { isLent, grades: dots, points } = story(events, "pfpp");
    expect([isLent, dots.map(({ label }) => label)]).toEqual([true, ["good", "bad", "good", "bad"]]);
    // One of two bad outputs is caught, no good one fails: 2 · 1 · 0.5 / 1.5. Of the criterion nobody can disagree.
    expect(points.at(-1)).toMatchObject({ after: 4, labelled: 4, alpha: null, shared: 0 });
    expect(points.at(-1)?.alignment).toBeCloseTo(2 / 3, 12);
  });
});

describe("the timeline of the whole output", () => {
  it("measures all selected assertions together, and how well graders agree on whole outputs", () => {
    const [one, two] = [aCriterion("one"), aCriterion("two")];
    const inPlay = [one, two].map(
      (criterion, i) => ({ criterion, assertion: anAssertion(i + 1, criterion), basis: "whole" }) as const,
    );
    const events = [
      ...Array.from("gbb", (letter, i) => aGrade(i + 1, letter === "g" ? "good" : "bad")),
      aGrade(1, "good", { grader: "bob" }),
    ];
    const whole = timelines({
      ...{ histories: [], events, inPlay, labelling: "majority" },
      matrix: aMatrix({ 1: "pfp", 2: "ppf" }),
    }).at(-1);
    expect(whole).toMatchObject({ criterionId: null, graded: 4, edits: [], disagreement: [] });
    // Each assertion catches one of the two bad outputs: together they catch both.
    expect(whole?.points.at(-1)).toMatchObject({ after: 4, labelled: 3, alignment: 1, shared: 1 });
  });
});

describe("two wordings side by side", () => {
  it("have those outputs first whose label differs, then those graded under both", () => {
    const events = [...grades("ggbb", r1), ...grades("gbb", r2), ...grades("g", r2, "bob")];
    expect(compareRevisions({ events, labelling: "majority" }, r1, r2)).toMatchObject({
      both: 3,
      flipped: 1,
      outputs: [
        { outputId: 2, left: "good", right: "bad" },
        { outputId: 1, left: "good", right: "good" },
        { outputId: 3, left: "bad", right: "bad" },
        { outputId: 4, left: "bad", right: null },
      ],
    });
  });

  it("say where graders differ evenly, and forget what was withdrawn", () => {
    const withdrawn = aGrade(2, "withdrawn", { criterion: "c", revision: "r2" });
    const events = [...grades("gg", r2), withdrawn, ...grades("b", r2, "bob")];
    expect(compareRevisions({ events, labelling: "majority" }, r1, r2).outputs).toEqual([
      { outputId: 1, left: null, right: "undecided" },
    ]);
  });
});
