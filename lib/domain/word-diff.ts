/** A run of text that is in both versions, only in the old one, or only in the new one. */
export type DiffPart = { readonly kind: "same" | "removed" | "added"; readonly text: string };

/** Of more words or lines the texts are shown whole: the table of the comparison grows with the square. */
const MOST = 2_000;

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

function diff(old: readonly string[], fresh: readonly string[]): DiffPart[] {
  if (old.length > MOST || fresh.length > MOST) return diffWhole(old.join(""), fresh.join(""));
  const lengths = commonLengths(old, fresh);
  const parts: [DiffPart["kind"], string][] = [];
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
  return joined(parts);
}

const diffWhole = (before: string, after: string): DiffPart[] =>
  before === after
    ? joined([["same", before]])
    : joined([
        ["removed", before],
        ["added", after],
      ]);

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
function joined(parts: readonly (readonly [DiffPart["kind"], string])[]): DiffPart[] {
  const runs: { kind: DiffPart["kind"]; text: string }[] = [];
  for (const [kind, text] of parts) {
    const last = runs.at(-1);
    if (text === "") continue;
    if (last?.kind === kind) last.text += text;
    else runs.push({ kind, text });
  }
  return runs;
}
