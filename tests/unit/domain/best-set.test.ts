import { describe, expect, it } from "vitest";
import { bestSet } from "@/lib/domain/best-set";
import type { Choice } from "@/lib/domain/choice";
import { AssertionId, type CriterionId } from "@/lib/domain/ids";
import { reportCard } from "@/lib/domain/report-card";
import type { Criterion } from "@/lib/domain/criterion";
import { labelBoard } from "@/lib/domain/labels";
import { aCriterion, aGrade, aMatrix, anAssertion } from "@/tests/support/domain-builders";

const LETTERS = "ggggggggggbbbbbb";
const events = Array.from(LETTERS, (letter, i) => aGrade(i + 1, letter === "g" ? "good" : "bad"));

/** The best set with assertions 1 and 2 of the first criterion and 3 of the second. */
function bestOf(
  rows: Readonly<Record<number, string>>,
  [first, second]: readonly [Criterion, Criterion],
  choices: ReadonlyMap<CriterionId, Choice> = new Map(),
) {
  const criteria = [first, second];
  const assertions = [anAssertion(1, first), anAssertion(2, first), anAssertion(3, second)];
  const input = {
    criteria,
    assertions,
    matrix: aMatrix(rows),
    labels: labelBoard(events, criteria),
    choices,
  };
  const found = bestSet(
    input,
    reportCard(input),
    assertions.map(({ id }) => id),
  );
  return found && { ids: found.assertionIds, isProven: found.isProven };
}

describe("the best set of any candidates", () => {
  const rows = {
    1: "fpppppppppfffppp",
    2: "pffppppppppppfff",
    3: "ppppppppppppfppp",
  };
  it("keeps the members of a criterion within its FFR limit together, not only each alone", () => {
    const second = aCriterion("b");
    expect(bestOf(rows, [aCriterion("a", { ffrLimit: 0.3 }), second])).toEqual({
      ids: [1, 2],
      isProven: true,
    });
    // Each alone fails at most 2 of 10 good ones, both together 3.
    expect(bestOf(rows, [aCriterion("a", { ffrLimit: 0.2 }), second])).toEqual({
      ids: [2, 3],
      isProven: true,
    });
  });
  it("has an assertion of a criterion that is a must, whatever it catches", () => {
    const idle = { ...rows, 3: "fppppppppppppppp" };
    const first = aCriterion("a", { ffrLimit: 0.3 });
    expect(bestOf(idle, [first, aCriterion("b")])?.ids).toEqual([1, 2]);
    expect(bestOf(idle, [first, aCriterion("b", { mustPass: true })])?.ids).toEqual([1, 3]);
  });
  it("keeps what the person pinned, even over the limit, and takes none where none is wanted", () => {
    const first = aCriterion("a", { ffrLimit: 0.1 });
    const second = aCriterion("b");
    const pin = new Map<CriterionId, Choice>([
      [first.id, { kind: "pin", assertionId: AssertionId.parse(2) }],
    ]);
    expect(bestOf(rows, [first, second], pin)?.ids).toEqual([2, 3]);
    const none = new Map<CriterionId, Choice>([[first.id, { kind: "none" }]]);
    expect(bestOf(rows, [first, second], none)?.ids).toEqual([3]);
  });
});
