import { describe, expect, it } from "vitest";
import { carryThroughMerge, carryThroughSplit } from "@/lib/domain/carry-grades";
import { sameMeaning } from "@/lib/domain/criterion";
import type { GradeEvent } from "@/lib/domain/grade";
import { RevisionId } from "@/lib/domain/ids";
import { labelBoard } from "@/lib/domain/labels";
import { relookQueue, relooksOf } from "@/lib/domain/relook";
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
    sameMeaning(changes.map((change, i) => ({ id: RevisionId.parse(`r${i}`), change }))).map(({ id }) => id);
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

  it("asks each grader for their own, whoever has answered, and helps out where nobody has", () => {
    const by = (grader: string, event: GradeEvent): GradeEvent => ({ ...event, grader });
    const events = [old(1, "bad"), old(2, "good"), by("ben", old(1, "good")), by("ben", old(3, "good"))];
    const asks = (grader: string, more: readonly GradeEvent[] = []) => {
      const given = [...events, ...more];
      const labels = labelBoard(given, [reworded]);
      const board = { criteria: [reworded], assertions: [], matrix: aMatrix({ 1: "pppp" }), labels };
      return relooksOf(board, given, grader).map(({ outputId }) => outputId);
    };
    expect([asks("ann").toSorted(), asks("ben").toSorted()]).toEqual([
      [1, 2],
      [1, 3],
    ]);
    const again = [now(1, "good"), by("ben", now(3, "good"))];
    expect([asks("ann", again), asks("ben", again)]).toEqual([[2], [1]]);
    // Nobody is left to be asked about what is decided.
    expect(asks("ben", [...again, shownAs(now(1, "bad"), "adjudication")])).toEqual([2]);
    // Two who have none of their own do not all begin with the same.
    const first = Array.from({ length: 20 }, (_, i) => asks(`helper ${i}`)[0]);
    expect(new Set(first).size).toBeGreaterThan(1);
    expect(asks("cyn").toSorted()).toEqual([1, 2, 3]);
  });

  it("asks an output once for all its criteria", () => {
    const criteria = [reworded, aCriterion("d", { revision: "new" })];
    expect(queueOf([old(1, "good"), old(1, "bad", "d")], {}, criteria)).toEqual(["1:c,d"]);
  });
});

describe("grades carried over by rule", () => {
  const carried = (grades: ReturnType<typeof carryThroughSplit>) =>
    grades.map(({ outputId, grader, mark }) => `${outputId} ${grader} ${mark}`);
  const by = (grader: string, output: number, mark: GradeEvent["mark"]) => aGrade(output, mark, { grader });
  const split = (events: readonly GradeEvent[]) => carried(carryThroughSplit(events, "majority"));
  const merge = (...merged: readonly (readonly GradeEvent[])[]) =>
    carried(
      carryThroughMerge(
        merged.map((events) => ({ events, labels: labelBoard(events, []).whole })),
        "majority",
      ),
    );

  it("through a split: good is good in every part, bad is asked", () => {
    expect(
      split([
        aGrade(1, "good"),
        aGrade(2, "bad"),
        aGrade(3, "bad"),
        aGrade(3, "withdrawn"),
        aGrade(4, "unsure"),
      ]),
    ).toEqual(["1 ann good", "2 ann skipped", "4 ann skipped"]);
  });

  it("through a split: the label decides, not what one grader said", () => {
    const outvoted = [by("ann", 1, "bad"), by("cyn", 1, "bad"), by("ben", 1, "good")];
    expect(split(outvoted)).toEqual(["1 ann skipped", "1 cyn skipped", "1 ben skipped"]);
    const decided = [by("ann", 2, "good"), by("ben", 2, "bad"), shownAs(by("cyn", 2, "bad"), "adjudication")];
    expect(split(decided)).toEqual(["2 ann skipped", "2 ben skipped", "2 cyn skipped"]);
    const tied = [by("ann", 3, "good"), by("ben", 3, "bad")];
    expect(split(tied)).toEqual(["3 ann skipped", "3 ben skipped"]);
    expect(split([...tied, shownAs(by("cyn", 3, "good"), "adjudication")])).toEqual([
      "3 ann good",
      "3 ben skipped",
      "3 cyn good",
    ]);
  });

  it("through a merge: bad where the label of any is, good where all are, else asked", () => {
    const first = [aGrade(1, "good"), aGrade(2, "good"), aGrade(3, "good"), aGrade(4, "bad")];
    const second = [aGrade(1, "good"), aGrade(2, "bad"), by("ben", 1, "bad")];
    expect(merge(first, second)).toEqual([
      // In the second graders differ.
      "1 ann skipped",
      "1 ben skipped",
      "2 ann bad",
      "3 ann skipped",
      "4 ann bad",
    ]);
    expect(merge([by("ann", 1, "good")], [by("ben", 1, "good")])).toEqual(["1 ann good", "1 ben good"]);
    const outvoted = [by("ann", 1, "bad"), by("ben", 1, "good"), by("cyn", 1, "good")];
    expect(merge(outvoted, [by("ann", 1, "good")])).toEqual(["1 ann skipped", "1 ben good", "1 cyn good"]);
  });

  it("through a merge: what a good whole output implies counts, what a bad one lends does not", () => {
    const lent = labelBoard([aGrade(1, "good"), aGrade(2, "bad")], []).whole;
    const given = [
      { events: [aGrade(1, "good"), aGrade(2, "good")], labels: lent },
      { events: [], labels: lent },
    ];
    expect(carried(carryThroughMerge(given, "majority"))).toEqual(["1 ann good", "2 ann skipped"]);
  });

  it("are outvoted by nobody's carried grade: they count only until somebody has answered", () => {
    const as = (grader: string, event: GradeEvent): GradeEvent => ({ ...event, grader });
    const goods = ["ann", "ben", "cyn"].map((grader) => shownAs(as(grader, now(1, "good")), "carried"));
    const labels = (...more: readonly GradeEvent[]) =>
      labelBoard([...goods, ...more], [reworded]).byCriterion.get(reworded.id);
    expect([...(labels()?.labels.values() ?? [])]).toEqual(["good"]);
    const bad = as("ann", now(1, "bad"));
    expect([...(labels(bad)?.labels.values() ?? [])]).toEqual(["bad"]);
    expect(labels(bad)).toMatchObject({ undecided: 0, provisional: 0 });
    // Taken back, it is as it was; "cannot be told" is an answer, too.
    const undone = labels(bad, as("ann", now(1, "withdrawn")));
    expect([[...(undone?.labels.values() ?? [])], undone?.provisional]).toEqual([["good"], 1]);
    expect(labels({ ...bad, mark: "unsure" })).toMatchObject({
      unsure: 1,
      provisional: 0,
      labels: new Map(),
    });
  });

  it("leave open what was bad before, whatever had been said of the whole output", () => {
    const before = aGrade(1, "good");
    const asked = shownAs({ ...now(1, "bad"), mark: "skipped" }, "carried");
    const own = (events: readonly GradeEvent[]) =>
      labelBoard(events, [reworded]).byCriterion.get(reworded.id);
    expect(own([before, asked])?.labels.size).toBe(0);
    expect(own([asked, aGrade(1, "good")])).toMatchObject({ implied: 1 });
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
