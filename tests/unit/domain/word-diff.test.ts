import { describe, expect, it } from "vitest";
import { lineDiff, wordDiff } from "@/lib/domain/word-diff";

/** As text: [-removed-] and {+added+}. */
const shown = (before: string, after: string): string =>
  wordDiff(before, after)
    .map(({ kind, text }) => (kind === "same" ? text : kind === "removed" ? `[-${text}-]` : `{+${text}+}`))
    .join("");

describe("the word-level difference of two wordings", () => {
  it("keeps what stayed and marks what came and went", () => {
    expect(shown("Be kind.", "Be kind, always.")).toBe("Be kind{+, always+}.");
    expect(shown("At most 120 words", "At most 80 words")).toBe("At most [-120-]{+80+} words");
    expect(shown("same", "same")).toBe("same");
  });

  it("is all new, or all gone, beside nothing", () => {
    expect(shown("", "New rule.")).toBe("{+New rule.+}");
    expect(shown("Old rule.", "")).toBe("[-Old rule.-]");
    expect(wordDiff("", "")).toEqual([]);
  });

  it("takes words of any script whole", () => {
    expect(shown("naïve réponse", "naïve réplique")).toBe("naïve [-réponse-]{+réplique+}");
  });

  it("spells both texts, also when they are too long to compare", () => {
    for (const [before, after] of [
      ["a b c d e", "b x d e f a"],
      ["word ".repeat(3_000), `${"word ".repeat(3_000)}end`],
      [`${"a ".repeat(6_000)}b`, `c ${"a d ".repeat(6_000)}`],
      ["aaa", "aa"],
      ["x a x", "x x"],
    ] as const) {
      const parts = wordDiff(before, after);
      const spelled = (kind: "removed" | "added") =>
        parts.flatMap((part) => (part.kind === "same" || part.kind === kind ? [part.text] : [])).join("");
      expect(spelled("removed")).toBe(before);
      expect(spelled("added")).toBe(after);
    }
  });
});

it("finds few changes in long texts, for what both begin and end with costs nothing", () => {
  const [start, end] = ["start ".repeat(10_000), " end".repeat(10_000)];
  expect(wordDiff(`${start}one two${end}`, `${start}one three${end}`)).toEqual([
    { kind: "same", text: `${start}one ` },
    { kind: "removed", text: "two" },
    { kind: "added", text: "three" },
    { kind: "same", text: end },
  ]);
});

describe("the difference of two sources by lines", () => {
  it("keeps whole lines, and takes a last line without an end for one with it", () => {
    expect(lineDiff("a\nb\nc", "a\nx\nc\n")).toEqual([
      { kind: "same", text: "a\n" },
      { kind: "removed", text: "b\n" },
      { kind: "added", text: "x\n" },
      { kind: "same", text: "c\n" },
    ]);
    expect(lineDiff("", "a")).toEqual([{ kind: "added", text: "a\n" }]);
  });
});
