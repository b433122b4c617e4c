/** A run of text that is in both versions, only in the old one, or only in the new one. */
export type DiffPart = { readonly kind: "same" | "removed" | "added"; readonly text: string };

/** Where more words or lines differ they are shown whole: the table of the comparison grows with the product. */
const MOST_CELLS = 8_000_000;

const wordsOf = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g)?.map(ended) ?? [];
const ended = (line: string): string => (line.endsWith("\n") ? line : `${line}\n`);

/**
 * The word-level difference of two texts by their longest common subsequence: the parts that are the same or removed
 * spell the old text, those that are the same or added the new one.
 */
export const wordDiff = (before: string, after: string): DiffPart[] => diff(wordsOf(before), wordsOf(after));

/** The same by lines, for sources; each part is whole lines, the last of which ends, too. */
export const lineDiff = (before: string, after: string): DiffPart[] => diff(linesOf(before), linesOf(after));

/** What both begin and end with is no part of the comparison, so that long texts with few changes are quick. */
function diff(old: readonly string[], fresh: readonly string[]): DiffPart[] {
  const shorter = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < shorter && old[head] === fresh[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  const middle = (words: readonly string[]) => words.slice(head, words.length - tail);
  return joined([
    ["same", old.slice(0, head).join("")],
    ...diffMiddle(middle(old), middle(fresh)),
    ["same", old.slice(old.length - tail).join("")],
  ]);
}

type Piece = readonly [DiffPart["kind"], string];

function diffMiddle(old: readonly string[], fresh: readonly string[]): Piece[] {
  if (old.length * fresh.length > MOST_CELLS)
    return [
      ["removed", old.join("")],
      ["added", fresh.join("")],
    ];
  const lengths = commonLengths(old, fresh);
  const parts: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    const [was, is] = [old[i], fresh[j]];
    if (was !== undefined && was === is) {
      parts.push(["same", was]);
      i += 1;
      j += 1;
    } else if (was !== undefined && (is === undefined || lengths(i + 1, j) >= lengths(i, j + 1))) {
      parts.push(["removed", was]);
      i += 1;
    } else {
      parts.push(["added", is ?? ""]);
      j += 1;
    }
  }
  return parts;
}

/** The length of the longest common subsequence of what follows `i` and `j`. */
function commonLengths(old: readonly string[], fresh: readonly string[]): (i: number, j: number) => number {
  const width = fresh.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      table[i * width + j] =
        old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}

/** Neighbours of one kind as one part. */
function joined(parts: readonly Piece[]): DiffPart[] {
  const runs: { kind: DiffPart["kind"]; text: string }[] = [];
  for (const [kind, text] of parts) {
    const last = runs.at(-1);
    if (text === "") continue;
    if (last?.kind === kind) last.text += text;
    else runs.push({ kind, text });
  }
  return runs;
}
