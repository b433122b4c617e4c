import { readRequirements, type LengthLimit } from "./read-checks";
import type { Unit } from "./source";

const UNITS: Readonly<Record<Unit, (text: string) => number>> = {
  words: (text) => (text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []).length,
  sentences: (text) =>
    text.split(/[.!?…。！？]+(?=\s|$)/u).filter((part) => /[\p{L}\p{N}]/u.test(part)).length,
  characters: (text) => Array.from(text.trim()).length,
  paragraphs: (text) => text.split(/\n\s*\n/).filter((part) => part.trim() !== "").length,
  lines: (text) => text.split("\n").filter((line) => line.trim() !== "").length,
};

/** As the library's length checks count. */
export const countUnits = (unit: Unit, text: string): number => UNITS[unit](text);

/** The one length that a criterion is about; null: it is about something else, or about several things. */
export function lengthLimitOf(wording: string): LengthLimit | null {
  const [only, ...others] = readRequirements(wording);
  return others.length === 0 ? (only?.length ?? null) : null;
}

/** What is counted rather than asked: "142 words", and whether that is within the limit. */
export type Measurement = { readonly count: number; readonly limit: LengthLimit; readonly isWithin: boolean };

export function measureLength(limit: LengthLimit, text: string): Measurement {
  const count = countUnits(limit.unit, text);
  const isWithin = (limit.min === null || count >= limit.min) && (limit.max === null || count <= limit.max);
  return { count, limit, isWithin };
}
