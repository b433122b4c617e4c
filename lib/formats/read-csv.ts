import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { z } from "zod";
import { storable } from "@/lib/domain/storable";
import { FormatError, MAX_RECORD_CHARS } from "./read-text";
import type { ReadRow } from "./read-row";

const DELIMITERS = [",", ";", "\t", "|"] as const;

/** The delimiter of which the first line has most, outside of quotes. */
export function guessDelimiter(head: string): string {
  const line = (head.split(/\r?\n/).find((each) => each.trim() !== "") ?? "").replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.delimiter ?? ",";
}

/** Names of columns: empty ones are numbered, and a name that comes again gets a number behind it. */
export function nameColumns(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((raw, i) => {
    const name = storable(raw.trim()) || `column ${i + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

const Parsed = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/** Rows of a delimited file whose first row names the columns. */
export async function* readCsv(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<ReadRow> {
  const parser = parse({
    delimiter,
    // Named, since looking for it would hold a first line of any length.
    record_delimiter: ["\r\n", "\n", "\r"],
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARS,
  });
  const source = Readable.from(text);
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let columns: string[] | null = null;
  let line = 1;
  try {
    for await (const raw of parser) {
      const { record, info } = Parsed.parse(raw);
      const startLine = line;
      line = info.lines + 1;
      if (columns === null) columns = nameColumns(record);
      else if (record.length === columns.length)
        yield { line: startLine, record: new Map(columns.map((name, i) => [name, record[i] ?? ""])) };
      else {
        const problem = `The row has ${record.length} fields, the header has ${columns.length}.`;
        yield { line: startLine, problem, raw: record.join(delimiter).slice(0, 500) };
      }
    }
  } catch (error) {
    if (error instanceof FormatError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "CSV_MAX_RECORD_SIZE") {
      throw new FormatError(
        `The row that begins in line ${line} is longer than ${MAX_RECORD_CHARS >> 20} million characters: probably a quotation mark there is never closed.`,
      );
    }
    if (code === "CSV_QUOTE_NOT_CLOSED")
      throw new FormatError(
        `A quotation mark that opens in line ${line} or later is never closed. Mend that line and import again.`,
      );
    if (code.startsWith("CSV_"))
      throw new FormatError(
        `The file cannot be read from line ${line} on: ${error instanceof Error ? error.message : code}`,
      );
    throw error;
  }
}
