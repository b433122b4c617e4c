import { describe, expect, it } from "vitest";
import { carryThroughMerge, carryThroughSplit } from "@/lib/domain/carry-grades";
import { sameMeaning } from "@/lib/domain/criterion";
import type { GradeEvent } from "@/lib/domain/grade";
import { RevisionId } from "@/lib/domain/ids";
import { labelBoard } from "@/lib/domain/labels";
import { relookQueue } from "@/lib/domain/relook";
import { aCriterion, aGrade, aMatrix, anAssertion } from "@/tests/support/domain-builders";

const shownAs = (event: GradeEvent, policy: GradeEvent["shown"]["policy"]): GradeEvent => ({
  ...event,
  shown: { policy, inclusionProbability: null, rank: null, seed: null },
});

const reworded = aCriterion("c", { revision: "new" });
const queueOf = (
  events: readonly GradeEvent[],
  rows: Readonly<Record<number, string>>,
  criteria = [reworded],
) =>
  relookQueue(
    {
      criteria,
      assertions: Object.keys(rows).map((id) => anAssertion(Number(id), reworded)),
      matrix: aMatrix(rows),
      labels: labelBoard(events, criteria),
    },
    events,
  ).map(({ outputId, criterionIds }) => `${outputId}:${criterionIds.join()}`);

const old = (output: number, mark: "good" | "bad", criterion = "c") =>
  aGrade(output, mark, { criterion, revision: "old" });
const now = (output: number, mark: "good" | "bad" | "withdrawn") =>
  aGrade(output, mark, { criterion: "c", revision: "new" });

describe("what the wordings of a criterion have in common", () => {
  const chain = (...changes: readonly ("first" | "clarification" | "meaning")[]) =>
    sameMeaning(changes.map((change, i) => ({ id: RevisionId.parse(`r${i}`), change })));
  it("goes back to the last change of meaning", () => {
    expect(chain("first")).toEqual(["r0"]);
    expect(chain("clarification", "clarification", "meaning", "first")).toEqual(["r0", "r1", "r2"]);
    expect(chain("meaning", "clarification", "first")).toEqual(["r0"]);
    expect(chain("clarification", "first")).toEqual(["r0", "r1"]);
  });
});

describe("grades under a wording that was clarified", () => {
  it("count on, and nothing is asked again", () => {
    const criteria = [aCriterion("c", { revision: "new", clarifies: ["old"] })];
    const labels = labelBoard([old(1, "bad"), now(2, "good")], criteria).byCriterion.get(reworded.id);
    expect(labels && Object.fromEntries(labels.labels)).toEqual({ 1: "bad", 2: "good" });
    expect(labels?.stale).toBe(0);
    expect(queueOf([old(1, "bad")], { 1: "p" }, criteria)).toEqual([]);
  });
});

describe("the queue of outputs to look at again", () => {
  it("has what was graded under the old meaning only, until it is graded again", () => {
    const before = [old(1, "bad"), old(2, "good"), now(3, "good")];
    expect(queueOf(before, { 1: "ppp" })).toHaveLength(2);
    expect(queueOf([...before, now(1, "bad")], { 1: "ppp" })).toEqual(["2:c"]);
    expect(queueOf([...before, now(1, "bad"), now(1, "withdrawn")], { 1: "ppp" })).toHaveLength(2);
  });

  it("begins where the candidates of the new wording disagree", () => {
    const grades = [1, 2, 3, 4].map((output) => old(output, "good"));
    expect(queueOf(grades, { 1: "ppfp", 2: "pppf", 3: "fpff" })).toEqual(["3:c", "4:c", "1:c", "2:c"]);
  });

  it("prefers the label of which little is known", () => {
    const known = Array.from({ length: 8 }, (_, i) => now(i + 3, "good"));
    expect(queueOf([now(11, "bad"), ...known, old(1, "good"), old(2, "bad")], {})).toEqual(["2:c", "1:c"]);
  });

  it("prefers old grades that the candidates contradict", () => {
    expect(queueOf([old(1, "good"), old(2, "good"), old(3, "good")], { 1: "pfp", 2: "pfp" })[0]).toBe("2:c");
  });

  it("asks an output once for all its criteria", () => {
    const criteria = [reworded, aCriterion("d", { revision: "new" })];
    expect(queueOf([old(1, "good"), old(1, "bad", "d")], {}, criteria)).toEqual(["1:c,d"]);
  });
});

describe("grades carried over by rule", () => {
  const carried = (grades: ReturnType<typeof carryThroughSplit>) =>
    grades.map(({ outputId, grader, mark }) => `${outputId} ${grader} ${mark}`);

  it("through a split: good is good in every part, bad is asked", () => {
    const events = [aGrade(1, "good"), aGrade(2, "bad"), aGrade(3, "bad"), aGrade(3, "withdrawn")];
    expect(carried(carryThroughSplit(events))).toEqual(["1 ann good", "2 ann skipped"]);
  });

  it("through a merge: bad where any is, good where all are, else asked; grader by grader", () => {
    const first = [aGrade(1, "good"), aGrade(2, "good"), aGrade(3, "good"), aGrade(4, "bad")];
    const second = [aGrade(1, "good"), aGrade(2, "bad"), aGrade(1, "bad", { grader: "ben" })];
    expect(carried(carryThroughMerge([first, second]))).toEqual([
      "1 ann good",
      "2 ann bad",
      "3 ann skipped",
      "4 ann bad",
      "1 ben bad",
    ]);
  });

  it("are labels, but provisional ones, and are asked again until somebody says so", () => {
    const events = [
      shownAs(now(1, "good"), "carried"),
      shownAs({ ...now(2, "bad"), mark: "skipped" }, "carried"),
    ];
    const labels = labelBoard(events, [reworded]).byCriterion.get(reworded.id);
    expect(labels).toMatchObject({ provisional: 1, stale: 0 });
    expect(labels?.labels.size).toBe(1);
    expect(queueOf(events, {}).toSorted()).toEqual(["1:c", "2:c"]);
    const confirmed = [...events, now(1, "good"), now(2, "bad")];
    expect(queueOf(confirmed, {})).toEqual([]);
    expect(labelBoard(confirmed, [reworded]).byCriterion.get(reworded.id)).toMatchObject({ provisional: 0 });
  });
});

describe("a decision where graders differ", () => {
  const differ = [
    aGrade(1, "good", { grader: "ann" }),
    aGrade(1, "good", { grader: "cem" }),
    aGrade(1, "bad", { grader: "ben" }),
  ];
  const decided = shownAs(aGrade(1, "bad", { grader: "ann" }), "adjudication");
  const whole = (events: readonly GradeEvent[]) => [...labelBoard(events, []).whole.values()];
  it("counts before the majority, leaves the grades as they are, and can be taken back", () => {
    expect(whole(differ)).toEqual(["good"]);
    expect(whole([...differ, decided])).toEqual(["bad"]);
    expect(whole([...differ, decided, { ...decided, mark: "withdrawn" }])).toEqual(["good"]);
  });
});
