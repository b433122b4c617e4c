import { z } from "zod";
import { parseJson } from "./json";

/** What a judge's text means; null: it cannot be told, which is an error verdict and never a pass or a fail. */
export type Judged = "pass" | "fail" | "na";

export type Judgement = {
  readonly judged: Judged;
  readonly critique: string | null;
  readonly evidence: string | null;
  /** Which rule understood it, for the log. */
  readonly how: "json" | "word" | "label" | "line";
};

const WORDS: ReadonlyMap<string, Judged> = new Map([
  ...["yes", "pass", "passed", "true", "1", "good"].map((word) => [word, "pass"] as const),
  ...["no", "fail", "failed", "false", "0", "bad"].map((word) => [word, "fail"] as const),
  ...["n/a", "na", "not applicable", "unknown", "not assessable"].map((word) => [word, "na"] as const),
]);

const VERDICT_KEYS: ReadonlySet<string> = new Set(["verdict", "pass", "passed", "answer", "grade", "result"]);
const Fields = z.record(z.string(), z.unknown());

/** Zero-width and directional characters, which hide or split words without being seen. */
const INVISIBLE =
  /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]|[\u{e0000}-\u{e007f}]/gu;

const plain = (text: string): string => text.normalize("NFKC").replace(INVISIBLE, "").trim();

/**
 * Reads a judge's answer strictly (graders.md §3.4): a closed reasoning block is dropped, an unclosed one means that
 * the answer was cut off; then a JSON object with exactly one verdict, a single word, the last labelled line, or a
 * first or last line that is exactly one word. Whatever contradicts itself is null. With a nonce, only a JSON object
 * that repeats it counts.
 */
export function parseJudgement(raw: string | null, nonce?: string): Judgement | null {
  if (raw === null) return null;
  const text = withoutReasoning(raw.trim());
  if (text === null || text === "") return null;
  // As it came: wide quotation marks inside a quoted text would become JSON of their own.
  const objects = jsonVerdicts(text, nonce);
  if (objects !== "none") return objects;
  if (nonce !== undefined) return null;
  const words = plain(text);
  return fromWord(words) ?? fromProse(words);
}

/** Null: the reasoning never ends, so no verdict was reached. */
function withoutReasoning(text: string): string | null {
  const rest = text.replace(/<(think|thinking|reasoning)>[\s\S]*?<\/\1>/gi, "").trim();
  return /<(think|thinking|reasoning)>/i.test(rest) ? null : rest;
}

/** "none": there is no object with a verdict; null: there are several that contradict, or one that says nothing. */
function jsonVerdicts(text: string, nonce: string | undefined): Judgement | null | "none" {
  const found: (Judgement | null)[] = [];
  for (const candidate of balancedObjects(text)) {
    const fields = parseJson(candidate, Fields);
    if (!fields.ok) continue;
    const keys = keysOf(candidate);
    const said = keys.filter((key) => VERDICT_KEYS.has(key));
    if (said.length === 0) continue;
    if (nonce !== undefined && fields.value["nonce"] !== nonce) continue;
    found.push(said.length === 1 ? fromFields(fields.value, said[0] ?? "") : null);
  }
  const [first] = found;
  if (first === undefined) return "none";
  return found.every((other) => other?.judged === first?.judged) ? first : null;
}

function fromFields(fields: Readonly<Record<string, unknown>>, key: string): Judgement | null {
  const judged = wordOf(fields[key]);
  return (
    judged && {
      judged,
      critique: textOf(fields["critique"]),
      evidence: textOf(fields["evidence"]),
      how: "json",
    }
  );
}

/** The keys of an object as written: JSON.parse keeps only the last of two equal ones, and so hides a contradiction. */
function keysOf(object: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  let last = "";
  for (const [token] of object.matchAll(/"(?:\\.|[^"\\])*"|[{}[\]:]/g)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (token === ":" && depth === 1) keys.push(decoded(last));
    else last = token;
  }
  return keys;
}

function decoded(quoted: string): string {
  const key = parseJson(quoted, z.string());
  return key.ok ? key.value : quoted;
}

const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

function wordOf(value: unknown): Judged | null {
  if (typeof value === "boolean") return value ? "pass" : "fail";
  if (value === 1 || value === 0) return value === 1 ? "pass" : "fail";
  return typeof value === "string" ? (WORDS.get(bare(plain(value))) ?? null) : null;
}

/** Top-level {...} spans; braces inside strings do not count. */
function* balancedObjects(text: string): Generator<string> {
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === "\\") i++;
      else if (char === '"') inString = false;
    } else if (char === '"' && depth > 0) inString = true;
    else if (char === "{") {
      if (depth === 0) start = i;
      depth++;
    } else if (char === "}" && depth > 0) {
      depth--;
      if (depth === 0) yield text.slice(start, i + 1);
    }
  }
}

/** The word without case, markdown, quotes, brackets and a final full stop. */
const bare = (text: string): string =>
  text
    .trim()
    .replace(/^[\s*_`"'“”‘’[\](){}#>~]+|[\s*_`"'“”‘’[\](){}#>~.!]+$/g, "")
    .trim()
    .toLowerCase();

const judgement = (judged: Judged | undefined, how: Judgement["how"]): Judgement | null =>
  judged === undefined ? null : { judged, critique: null, evidence: null, how };

const fromWord = (text: string): Judgement | null => judgement(WORDS.get(bare(text)), "word");

const LABEL =
  /^[\s*_>#-]*(?:final\s+)?(?:verdict|answer|grade|result|judg(?:e)?ment)\s*[*_]*\s*[:=]\s*(.+)$/i;

function fromProse(text: string): Judgement | null {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const labelled = lines.flatMap((line) => LABEL.exec(line)?.[1] ?? []);
  const lastLabel = labelled.at(-1);
  // A label that cannot be read is an answer that cannot be read: an earlier one does not count.
  if (lastLabel !== undefined) return judgement(WORDS.get(bare(lastLabel)), "label");
  const [first, last] = [lines[0] ?? "", lines.at(-1) ?? ""];
  const opening = WORDS.get(bare(first)) ?? (lines.length === 1 ? openingWord(first) : undefined);
  const closing = WORDS.get(bare(last));
  if (
    lines.length > 1 &&
    opening !== undefined &&
    closing === undefined &&
    contradicts(lines.slice(1), opening)
  )
    return null;
  if (opening !== undefined && closing !== undefined && opening !== closing) return null;
  return judgement(closing ?? opening, "line");
}

/** "Yes, because …" and "No - it …": the word, then punctuation that ends it. "No one …" does not count. */
function openingWord(line: string): Judged | undefined {
  const word = /^[\s*_"']*(yes|no|pass|fail)[*_"']*\s*(?:[,.;:!]|\s[-–—]\s)/i.exec(line)?.[1];
  return word === undefined ? undefined : WORDS.get(word.toLowerCase());
}

/** Whether later lines name the opposite verdict. */
function contradicts(lines: readonly string[], opening: Judged): boolean {
  const opposite =
    opening === "pass" ? /\b(no|fail|fails|failed|false)\b/i : /\b(yes|pass|passes|passed|true)\b/i;
  return lines.some((line) => opposite.test(line));
}
