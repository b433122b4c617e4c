import { z } from "zod";
import { parseJson, type Json } from "@/lib/domain/json";
import { storable } from "@/lib/domain/storable";
import { FormatError, MAX_RECORD_CHARS } from "./read-text";
import type { ReadRow } from "./read-row";

/** What JSON text holds is JSON: looking through it again would take time, and drop fields that are called __proto__. */
const Value = z.custom<Json>(() => true);

/** Yields often enough that a server answers other requests meanwhile. */
const breathe = () => new Promise((resolve) => setImmediate(resolve));
const BREATHE_CHARS = 1 << 20;

const NO_OBJECT = "Each row must be an object with named fields.";

function toRow(text: string, line: number): ReadRow {
  const parsed = parseJson(text, Value);
  if (!parsed.ok)
    return { line, problem: `This is no valid JSON: ${parsed.message}`, raw: text.slice(0, 500) };
  if (typeof parsed.value !== "object" || parsed.value === null || Array.isArray(parsed.value)) {
    return { line, problem: NO_OBJECT, raw: text.slice(0, 500) };
  }
  const fields = Object.entries(parsed.value).map(([name, value]) => [storable(name), value] as const);
  return { line, record: new Map<string, Json>(fields) };
}

/** One object a line; empty lines are passed over. */
export async function* readJsonLines(text: AsyncIterable<string>): AsyncGenerator<ReadRow> {
  let rest = "";
  let line = 1;
  let isTooLong = false;
  let sinceBreath = 0;
  for await (const piece of text) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const each of lines) {
      if (isTooLong) yield tooLong(line, each);
      else if (each.trim() !== "") yield toRow(each, line);
      isTooLong = false;
      line += 1;
    }
    // A line without an end must not fill the memory: the rest of it is dropped up to the next line end.
    if (rest.length > MAX_RECORD_CHARS) {
      isTooLong = true;
      rest = "";
    }
    sinceBreath += piece.length;
    if (sinceBreath > BREATHE_CHARS) {
      sinceBreath = 0;
      await breathe();
    }
  }
  if (isTooLong) yield tooLong(line, rest);
  else if (rest.trim() !== "") yield toRow(rest, line);
}

const tooLong = (line: number, raw: string): ReadRow => ({
  line,
  problem: `The row is longer than ${MAX_RECORD_CHARS >> 20} million characters.`,
  raw: raw.slice(0, 500),
});

type Mark = "begins" | "ends" | "bare" | null;

/**
 * Follows JSON text character by character: says where an entry of the first list begins and ends, and where one
 * ended that is neither object nor list ("bare").
 */
function createScanner() {
  let depth = 0;
  /** The depth of the list whose entries are the rows; 0 until it is found. */
  let base = 0;
  let inString = false;
  let isEscaped = false;
  let hasBare = false;
  const scan = { isFound: false, isDone: false };

  const isBetween = () => base > 0 && depth === base;
  const inText = (char: string) => {
    if (isEscaped) isEscaped = false;
    else if (char === "\\") isEscaped = true;
    else if (char === '"') inString = false;
  };
  const endBare = (): Mark => {
    const ended = hasBare;
    hasBare = false;
    return ended ? "bare" : null;
  };
  const open = (char: string): Mark => {
    depth += 1;
    if (base === 0 && char === "[" && depth <= 2) {
      base = depth;
      scan.isFound = true;
      return null;
    }
    return base > 0 && depth === base + 1 ? "begins" : null;
  };
  const close = (): Mark => {
    depth -= 1;
    if (isBetween()) return "ends";
    if (base === 0 || depth > base) return null;
    scan.isDone = true;
    return endBare();
  };
  return Object.assign(scan, {
    step: (char: string): Mark => {
      if (inString) {
        inText(char);
        return null;
      }
      if (char === "[" || char === "{") return open(char);
      if (char === "]" || char === "}") return close();
      if (char === '"') inString = true;
      if (!isBetween()) return null;
      if (char === ",") return endBare();
      hasBare ||= char.trim() !== "";
      return null;
    },
  });
}

/**
 * The objects of an array, without holding the array: the array is the whole text, or the first one inside an object
 * (as in `{"results": [...]}`). Throws a FormatError when there is none.
 */
export async function* readJsonArray(text: AsyncIterable<string>): AsyncGenerator<ReadRow> {
  const scan = createScanner();
  const held = { text: "", isOpen: false, isTooLong: false, startLine: 1 };
  let line = 1;
  let sinceBreath = 0;
  for await (const piece of text) {
    let from = 0;
    for (let i = 0; i < piece.length && !scan.isDone; i++) {
      const char = piece.charAt(i);
      if (char === "\n") line += 1;
      const mark = scan.step(char);
      if (mark === "bare") yield { line, problem: NO_OBJECT, raw: "" };
      else if (mark === "begins") {
        from = i;
        Object.assign(held, { text: "", isOpen: true, isTooLong: false, startLine: line });
      } else if (mark === "ends") {
        const element = held.text + piece.slice(from, i + 1);
        held.isOpen = false;
        yield held.isTooLong ? tooLong(held.startLine, element) : toRow(element, held.startLine);
      }
    }
    if (held.isOpen) held.text += piece.slice(from);
    if (held.text.length > MAX_RECORD_CHARS) {
      held.isTooLong = true;
      held.text = held.text.slice(0, 500);
    }
    sinceBreath += piece.length;
    if (sinceBreath > BREATHE_CHARS) {
      sinceBreath = 0;
      await breathe();
    }
  }
  if (!scan.isFound)
    throw new FormatError(
      "The JSON holds no list of rows: it must be an array of objects, or an object with one.",
    );
  if (!scan.isDone) {
    const raw = held.isOpen ? held.text.slice(0, 500) : "";
    yield { line: held.startLine, problem: "The JSON ends in the middle: the file is cut off.", raw };
  }
}
