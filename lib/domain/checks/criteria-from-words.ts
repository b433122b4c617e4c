import type { SuggestedCriterion } from "./fitting-checks";

const COMMON = new Set(
  "the and for that this with was were has have had not but are its it's too very also only just from into they them then than there their which what when where would could should about because does did doesn't didn't isn't wasn't being been more most some such output answer reply response says said bad good wrong".split(
    " ",
  ),
);

const wordsOf = (note: string): string[] =>
  (note.toLowerCase().match(/\p{L}{4,}/gu) ?? []).filter((word) => !COMMON.has(word)).map(stem);

/** Enough of a stem to put "invents" and "invented" together. */
const stem = (word: string): string => word.replace(/(?:ing|ed|es|s|ly)$/u, "");

const MOST = 5;
const MAX_NAME = 60;

/**
 * Criteria from notes without a model: notes that share a telling word form a group, and the shortest note of a group
 * names it. Rough on purpose: the person rewords it.
 */
export function criteriaFromWords(notes: readonly string[]): SuggestedCriterion[] {
  const left = new Set(notes.map((note) => note.trim()).filter((note) => note !== ""));
  const found: SuggestedCriterion[] = [];
  while (left.size > 0 && found.length < MOST) {
    const counts = new Map<string, string[]>();
    for (const note of left)
      for (const word of new Set(wordsOf(note))) counts.set(word, [...(counts.get(word) ?? []), note]);
    const [group] = [...counts.values()].sort((a, b) => b.length - a.length);
    const members = group ?? [...left].slice(0, 1);
    for (const note of members) left.delete(note);
    const shortest = members.toSorted((a, b) => a.length - b.length)[0] ?? "";
    const name = shortest.length > MAX_NAME ? `${shortest.slice(0, MAX_NAME - 1)}…` : shortest;
    found.push({
      name: `not: ${name}`,
      wording: `The output is free of this fault: ${members.slice(0, 3).join("; ")}`,
      kind: "either",
      why: `${members.length} note${members.length > 1 ? "s" : ""} on bad outputs`,
    });
  }
  return found;
}
