import vm from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countUnits, measurableIn, measure } from "@/lib/domain/checks/measure";
import { endsWith, forbids, isJson, lengthCheck, requires, startsWith } from "@/lib/domain/checks/source";
import { readRequirements } from "@/lib/domain/checks/read-checks";

const UNITS = ["words", "sentences", "characters", "paragraphs", "lines"] as const;

/** What a check of the library says of an output. */
function said(source: string, output: string): unknown {
  const answer: unknown = vm.runInNewContext(
    `${source}; const said = check(output, {}); typeof said === "object" ? said.pass : said`,
    { output },
  );
  return answer;
}

describe("what is measured while grading", () => {
  it("is what the library's own checks count", () => {
    const text = fc
      .array(
        fc.constantFrom("Word", " ", ".", "\n", "\n\n", "don't", "é", "🙂", "1,000", "!", "עברית", "-"),
        { maxLength: 30 },
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.constantFrom(...UNITS), fc.nat(12), (output, unit, max) => {
        const { isWithin } = measure({ kind: "length", limit: { unit, min: null, max } }, output);
        expect(isWithin).toBe(said(lengthCheck(unit, null, max).source, output));
      }),
    );
  });

  it("is what the library's own checks say of phrases, JSON and lists", () => {
    const phrase = "It’s (all) fine";
    const outputs = [
      ...["", "it's  (ALL) fine", "Well: It’s (all)\nfine", "It’s (all) fine, really", "It’s (all) finest"],
      ...['{"a":1}', "```json\n[1]\n```", "{a:1}", "- one\n- two", "one - two", "• one"],
    ];
    const [unwanted] = readRequirements("no bullet points");
    const [wanted] = readRequirements("a bullet list: in bullet points");
    for (const output of outputs) {
      const { isWithin: starts } = measure({ kind: "phrase", place: "start", phrase }, output);
      const { isWithin: ends } = measure({ kind: "phrase", place: "end", phrase }, output);
      const { isWithin: contains } = measure({ kind: "phrase", place: "anywhere", phrase }, output);
      expect([starts, ends, contains]).toEqual(
        [startsWith(phrase), endsWith(phrase), requires([phrase])].map(({ source }) => said(source, output)),
      );
      const { isWithin: avoids } = measure({ kind: "avoids", phrases: [phrase] }, output);
      expect(avoids).toBe(said(forbids([phrase]).source, output));
      expect(measure({ kind: "json" }, output).isWithin).toBe(said(isJson.source, output));
      for (const [isWanted, found] of [
        [false, unwanted],
        [true, wanted],
      ] as const)
        expect(measure({ kind: "bullets", isWanted }, output).isWithin).toBe(
          said(found?.checks[0]?.source ?? "", output),
        );
    }
  });

  it("is said with its limit", () => {
    const words = (min: number | null, max: number | null) =>
      measure({ kind: "length", limit: { unit: "words", min, max } }, "one two three").says;
    expect(words(null, 120)).toBe("3 words; limit 120");
    expect(words(50, null)).toBe("3 words; at least 50");
    expect(words(1, 1_000)).toBe("3 words; 1 to 1,000");
    expect(words(3, 3)).toBe("3 words; exactly 3");
    expect(measure({ kind: "length", limit: { unit: "lines", min: null, max: 2 } }, "one").says).toBe(
      "1 line; limit 2",
    );
  });

  it("is known from the wording, when that is about one thing", () => {
    const length = (unit: string, min: number | null, max: number | null) => ({
      what: { kind: "length", limit: { unit, min, max } },
      isAll: true,
    });
    expect(measurableIn("At most 120 words.")).toEqual(length("words", null, 120));
    expect(measurableIn("The output has 2 to 4 sentences.")).toEqual(length("sentences", 2, 4));
    expect(measurableIn("The reply must be short: no more than 60 words")).toEqual(length("words", null, 60));
    expect(measurableIn("The reply is valid JSON and nothing else.")?.what).toEqual({ kind: "json" });
    expect(measurableIn("Starts with “Dear customer”")?.what).toEqual({
      ...{ kind: "phrase", place: "start", phrase: "Dear customer" },
    });
    expect(measurableIn("Polite and friendly")).toBeNull();
    expect(measurableIn("At most 90 words and at least 2 sentences")).toBeNull();
  });

  it("is still asked where the wording wants more than what is measured", () => {
    expect(measurableIn("At most 120 words, in a warm tone")?.isAll).toBe(false);
    // Under a condition nothing can be read off.
    expect(measurableIn("If the order is late, it contains “sorry”")).toBeNull();
  });

  it.each(["The answer is not in JSON", "Not under 50 words", "Use no more than three bullet points"])(
    "does not take “%s” for its contrary",
    (wording) => {
      expect(measurableIn(wording)).toBeNull();
    },
  );

  it("counts nothing in nothing", () => {
    for (const unit of UNITS) expect(countUnits(unit, "")).toBe(0);
  });
});
