import { describe, expect, it } from "vitest";
import { agreementNotes, sayKappa } from "@/lib/domain/agreement-notes";
import { NO_CONFUSION } from "@/lib/domain/confusion";

describe("agreement in the second row", () => {
  it("has the number of outputs that it rests on: errors and what was not judged are not among them", () => {
    const cells = { goodPassed: 5, goodFailed: 1, badPassed: 2, badFailed: 4, errored: 3, unjudged: 7 };
    const { n, kappa } = agreementNotes({ ...NO_CONFUSION, ...cells });
    expect(n).toBe(12);
    expect(kappa).toBeCloseTo(0.5);
    expect(agreementNotes(NO_CONFUSION)).toMatchObject({ n: 0, kappa: null });
  });

  it.each([
    [-0.3, "no better than chance"],
    [0, "no better than chance"],
    [0.2, "slight"],
    [0.21, "fair"],
    [0.6, "moderate"],
    [0.61, "substantial"],
    [1, "almost perfect"],
  ])("says of a kappa of %d that it is %s", (kappa, words) => {
    expect(sayKappa(kappa)).toBe(words);
  });
});
