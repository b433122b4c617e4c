import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitBand } from "@/lib/domain/judge-designs/fit-band";

const rows = (p: number, good: boolean, times: number) => Array.from({ length: times }, () => ({ p, good }));

describe("the band outside of which a cheap judge is taken at its word", () => {
  it("begins where 22 confident verdicts are all right: 0.9 to the 22nd is below 10 %", () => {
    expect(fitBand(rows(0.98, true, 22))).toEqual({ low: null, high: 0.98 });
    expect(fitBand(rows(0.98, true, 21))).toEqual({ low: null, high: null });
    expect(fitBand(rows(0.1, false, 22))).toEqual({ low: 0.1, high: null });
  });

  it("ends before the doubtful ones that are wrong", () => {
    const scored = [
      ...rows(0.99, true, 40),
      ...rows(0.6, false, 20),
      ...rows(0.02, false, 40),
      ...rows(0.4, true, 20),
    ];
    expect(fitBand(scored)).toEqual({ low: 0.02, high: 0.99 });
  });

  it("is nowhere where the judge is confident and wrong", () => {
    expect(fitBand([...rows(1, true, 30), ...rows(1, false, 10)])).toEqual({ low: null, high: null });
    expect(fitBand([])).toEqual({ low: null, high: null });
  });

  it("never overlaps itself", () => {
    const scored = fc.array(
      fc.record({ p: fc.double({ min: 0, max: 1, noNaN: true }), good: fc.boolean() }),
      {
        maxLength: 80,
      },
    );
    fc.assert(
      fc.property(scored, (given) => {
        const { low, high } = fitBand(given);
        expect(low === null || low < 0.5).toBe(true);
        expect(high === null || high >= 0.5).toBe(true);
      }),
    );
  });
});
