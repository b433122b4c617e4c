import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignment, alignmentError, youdenInterval } from "@/lib/domain/alignment";
import { NO_CONFUSION, type Confusion } from "@/lib/domain/confusion";
import { pickBest, pickInFold, standingOf } from "@/lib/domain/select-per-criterion";

/** Caught and missed bad outputs, kept and wrongly failed good ones. */
const cells = (bad: readonly [number, number], good: readonly [number, number]): Confusion => ({
  ...NO_CONFUSION,
  badFailed: bad[0],
  badPassed: bad[1],
  goodPassed: good[0],
  goodFailed: good[1],
});

type Candidate = { readonly effort: number; readonly confusion: Confusion };

/** Which of the candidates, from 0 and in order of cost, is picked. */
function picked(candidates: readonly Candidate[], pick = pickBest): number | null {
  const contenders = candidates.map(({ effort }, i) => ({ cost: i, effort }));
  const best = pick(contenders, ({ cost }) => candidates[cost]?.confusion ?? NO_CONFUSION, 0.2);
  return best && best.cost;
}

describe("the choice of one criterion", () => {
  const judge = { effort: 1, confusion: cells([18, 2], [38, 2]) };

  it("takes code within one standard error of a better judge, and the judge where it is better by more", () => {
    expect(picked([{ effort: 0, confusion: cells([17, 3], [38, 2]) }, judge])).toBe(0);
    expect(picked([{ effort: 0, confusion: cells([11, 9], [38, 2]) }, judge])).toBe(1);
  });

  it("takes the judge that calls a model less often", () => {
    expect(picked([{ effort: 2, confusion: cells([19, 1], [38, 2]) }, judge])).toBe(1);
  });

  it("takes the better of two that need the same effort, and of equals the cheaper", () => {
    const short = { effort: 0, confusion: cells([17, 3], [38, 2]) };
    expect(picked([short, { effort: 0, confusion: cells([18, 2], [38, 2]) }])).toBe(1);
    expect(picked([short, short])).toBe(0);
  });

  it("does not let two lucky bad outputs beat twenty", () => {
    const lucky = { effort: 0, confusion: cells([3, 0], [38, 2]) };
    const rest = [14, 15, 13].map((caught) => ({
      effort: 0,
      confusion: cells([caught, 20 - caught], [38, 2]),
    }));
    expect(picked([lucky, { effort: 0, confusion: cells([19, 1], [38, 2]) }, ...rest])).toBe(1);
  });

  it("refuses what errs, wrongly fails too much, or is not proven better than chance", () => {
    expect(standingOf({ ...cells([9, 1], [19, 1]), errored: 3 }, 0.2)).toBe("too many errors");
    expect(standingOf(cells([2, 0], [19, 1]), 0.2)).toBe("not measured");
    expect(standingOf(cells([9, 1], [15, 5]), 0.2)).toBe("over the FFR limit");
    expect(standingOf(cells([9, 1], [16, 4]), 0.2)).toBe("eligible");
    expect(standingOf(cells([1, 9], [18, 2]), 0.2)).toBe("no better than chance");
    expect(standingOf(cells([3, 7], [18, 2]), 0.2)).toBe("not proven better than chance");
    expect(picked([{ effort: 0, confusion: cells([3, 7], [18, 2]) }])).toBeNull();
  });

  it("chooses in a fold by the rates alone, however small the fold is", () => {
    const few = [{ effort: 0, confusion: cells([2, 0], [2, 0]) }];
    expect([picked(few), picked(few, pickInFold)]).toEqual([null, 0]);
    expect(picked([{ effort: 0, confusion: cells([2, 0], [0, 2]) }], pickInFold)).toBeNull();
  });

  it("never picks what is worse by more than a standard error than another that is eligible", () => {
    const pair = (max: number) => fc.tuple(fc.nat(max), fc.nat(max));
    const some = fc.array(
      fc.record({ effort: fc.nat(2), confusion: fc.tuple(pair(20), pair(40)).map(([b, g]) => cells(b, g)) }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(some, (candidates) => {
        const index = picked(candidates);
        const eligible = candidates.filter(({ confusion }) => standingOf(confusion, 0.2) === "eligible");
        if (index === null) {
          expect(eligible).toEqual([]);
          return;
        }
        const chosen = candidates[index];
        expect(chosen && standingOf(chosen.confusion, 0.2)).toBe("eligible");
        // What it was tied with cannot lie further above it than the widest error of any of them.
        const widest = Math.max(...eligible.map(({ confusion }) => alignmentError(confusion) ?? 0));
        const ranked = eligible.filter(({ effort }) => effort < (chosen?.effort ?? 0));
        for (const { confusion } of ranked)
          expect(alignment(confusion) ?? 0).toBeLessThan(
            (alignment(chosen?.confusion ?? NO_CONFUSION) ?? 0) + widest,
          );
      }),
    );
  });
});

describe("Youden's J", () => {
  it("has an interval that holds it, within [-1, 1]", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), fc.nat(30), (caught, missed, kept) => {
        const interval = youdenInterval(cells([caught, missed], [kept, 5]));
        if (caught + missed === 0) {
          expect(interval).toBeNull();
          return;
        }
        const j = caught / (caught + missed) - 5 / (kept + 5);
        expect(interval?.[0]).toBeLessThanOrEqual(j);
        expect(interval?.[1]).toBeGreaterThanOrEqual(j);
        expect(interval?.[0]).toBeGreaterThanOrEqual(-1);
      }),
    );
  });
});
