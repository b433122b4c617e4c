import { describe, expect, it } from "vitest";
import type { Label } from "@/lib/domain/grade";
import { AssertionId, OutputId } from "@/lib/domain/ids";
import type { VerdictKind } from "@/lib/domain/verdict";
import { pageOfTable, type TableFilter } from "@/lib/domain/verdict-table";

const labels: readonly (Label | null)[] = ["good", "good", "bad", "bad", null, null];
const verdicts: readonly (readonly (VerdictKind | null)[])[] = [
  ["pass", "pass"],
  ["pass", "fail"],
  ["fail", "fail"],
  ["pass", "error"],
  ["error", null],
  [null, null],
];
const outputIds = labels.map((_, i) => OutputId.parse(i + 1));
const assertionIds = [AssertionId.parse(1), AssertionId.parse(2)];
const table = (filter: TableFilter, page = 1, size = 10) =>
  pageOfTable(
    {
      outputIds,
      assertionIds,
      labelOf: (id) => labels[id - 1] ?? null,
      kindOf: (assertion, output) => verdicts[output - 1]?.[assertion - 1] ?? null,
    },
    { filter, page, size },
  );

describe("the table of outputs × assertions", () => {
  it.each([
    ["all", [4, 2, 1, 3, 5, 6]],
    ["graded", [4, 2, 1, 3]],
    ["good", [2, 1]],
    ["bad", [4, 3]],
    ["ungraded", [5, 6]],
    ["disagreement", [2]],
    ["falsePass", [4]],
    ["falseFail", [2]],
    ["caught", [3]],
    ["kept", [1]],
    ["error", [4, 5]],
  ] as const)(
    "shows under %s the outputs %j, what was missed and wrongly failed first",
    (filter, expected) => {
      expect(table(filter).rows.map(({ outputId }) => outputId)).toEqual(expected);
      expect(table(filter).total).toBe(expected.length);
    },
  );

  it("counts all rows and shows one page", () => {
    expect(table("all", 2, 4).rows.map(({ outputId }) => outputId)).toEqual([5, 6]);
    expect(table("all", 2, 4).total).toBe(6);
  });
});
