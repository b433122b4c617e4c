import { describe, expect, it } from "vitest";
import { AssertionId } from "@/lib/domain/ids";
import { movesOf, sayLabels, verdictChanges } from "@/lib/domain/verdict-changes";
import { aMatrix, someLabels } from "@/tests/support/domain-builders";

function changesOf(before: readonly string[], after: readonly string[], labels = "") {
  const matrix = aMatrix(Object.fromEntries([...before, ...after].map((row, i) => [i + 1, row])));
  const ids = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => AssertionId.parse(from + i + 1));
  const kindsOf = (members: readonly AssertionId[]) => (outputId: (typeof matrix.outputIds)[number]) =>
    members.map((id) => matrix.kind(id, outputId));
  return verdictChanges(
    matrix.outputIds,
    {
      before: kindsOf(ids(0, before.length)),
      after: kindsOf(ids(before.length, before.length + after.length)),
    },
    someLabels(labels),
  );
}

describe("where two sets differ", () => {
  it("lists what turned, with the grade", () => {
    const { compared, notMeasured, changes } = changesOf(["ppff"], ["pffp"], ".bg.");
    expect([compared, notMeasured]).toEqual([4, 0]);
    expect(changes).toEqual([
      { outputId: 2, before: "pass", after: "fail", label: "bad" },
      { outputId: 4, before: "fail", after: "pass", label: null },
    ]);
  });

  it("says not measured where a member that could fail it has not judged, and fail where another does", () => {
    const { compared, notMeasured, changes } = changesOf(["pp"], ["pf", ".."]);
    expect([compared, notMeasured]).toEqual([1, 1]);
    expect(changes.map(({ outputId, after }) => [outputId, after])).toEqual([[2, "fail"]]);
  });

  it("keeps errors apart from failures, and compares nothing beside an empty set", () => {
    expect(changesOf(["p"], ["e"]).changes).toMatchObject([{ before: "pass", after: "error" }]);
    expect(changesOf([], ["p"])).toEqual({ compared: 0, notMeasured: 1, changes: [] });
  });

  it("groups by direction, the commonest first, and counts the grades", () => {
    const moves = movesOf(changesOf(["pppf"], ["fffp"], "gb..").changes);
    expect(moves.map(({ before, after, changes }) => [before, after, changes.length])).toEqual([
      ["pass", "fail", 3],
      ["fail", "pass", 1],
    ]);
    expect(sayLabels(moves[0]?.changes ?? [])).toBe(
      "1 graded bad, 1 graded good, 1 without a grade that counts",
    );
  });
});
