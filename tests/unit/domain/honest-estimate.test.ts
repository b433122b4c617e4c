import { describe, expect, it } from "vitest";
import { harmonicMean } from "@/lib/domain/alignment";
import { honestEstimate, honestWinner } from "@/lib/domain/honest-estimate";
import { mulberry32 } from "@/lib/domain/rng";
import { reportCard } from "@/lib/domain/report-card";
import { aCriterion, aMatrix, anAssertion, someLabels } from "@/tests/support/domain-builders";

const criterion = aCriterion("c");

/** One criterion whose candidates say what the rows of letters say. */
function input(letters: string, rows: Readonly<Record<number, string>>, columns = criterion) {
  return {
    criteria: [columns],
    assertions: Object.keys(rows).map((id) => anAssertion(Number(id), columns)),
    matrix: aMatrix(rows),
    labels: {
      whole: someLabels(letters),
      wholeUndecided: 0,
      byCriterion: new Map([
        [
          columns.id,
          {
            basis: "criterion" as const,
            labels: someLabels(letters),
            implied: 0,
            stale: 0,
            undecided: 0,
            provisional: 0,
          },
        ],
      ]),
    },
    choices: new Map(),
  };
}

describe("the honest estimate", () => {
  it("is what a single candidate shows, when there is nothing to choose", () => {
    const board = input("gggggggggbbbbbb", { 1: "ppppppppfffffpp" });
    const card = reportCard(board);
    expect(card.honest?.coverage).toBeCloseTo(4 / 6, 12);
    expect(card.honest?.falseFailureRate).toBeCloseTo(1 / 9, 12);
    expect(honestWinner(board, criterion)).toEqual(card.honest);
  });

  it("has an interval that holds it", () => {
    const honest = honestEstimate(input("gggggggggbbbbbb", { 1: "ppppppppfffffpp", 2: "pppppppppfffppp" }));
    for (const [value, interval] of [
      [honest?.coverage, honest?.interval.coverage],
      [honest?.falseFailureRate, honest?.interval.falseFailureRate],
    ] as const) {
      expect(interval?.[0]).toBeLessThan(value ?? NaN);
      expect(interval?.[1]).toBeGreaterThan(value ?? NaN);
    }
    expect(honest?.interval.alignment).not.toBeNull();
  });

  it("falls to chance where the best of many coins was chosen, though in-sample it looks good", () => {
    const rng = mulberry32(11);
    const coins = Array.from({ length: 40 }, () =>
      Array.from({ length: 30 }, () => (rng() < 0.5 ? "p" : "f")).join(""),
    );
    const board = input(
      "g".repeat(15) + "b".repeat(15),
      Object.fromEntries(coins.map((row, i) => [i + 1, row])),
      {
        ...criterion,
        ffrLimit: 1,
      },
    );
    const card = reportCard(board);
    const inSample = card.criteria[0]?.candidates[0]?.alignment ?? 0;
    const honest = honestEstimate(board);
    expect(inSample).toBeGreaterThan(0.65);
    expect(harmonicMean(honest?.coverage ?? 0, 1 - (honest?.falseFailureRate ?? 0))).toBeLessThan(0.6);
  });

  it("is not measured with fewer than three of a class", () => {
    expect(honestEstimate(input("ggggbb", { 1: "ppppff" }))).toBeNull();
    expect(honestEstimate(input("gggbbb", { 1: "pppfff" }))?.alignment).toBe(1);
  });

  it("says how many members were learnt from these grades", () => {
    const board = input("gggggbbbbb", { 1: "pppppfffff" });
    const learnt = {
      ...board,
      assertions: board.assertions.map((a) => ({ ...a, origin: "induced" as const })),
    };
    expect([honestEstimate(board)?.fitted, honestEstimate(learnt)?.fitted]).toEqual([0, 1]);
  });
});
