import vm from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countUnits, lengthLimitOf, measureLength } from "@/lib/domain/checks/measure-length";
import { lengthCheck } from "@/lib/domain/checks/source";

const UNITS = ["words", "sentences", "characters", "paragraphs", "lines"] as const;

describe("what is counted while grading", () => {
  it("is what the library's own checks count", () => {
    const text = fc
      .array(
        fc.constantFrom("Word", " ", ".", "\n", "\n\n", "don't", "é", "🙂", "1,000", "!", "עברית", "-"),
        {
          maxLength: 30,
        },
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.constantFrom(...UNITS), fc.nat(12), (output, unit, max) => {
        const { source } = lengthCheck(unit, null, max);
        const said: unknown = vm.runInNewContext(`${source}; check(output, {}).pass`, { output });
        expect(measureLength({ unit, min: null, max }, output).isWithin).toBe(said);
      }),
    );
  });

  it("is known from the wording, when that is about one length alone", () => {
    expect(lengthLimitOf("At most 120 words.")).toEqual({ unit: "words", min: null, max: 120 });
    expect(lengthLimitOf("The output has 2 to 4 sentences.")).toEqual({ unit: "sentences", min: 2, max: 4 });
    expect(lengthLimitOf("Polite and friendly")).toBeNull();
    expect(lengthLimitOf("At most 90 words and at least 2 sentences")).toBeNull();
  });

  it("counts nothing in nothing", () => {
    for (const unit of UNITS) expect(countUnits(unit, "")).toBe(0);
  });
});
