import { z } from "zod";
import type { Json } from "./json";

/** How a table is taken away. */
export const TableFormat = z.enum(["csv", "json", "jsonl"]);
export type TableFormat = z.infer<typeof TableFormat>;

/** The tables that can be. */
export const TableName = z.enum([
  "outputs",
  "verdicts",
  "candidates",
  "pass-rates",
  "agreement",
  "queue",
  "pairs",
  "reasons",
]);
export type TableName = z.infer<typeof TableName>;

/** Stands for the whole output where a table is asked for by its criterion. */
export const WHOLE_OUTPUT = "whole";

/** A table as it is taken away: its columns, and its rows with a cell for each; null: not measured, or nothing there. */
export type TableContent = {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly Json[]>;
};

/** A column of a small table: its name, and what stands there in a row. */
export type TableColumn<Row> = readonly [name: string, cell: (row: Row) => Json];

/** A table that is in memory already. */
export const smallTable = <Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
): TableContent => ({
  columns: columns.map(([name]) => name),
  rows: oneByOne(rows.map((row) => columns.map(([, cell]) => cell(row)))),
});

async function* oneByOne<Value>(values: readonly Value[]): AsyncGenerator<Value, void> {
  yield* values;
}
