"use client";
import { z } from "zod";
import { useKept } from "@/components/ui/use-kept";

/** How somebody wants to see a table. */
const TableLook = z.object({
  /** Columns that they have switched on or off; the others are as the table has them. */
  columns: z.record(z.string(), z.boolean()),
  isCompact: z.boolean(),
  /** Long texts are not cut after two lines. */
  isLong: z.boolean(),
});
export type TableLook = z.infer<typeof TableLook>;

export const PLAIN_LOOK: TableLook = { columns: {}, isCompact: false, isLong: false };

/** How this browser keeps a table, and what keeps it otherwise. */
export const useTableLook = (table: string) => useKept(`touchstone.table.${table}`, TableLook, PLAIN_LOOK);
