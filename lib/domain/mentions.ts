/** A stretch of text; `person`: the id of whom it names, null: it names nobody. */
export type TextPiece = { readonly text: string; readonly person: string | null };

/**
 * A text cut where it names people: an @ at the beginning of a word, then a name, whatever its case. The longest name that
 * fits is meant, so "@Ann Lee" is not Ann's; of several with the same name each is named.
 *
 * @param people names by id
 */
export function cutAtMentions(text: string, people: ReadonlyMap<string, string>): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}_.])@/gu)) {
    const found = index < from ? null : nameAt(text, index + 1, people);
    if (!found) continue;
    if (index > from) pieces.push({ text: text.slice(from, index), person: null });
    from = index + 1 + found.length;
    pieces.push({ text: text.slice(index, from), person: found.person });
  }
  if (from < text.length) pieces.push({ text: text.slice(from), person: null });
  return pieces;
}

type Found = { readonly person: string; readonly length: number };

function nameAt(text: string, at: number, people: ReadonlyMap<string, string>): Found | null {
  let best: Found | null = null;
  for (const [person, name] of people) {
    const { length } = name;
    if (length === 0 || (best && length <= best.length)) continue;
    const isMeant =
      sameWords(text.slice(at, at + length), name) && !/^[\p{L}\p{N}_]/u.test(text.slice(at + length));
    if (isMeant) best = { person, length };
  }
  return best;
}

const sameWords = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The ids of those whom a text names, each once, in the order in which they come; namesakes all. */
export function mentionsIn(text: string, people: ReadonlyMap<string, string>): string[] {
  const named = cutAtMentions(text, people).flatMap(({ person, text: said }) =>
    person === null ? [] : [said.slice(1)],
  );
  return [
    ...new Set(
      named.flatMap((said) => [...people].filter(([, name]) => sameWords(name, said)).map(([id]) => id)),
    ),
  ];
}
