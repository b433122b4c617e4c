import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignment } from "@/lib/domain/alignment";
import { tally } from "@/lib/domain/confusion";
import {
  nestedEstimate,
  outOfFold,
  percentile,
  stratifiedFolds,
  type Fit,
} from "@/lib/domain/cross-validation";
import type { Label } from "@/lib/domain/grade";
import { mulberry32 } from "@/lib/domain/rng";
import oracle from "@/tests/fixtures/oracles/statistics.json";

const labels = (letters: string): Label[] =>
  Array.from(letters, (letter) => (letter === "g" ? "good" : "bad"));

describe("nested cross-validation", () => {
  const { H, C, picks, full_alignment, nested_alignment, nested_cells } = oracle.W_nested_loo;
  const given = H.map((h): Label => (h === 1 ? "good" : "bad"));
  const columns = Object.entries(C);
  const alignmentOn = (verdicts: readonly number[], rows: readonly number[]) =>
    alignment(tally(rows.map((row) => [given[row] ?? "bad", verdicts[row] === 1 ? "pass" : "fail"])));
  const pick = (rows: readonly number[]) =>
    columns.reduce((best, column) =>
      (alignmentOn(column[1], rows) ?? 0) > (alignmentOn(best[1], rows) ?? 0) ? column : best,
    );

  it("reproduces the reference: another winner in every second fold, and half the alignment", () => {
    const all = given.map((_, row) => row);
    for (const [name, verdicts] of columns) {
      expect(alignmentOn(verdicts, all)).toBeCloseTo(
        Object.entries(full_alignment).find(([key]) => key === name)?.[1] ?? NaN,
        5,
      );
    }
    const picked: string[] = [];
    const fit: Fit = (training) => {
      const [name, verdicts] = pick(training);
      picked.push(name);
      return (row) => (verdicts[row] === 1 ? "pass" : "fail");
    };
    const cells = outOfFold(given, all, fit);
    expect(picked).toEqual(picks);
    expect([cells.goodPassed, cells.goodFailed, cells.badPassed, cells.badFailed]).toEqual(nested_cells);
    expect(alignment(cells)).toBeCloseTo(nested_alignment, 6);
  });

  it("never lets a fold see its own rows, and judges every row once", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<Label>("good", "bad"), { minLength: 4, maxLength: 60 }),
        fc.nat(),
        (rows, seed) => {
          let training = new Set<number>();
          const judged: number[] = [];
          const estimate = nestedEstimate(
            rows,
            (seen) => {
              training = new Set(seen);
              return (row) => {
                expect(training.has(row)).toBe(false);
                judged.push(row);
                return "pass";
              };
            },
            { rng: mulberry32(seed), repeats: 1 },
          );
          const smallest = Math.min(
            rows.filter((l) => l === "bad").length,
            rows.filter((l) => l === "good").length,
          );
          if (smallest < 2) expect(estimate).toBeNull();
          else expect(judged.toSorted((x, y) => x - y)).toEqual(rows.map((_, row) => row));
        },
      ),
    );
  });

  it("gives every fold its share of both classes", () => {
    const rows = labels("gggggggggggggggggggbbbbbbb");
    const folds = stratifiedFolds(rows, 5, mulberry32(1));
    for (const fold of [0, 1, 2, 3, 4]) {
      const inFold = rows.filter((_, row) => folds[row] === fold);
      expect(inFold.filter((label) => label === "bad").length).toBeGreaterThanOrEqual(1);
      expect(inFold.filter((label) => label === "bad").length).toBeLessThanOrEqual(2);
    }
  });

  it("is 1 for a judge that is always right and 0 for one that passes everything", () => {
    const rows = labels("ggggggbbbb");
    const right: Fit = () => (row) => (rows[row] === "good" ? "pass" : "fail");
    expect(nestedEstimate(rows, right, { rng: mulberry32(1) })).toMatchObject({
      alignment: 1,
      coverage: 1,
      folds: 4,
      repeats: 5,
    });
    expect(nestedEstimate(rows, () => () => "pass", { rng: mulberry32(1) })?.alignment).toBe(0);
  });
});

it("interpolates percentiles linearly", () => {
  expect(percentile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(percentile([10], 0.1)).toBe(10);
  expect(percentile([], 0.1)).toBeNull();
});
