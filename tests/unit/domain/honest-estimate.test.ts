import { describe, expect, it } from "vitest";
import { harmonicMean } from "@/lib/domain/alignment";
import { honestEstimate, honestWinner } from "@/lib/domain/honest-estimate";
import { FoldLearner } from "@/lib/domain/fold-learner";
import { AssertionId, OutputId } from "@/lib/domain/ids";
import { induceCandidates } from "@/lib/domain/induce";
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
      wholeUnsure: 0,
      weighed: new Set<null>(),
      byCriterion: new Map([
        [
          columns.id,
          {
            basis: "criterion" as const,
            labels: someLabels(letters),
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

  describe("of what grades taught", () => {
    const letters = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? "g" : "b"));
    /** The rule that induction finds on these texts, as the candidate of the criterion. */
    function taught(textOf: (i: number) => string) {
      const texts = letters.map((letter, i) => ({
        ...{ output: textOf(i), input: "" },
        label: letter === "g" ? ("good" as const) : ("bad" as const),
      }));
      const [rule] = induceCandidates(texts);
      if (!rule) throw new Error("nothing was learnt");
      const row = texts.map((text) => (rule.fails(text) ? "f" : "p")).join("");
      const board = input(letters.join(""), { 1: row }, { ...criterion, ffrLimit: 1 });
      const learner = new FoldLearner(new Map(texts.map((text, i) => [OutputId.parse(i + 1), text])));
      const assertions = board.assertions.map((a) => ({ ...a, origin: "induced" as const }));
      return { rule, asTaught: { ...board, assertions }, refitted: { ...board, assertions, learner } };
    }

    it("falls to chance where there was nothing to learn", () => {
      const rng = mulberry32(5);
      const noise = letters.map(() => "word ".repeat(1 + Math.floor(rng() * 30)) + "!".repeat(rng() * 9));
      const { rule, asTaught, refitted } = taught((i) => noise[i] ?? "");
      expect(rule.trainAlignment).toBeGreaterThan(0.55);
      expect(honestEstimate(asTaught)).toMatchObject({ fitted: 1 });
      expect(honestEstimate(asTaught)?.alignment).toBeGreaterThanOrEqual(rule.trainAlignment);
      const honest = honestEstimate(refitted);
      expect(honest?.fitted).toBe(0);
      expect(honest?.alignment ?? 0).toBeLessThan(rule.trainAlignment - 0.05);
    });

    it("stays where the rule is really there", () => {
      const { refitted } = taught((i) => "word ".repeat(i % 2 === 0 ? 5 + (i % 7) : 20 + (i % 7)));
      expect(honestEstimate(refitted)).toMatchObject({ fitted: 0, alignment: 1 });
    });

    it("counts a taught rule that a person pinned as fitted", () => {
      const { refitted } = taught((i) => "word ".repeat(i % 2 === 0 ? 5 : 20));
      const pin = { kind: "pin" as const, assertionId: AssertionId.parse(1) };
      expect(honestEstimate({ ...refitted, choices: new Map([[criterion.id, pin]]) })?.fitted).toBe(1);
    });
  });
});
