import type { Json } from "@/lib/domain/json";
import type { TableContent, TableFormat } from "@/lib/domain/table-file";
import { csvRow } from "./csv-row";
import { nameColumns } from "./read-csv";

/** A table as text, in pieces. A name that comes twice gets a number behind it, so that no column hides another. */
export async function* tableFile(
  { columns, rows }: TableContent,
  format: TableFormat,
): AsyncGenerator<string, void> {
  const names = nameColumns(columns);
  const line = (cells: readonly Json[]): string =>
    JSON.stringify(Object.fromEntries(names.map((name, i) => [name, cells[i] ?? null])));
  if (format === "csv") {
    yield csvRow(names);
    for await (const cells of rows) yield csvRow(names.map((_, i) => toText(cells[i])));
  } else if (format === "jsonl") {
    for await (const cells of rows) yield `${line(cells)}\n`;
  } else {
    let before = "[\n";
    for await (const cells of rows) {
      yield `${before}${line(cells)}`;
      before = ",\n";
    }
    yield before === "[\n" ? "[]\n" : "\n]\n";
  }
}

/** What is not there is an empty cell, never 0. */
function toText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}
