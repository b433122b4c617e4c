import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  locate,
  movePick,
  passageAt,
  passageOfPick,
  passageOfWords,
  segmentsOf,
  wordsOf,
} from "@/lib/domain/passage";

describe("a passage", () => {
  it("is what was selected, without the space around it", () => {
    expect(passageAt("It ships  tomorrow. ", { start: 2, end: 20 })).toEqual({
      start: 3,
      end: 19,
      quote: "ships  tomorrow.",
    });
    expect(passageAt("a   b", { start: 1, end: 4 })).toBeNull();
  });

  it("never cuts a character in two", () => {
    expect(passageAt("a🙂b", { start: 2, end: 4 })?.quote).toBe("🙂b");
    expect(passageAt("a🙂b", { start: 0, end: 2 })?.quote).toBe("a🙂");
  });

  it("is found at its place, else by its words where they stand nearest", () => {
    const passage = { start: 8, end: 11, quote: "two" };
    expect(locate("one two two", passage)).toEqual({ start: 8, end: 11 });
    expect(locate("two, one, then two", passage)).toEqual({ start: 15, end: 18 });
    expect(locate("two, one, and then also two", { ...passage, start: 1 })).toEqual({ start: 0, end: 3 });
    expect(locate("three", passage)).toBeNull();
  });

  it("is told by its words alone only where they stand once", () => {
    const text = "# Title\n\nIt **ships**\ntomorrow (really?). Again: really.";
    expect(passageOfWords(text, "tomorrow (really?).")?.start).toBe(text.indexOf("tomorrow"));
    expect(passageOfWords("It ships\n  tomorrow.", "ships tomorrow")?.quote).toBe("ships\n  tomorrow");
    expect(passageOfWords(text, "really")).toBeNull();
    expect(passageOfWords(text, "nowhere")).toBeNull();
    expect(passageOfWords(text, "  ")).toBeNull();
  });

  it("can be chosen word by word, in any script", () => {
    const text = "It ships, 明日です.";
    const words = wordsOf(text);
    const moved = movePick({ anchor: 0, focus: 0 }, { by: 1, isExtending: false, count: words.length });
    expect(passageOfPick(text, words, moved)?.quote).toBe("ships");
    const back = movePick(moved, { by: -9, isExtending: true, count: words.length });
    expect(passageOfPick(text, words, back)?.quote).toBe("It ships");
    const far = movePick(back, { by: 99, isExtending: true, count: words.length });
    expect(passageOfPick(text, words, far)?.quote).toBe("ships, 明日です");
    expect(passageOfPick("…", wordsOf("…"), { anchor: 0, focus: 0 })).toBeNull();
  });
});

describe("the segments of a text", () => {
  it("are the text, and each knows what covers it", () => {
    const span = fc
      .tuple(fc.nat(30), fc.nat(30))
      .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) + 1 }));
    fc.assert(
      fc.property(fc.string({ maxLength: 25 }), fc.array(span, { maxLength: 5 }), (text, spans) => {
        const segments = segmentsOf(text, spans);
        expect(segments.map((segment) => segment.text).join("")).toBe(text);
        for (const { start, text: part, of } of segments)
          for (const [at, { start: from, end }] of spans.entries())
            expect(of.includes(at)).toBe(from <= start && start + part.length <= end);
      }),
    );
  });
});
