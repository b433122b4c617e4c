import { z } from "zod";
import { parseJson } from "@/lib/domain/json";
import { guessDelimiter, readCsv } from "./read-csv";
import { readJsonArray, readJsonLines } from "./read-json";
import type { ReadRow } from "./read-row";
import { decodeText } from "./read-text";

const HEAD = 64_000;

/** Reads CSV, TSV, JSON and JSONL as a stream; which of them it is, is seen in the text itself. */
export async function* readRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ReadRow> {
  const text = decodeText(chunks);
  let head = "";
  while (head.length < HEAD) {
    const next = await text.next();
    if (next.done) break;
    head += next.value;
  }
  const whole = prepend(head, text);
  const start = head.trimStart();
  if (start.startsWith("[")) yield* readJsonArray(whole);
  else if (start.startsWith("{")) yield* isJsonLines(start) ? readJsonLines(whole) : readJsonArray(whole);
  else yield* readCsv(whole, guessDelimiter(head));
}

async function* prepend(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}

const Fields = z.record(z.string(), z.json());

/**
 * Whether the first line is a row of its own. A document on one line, such as {"rows": [...]}, holds its rows itself;
 * one whose first line is no complete object goes on below.
 */
function isJsonLines(start: string): boolean {
  const end = start.indexOf("\n");
  const isCutOff = end < 0 && start.length >= HEAD / 2;
  // A first row that is longer than what was looked at: an early list says that it is a document.
  if (isCutOff) return !/^\{\s*"[^"]*"\s*:\s*\[\s*\{/.test(start);
  const first = parseJson(end < 0 ? start : start.slice(0, end), Fields);
  if (!first.ok) return looksLikeLines(start);
  const hasMore = end >= 0 && start.slice(end).trim() !== "";
  const holdsRows = Object.values(first.value).some(
    (value) => Array.isArray(value) && value.some((entry) => typeof entry === "object" && entry !== null),
  );
  const hasPlainField = Object.values(first.value).some((value) => typeof value === "string");
  return hasMore || !holdsRows || hasPlainField;
}

/** Broken as it is, the first line is a row when it ends like one and the next begins like one. */
const looksLikeLines = (start: string): boolean => /^\{[^\n]*\}\s*\n\s*\{/.test(start);
