import { z } from "zod";
import { parseJson, type Json } from "@/lib/domain/json";
import { FormatError, MAX_RECORD_CHARS } from "./read-text";
import type { ReadRow } from "./read-row";

const Value = z.json();

/** Yields often enough that a server answers other requests meanwhile. */
const breathe = () => new Promise((resolve) => setImmediate(resolve));
const BREATHE_CHARS = 1 << 20;

function toRow(text: string, line: number): ReadRow {
  const parsed = parseJson(text, Value);
  if (!parsed.ok)
    return { line, problem: `This is no valid JSON: ${parsed.message}`, raw: text.slice(0, 500) };
  if (typeof parsed.value !== "object" || parsed.value === null || Array.isArray(parsed.value)) {
    return { line, problem: "Each row must be an object with named fields.", raw: text.slice(0, 500) };
  }
  return { line, record: new Map<string, Json>(Object.entries(parsed.value)) };
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

/**
 * The objects of an array, without holding the array: the array is the whole text, or the first one inside an object
 * (as in `{"results": [...]}`). Throws a FormatError when there is none.
 */
export async function* readJsonArray(text: AsyncIterable<string>): AsyncGenerator<ReadRow> {
  const scan = {
    depth: 0,
    base: 0,
    inString: false,
    isEscaped: false,
    line: 1,
    startLine: 1,
    isTooLong: false,
    isDone: false,
  };
  let element = "";
  let sinceBreath = 0;
  for await (const piece of text) {
    let from = scan.depth > scan.base && scan.base > 0 ? 0 : -1;
    for (let i = 0; i < piece.length && !scan.isDone; i++) {
      const char = piece[i];
      if (char === "\n") scan.line += 1;
      if (scan.inString) {
        if (scan.isEscaped) scan.isEscaped = false;
        else if (char === "\\") scan.isEscaped = true;
        else if (char === '"') scan.inString = false;
        continue;
      }
      if (char === '"') scan.inString = true;
      else if (char === "[" || char === "{") {
        scan.depth += 1;
        if (scan.base === 0 && char === "[" && scan.depth <= 2) scan.base = scan.depth;
        else if (scan.base > 0 && scan.depth === scan.base + 1) {
          from = i;
          scan.startLine = scan.line;
        }
      } else if (char === "]" || char === "}") {
        scan.depth -= 1;
        if (scan.base > 0 && scan.depth === scan.base && from >= 0) {
          element += piece.slice(from, i + 1);
          yield scan.isTooLong ? tooLong(scan.startLine, element) : toRow(element, scan.startLine);
          element = "";
          scan.isTooLong = false;
          from = -1;
        } else if (scan.base > 0 && scan.depth < scan.base) scan.isDone = true;
      }
    }
    if (from >= 0) element += piece.slice(from);
    if (element.length > MAX_RECORD_CHARS) {
      scan.isTooLong = true;
      element = element.slice(0, 500);
    }
    sinceBreath += piece.length;
    if (sinceBreath > BREATHE_CHARS) {
      sinceBreath = 0;
      await breathe();
    }
  }
  if (scan.base === 0)
    throw new FormatError(
      "The JSON holds no list of rows: it must be an array of objects, or an object with one.",
    );
  if (!scan.isDone)
    yield {
      line: scan.startLine,
      problem: "The JSON ends in the middle: the file is cut off.",
      raw: element.slice(0, 500),
    };
}
