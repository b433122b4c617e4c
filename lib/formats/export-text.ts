/** Characters that stay as they are in a literal: printable ASCII, and letters, digits, punctuation and symbols. */
const PLAIN = /^[\x20-\x7e]$|^[\p{L}\p{N}\p{P}\p{S}]$/u;
const LINE_ENDS = /\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/;

const hex = (code: number, width: number) => code.toString(16).padStart(width, "0");

function quote(text: string, escape: (code: number) => string): string {
  let quoted = '"';
  for (const char of text) {
    if (char === '"' || char === "\\") quoted += `\\${char}`;
    else if (char === "\n") quoted += "\\n";
    else if (char === "\t") quoted += "\\t";
    else quoted += PLAIN.test(char) ? char : escape(char.codePointAt(0) ?? 0);
  }
  return `${quoted}"`;
}

/** A Python string literal of exactly this text, on one line and without characters that hide or reorder text. */
export const pythonString = (text: string): string =>
  quote(text, (code) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`));

/** A JavaScript string literal of exactly this text, under the same conditions. */
export const javascriptString = (text: string): string =>
  quote(text, (code) => (code > 0xffff ? `\\u{${hex(code, 1)}}` : `\\u${hex(code, 4)}`));

/** The literals of a text line by line, so that a long source can be read where it is embedded. */
export const lineLiterals = (text: string, literal: (text: string) => string): string[] =>
  (text.match(/[^\n]*\n|[^\n]+$/g) ?? [""]).map(literal);

/** Characters that hide or reorder text, by their code. */
const visible = (text: string): string =>
  Array.from(text, (char) => (PLAIN.test(char) ? char : `<${hex(char.codePointAt(0) ?? 0, 4)}>`)).join("");

/**
 * Text as the lines of a comment. Whatever would end a line ends one here; the bar keeps the text from being read as
 * a directive ("@ts-ignore", "coding: …"), and characters that hide or reorder text are shown by their code.
 */
export const commentLines = (text: string, mark: "//" | "#"): string[] =>
  text.split(LINE_ENDS).map((line) => {
    return `${mark} | ${visible(line)}`.trimEnd();
  });

/** Text for a table cell or paragraph of Markdown: one line, nothing in it is markup. */
export const markdownText = (text: string): string =>
  visible(text.split(LINE_ENDS).join(" ")).replaceAll(/[\\`*_{}[\]<>#|~]/g, (char) => `\\${char}`);

/** Names of files, one a name, of lower-case letters, digits and the separator; no two are the same. */
export function fileNames(names: readonly string[], separator: "-" | "_"): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const words =
      name
        .normalize("NFKD")
        .toLowerCase()
        .match(/[a-z0-9]+/g) ?? [];
    const stem = words.join(separator).slice(0, 60) || "assertion";
    let file = /^\d/.test(stem) ? `assertion${separator}${stem}` : stem;
    for (let n = 2; taken.has(file); n++) file = `${stem}${separator}${n}`;
    taken.add(file);
    return file;
  });
}

/** A value that is written into the exported code. Keys are the product's own words, never text of others. */
export type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };

/** How a language writes what JSON writes otherwise. `text` gets the margin of the line that it continues. */
export type Notation = {
  readonly indent: string;
  readonly text: (text: string, margin: string) => string;
  readonly key: (key: string) => string;
  readonly words: { readonly true: string; readonly false: string; readonly null: string };
};

/** A value as a literal, laid out to be read; `margin` is the indentation of the line that it begins on. */
export function dataLiteral(data: Data, notation: Notation, margin = ""): string {
  if (typeof data === "string") return notation.text(data, margin);
  if (typeof data === "number") return String(data);
  if (data === null) return notation.words.null;
  if (typeof data === "boolean") return notation.words[data ? "true" : "false"];
  const inner = margin + notation.indent;
  const [open, close, parts] = isList(data)
    ? ["[", "]", data.map((one) => dataLiteral(one, notation, inner))]
    : ["{", "}", fieldLiterals(data, notation, inner)];
  if (parts.length === 0) return open + close;
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join("")}${margin}${close}`;
}

/** The fields of an object, one a string, without the comma. */
export const fieldLiterals = (
  data: Readonly<Record<string, Data>>,
  notation: Notation,
  margin: string,
): string[] =>
  Object.entries(data).map(([key, value]) => `${notation.key(key)}: ${dataLiteral(value, notation, margin)}`);

const isList = (data: readonly Data[] | { readonly [key: string]: Data }): data is readonly Data[] =>
  Array.isArray(data);
