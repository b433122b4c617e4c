import { describe, expect, it } from "vitest";
import { choosePairs, type PairPool } from "@/lib/domain/choose-pairs";
import {
  pairOf,
  pairsOf,
  standingComparisons,
  type ComparisonEvent,
  type Winner,
} from "@/lib/domain/comparison";
import { comparisonResults } from "@/lib/domain/comparison-results";
import { OutputId, RevisionId } from "@/lib/domain/ids";
import { mulberry32 } from "@/lib/domain/rng";

const id = (n: number): OutputId => OutputId.parse(n);
const revisionId = RevisionId.parse("r");

const said = (leftId: number, rightId: number, winner: Winner): ComparisonEvent => ({
  ...{ revisionId, winner, grader: "ann" },
  ...{ leftId: id(leftId), rightId: id(rightId) },
});
const by = (grader: string, comparison: ComparisonEvent): ComparisonEvent => ({ ...comparison, grader });

describe("the next pairs", () => {
  const groups = [
    [1, 2, 3],
    [4, 5],
  ].map((group) => group.map(id));
  const pool = (change: Partial<PairPool> = {}): PairPool => ({
    ...{ groups, all: [1, 2, 3, 4, 5, 6, 7].map(id), taken: new Set(), counts: new Map() },
    ...change,
  });
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);

  it("are of the same input, and never the same two twice", () => {
    for (const seed of seeds) {
      const pairs = choosePairs(pool(), 10, mulberry32(seed));
      expect([...pairsOf(pairs)].toSorted()).toEqual(["1:2", "1:3", "2:3", "4:5"]);
    }
  });

  it("leave out what the grader has compared, and end when all is", () => {
    const taken = new Set(["1:2", "1:3", "4:5"]);
    expect([...pairsOf(choosePairs(pool({ taken }), 10, mulberry32(1)))]).toEqual(["2:3"]);
    expect(choosePairs(pool({ taken: taken.add("2:3") }), 10, mulberry32(1))).toEqual([]);
  });

  it("begin with those that were compared least", () => {
    const counts = new Map([1, 2, 3].map((n) => [id(n), 2]));
    for (const seed of seeds) {
      const [first] = choosePairs(pool({ counts }), 10, mulberry32(seed));
      expect(first && pairOf(first.leftId, first.rightId)).toBe("4:5");
    }
  });

  it("put either one left", () => {
    const lefts = seeds.map(
      (seed) => choosePairs(pool({ groups: [[id(4), id(5)]] }), 1, mulberry32(seed))[0]?.leftId,
    );
    expect(new Set(lefts)).toEqual(new Set([4, 5]));
  });

  it("are of any two where no input is shared, each once", () => {
    const some = choosePairs(pool({ groups: [], all: [1, 2, 3].map(id) }), 10, mulberry32(3));
    expect([...pairsOf(some)].toSorted()).toEqual(["1:2", "1:3", "2:3"]);
    expect(choosePairs(pool({ groups: [], all: [id(1)] }), 10, mulberry32(3))).toEqual([]);
  });
});

describe("what stands", () => {
  it("is the last word of each grader on each two outputs, whichever stood left", () => {
    const events = [
      said(1, 2, "left"),
      said(2, 1, "left"),
      by("ben", said(1, 2, "equal")),
      said(3, 4, "left"),
      said(3, 4, "withdrawn"),
    ];
    expect(standingComparisons(events)).toEqual([events[1], events[2]]);
  });
});

describe("the results", () => {
  const valueOf = (output: OutputId) => (output < 10 ? "a" : output < 20 ? "b" : output < 30 ? "c" : null);

  it("count wins, draws as half, and what nobody could tell as nothing", () => {
    const results = comparisonResults(
      [
        ...[said(1, 11, "left"), said(12, 2, "right"), said(3, 13, "left"), said(14, 4, "left")],
        ...[said(5, 15, "equal"), said(6, 16, "unsure"), said(7, 8, "left"), said(9, 99, "right")],
      ],
      valueOf,
    );
    expect([results.decided, results.equal, results.unsure]).toEqual([6, 1, 1]);
    expect(results.left.wins).toEqual({ count: 4, of: 6 });
    // Of 5 comparisons of the two values a won 3 and drew 1.
    expect(results.values.map(({ value, wins }) => [value, wins.count, wins.of])).toEqual([
      ["a", 3.5, 5],
      ["b", 1.5, 5],
    ]);
    // With half a win added each way: 4 against 2, so the log-strengths are ± ln(2) / 2.
    expect(results.values[0]?.strength).toBeCloseTo(Math.log(2) / 2, 9);
    expect(results.values[1]?.strength).toBeCloseTo(-Math.log(2) / 2, 9);
  });

  it("do not call a winner what met only itself, nor give a strength across parts that never met", () => {
    expect(comparisonResults([said(1, 2, "left")], valueOf).values).toEqual([]);
    const names: Readonly<Record<number, string>> = { 1: "a", 2: "b", 3: "c", 4: "d", 5: "e" };
    const results = comparisonResults(
      [said(1, 2, "left"), said(2, 3, "left"), said(4, 5, "left")],
      (output) => names[output] ?? null,
    );
    const strengths = Object.fromEntries(results.values.map(({ value, strength }) => [value, strength]));
    expect([strengths["d"], strengths["e"]]).toEqual([null, null]);
    expect(strengths["a"]).toBeGreaterThan(strengths["b"] ?? Infinity);
    expect(strengths["b"]).toBeGreaterThan(strengths["c"] ?? Infinity);
  });

  it("say whether the place decides", () => {
    const lefts = Array.from({ length: 10 }, (_, i) => said(i + 1, i + 11, "left"));
    // Exact, two-sided: 2 / 2^10.
    expect(comparisonResults(lefts, valueOf).left.p).toBeCloseTo(2 / 1024, 12);
    expect(comparisonResults([], valueOf).left).toEqual({
      wins: { count: 0, of: 0 },
      interval: null,
      p: null,
    });
  });

  it("say how far people agree, whichever stood left for each", () => {
    const results = comparisonResults(
      [
        ...[said(1, 11, "left"), by("ben", said(11, 1, "right")), by("cyn", said(1, 11, "right"))],
        ...[
          said(2, 12, "equal"),
          by("ben", said(2, 12, "equal")),
          said(3, 13, "left"),
          by("ben", said(3, 13, "unsure")),
        ],
      ],
      valueOf,
    );
    // Ann and Ben on the first and the second; Cyn with neither.
    expect(results.agreement).toEqual({ count: 2, of: 4 });
  });
});
