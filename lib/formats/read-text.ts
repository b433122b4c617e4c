/** A file that cannot be read at all; the message says what to do. */
export class FormatError extends Error {
  override readonly name = "FormatError";
}

/** A row or line longer than this is not a row: it is left out with its line number. */
export const MAX_RECORD_CHARS = 16 << 20;

/** Looks at the first bytes: the encoding that a byte order mark tells, or UTF-8; refuses what is no text. */
function sniff(head: Uint8Array): { readonly encoding: "utf-8" | "utf-16le" | "utf-16be" } {
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le" };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be" };
  if (head[0] === 0x50 && head[1] === 0x4b)
    throw new FormatError("This is a zip or Excel file. Save the sheet as CSV (UTF-8) and import that.");
  if (head.subarray(0, 4096).includes(0))
    throw new FormatError(
      "This looks like a binary file. Import CSV, JSON or JSONL; if it is UTF-16 text, save it with a byte order mark or as UTF-8.",
    );
  return { encoding: "utf-8" };
}

/** Bytes as text, piece by piece, without a byte order mark. Throws a FormatError when there is nothing or no text. */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let hasText = false;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    decoder ??= new TextDecoder(sniff(chunk).encoding);
    const text = decoder.decode(chunk, { stream: true });
    hasText ||= text.trim() !== "";
    if (text !== "") yield text;
  }
  const rest = decoder?.decode() ?? "";
  hasText ||= rest.trim() !== "";
  if (!hasText) throw new FormatError("The file is empty.");
  if (rest !== "") yield rest;
}
