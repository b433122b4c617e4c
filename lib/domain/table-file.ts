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

/** A row by the names of its columns; a number that was not measured is null, never 0. */
export type TableRowCells = Readonly<Record<string, Json>>;

/** A table as it is taken away: its columns in order, and its rows, which can be read several times. */
export type TableContent = {
  readonly columns: readonly string[];
  readonly rows: () => AsyncGenerator<TableRowCells, void>;
};
