import { z } from "zod";

/** Where a passage stands in a text, in UTF-16 code units; `end` is behind it. */
export type Span = { readonly start: number; readonly end: number };

/** A passage is one place, not a whole long output. */
export const MOST_QUOTED = 20_000;
export const TOO_LONG = "A passage can have at most 20,000 characters: mark a shorter one.";

/** A part of an output that a person points at. Its own words are kept with it, so that it can be found by them, too. */
export const Passage = z
  .object({
    start: z.number().int().min(0),
    end: z.number().int().positive(),
    quote: z.string().min(1).max(MOST_QUOTED, TOO_LONG),
  })
  .refine(({ start, end }) => start < end, "A passage ends behind its beginning.");
export type Passage = z.infer<typeof Passage>;

const isHalf = (text: string, at: number): boolean =>
  at > 0 && /[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1));

/** The passage between two offsets, without space around it and without half a character; null: nothing is left. */
export function passageAt(text: string, { start, end }: Span): Passage | null {
  const from = isHalf(text, start) ? start - 1 : start;
  const to = isHalf(text, end) ? end + 1 : end;
  const chosen = text.slice(from, to);
  const quote = chosen.trim();
  if (quote === "") return null;
  const begin = from + chosen.indexOf(quote);
  return { start: begin, end: begin + quote.length, quote };
}

/** The one place at which these words stand; null: nowhere, or at several. Spaces and line breaks may differ. */
export function passageOfWords(text: string, words: string): Passage | null {
  const parts = words.trim().split(/\s+/);
  if (parts.join("") === "") return null;
  const pattern = parts
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`))
    .join(String.raw`\s+`);
  const [only, another] = [...text.matchAll(new RegExp(pattern, "g"))].slice(0, 2);
  if (!only || another) return null;
  return passageAt(text, { start: only.index, end: only.index + only[0].length });
}

/** Where a passage is in a text: at its offsets, else where its words stand nearest to them; null: nowhere any more. */
export function locate(text: string, { start, end, quote }: Passage): Span | null {
  if (text.slice(start, end) === quote) return { start, end };
  const behind = text.indexOf(quote, start);
  const before = text.lastIndexOf(quote, start);
  const found = [before, behind]
    .filter((at) => at >= 0)
    .toSorted((a, b) => Math.abs(a - start) - Math.abs(b - start));
  const nearest = found[0];
  return nearest === undefined ? null : { start: nearest, end: nearest + quote.length };
}

/** A stretch of a text with the places (in `spans`) of all that cover it. */
export type Segment = { readonly text: string; readonly start: number; readonly of: readonly number[] };

/** A text cut wherever a span begins or ends; together the segments are the text. */
export function segmentsOf(text: string, spans: readonly Span[]): Segment[] {
  const cuts = new Set([0, text.length]);
  for (const { start, end } of spans)
    for (const cut of [start, end]) if (cut > 0 && cut < text.length) cuts.add(cut);
  const places = [...cuts].toSorted((a, b) => a - b);
  return places.slice(0, -1).map((start, i) => ({
    text: text.slice(start, places[i + 1]),
    start,
    of: spans.flatMap((span, at) => (span.start <= start && start < span.end ? [at] : [])),
  }));
}

/** The words of a text in order, in any script. */
export function wordsOf(text: string): Span[] {
  const words = new Intl.Segmenter(undefined, { granularity: "word" }).segment(text);
  return [...words].flatMap(({ index, segment, isWordLike }) =>
    isWordLike === true ? [{ start: index, end: index + segment.length }] : [],
  );
}

/** A choice of words by keyboard: from the one where it began to the one where it is now. */
export type WordPick = { readonly anchor: number; readonly focus: number };

/** Moves the choice by so many words, or with `isExtending` only its end. */
export function movePick(
  { anchor, focus }: WordPick,
  { by, isExtending, count }: { readonly by: number; readonly isExtending: boolean; readonly count: number },
): WordPick {
  const to = Math.min(Math.max(0, count - 1), Math.max(0, focus + by));
  return { anchor: isExtending ? anchor : to, focus: to };
}

/** The passage that a choice of words covers; null: the text has no words. */
export function passageOfPick(
  text: string,
  words: readonly Span[],
  { anchor, focus }: WordPick,
): Passage | null {
  const first = words[Math.min(anchor, focus)];
  const last = words[Math.max(anchor, focus)];
  return first && last ? passageAt(text, { start: first.start, end: last.end }) : null;
}
