"use client";
import { useSyncExternalStore } from "react";
import { z } from "zod";
import { parseJson } from "@/lib/domain/json";

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

const placeOf = (table: string): string => `touchstone.table.${table}`;

const listeners = new Set<() => void>();
/** What was read last of each table, so that reading twice gives the same object; all there is where storage is blocked. */
const kept = new Map<string, { readonly text: string | null; readonly look: TableLook }>();

/** Null: nothing is kept; undefined: the browser allows no storage. */
function stored(table: string): string | null | undefined {
  try {
    return localStorage.getItem(placeOf(table));
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

function read(table: string): TableLook {
  const last = kept.get(table);
  const text = stored(table);
  if (text === undefined) return last?.look ?? PLAIN_LOOK;
  if (last?.text === text) return last.look;
  const parsed = text === null ? null : parseJson(text, TableLook);
  // What an older version kept, or somebody wrote by hand, is no reason to have no table.
  const look = parsed?.ok === true ? parsed.value : PLAIN_LOOK;
  kept.set(table, { text, look });
  return look;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** Keeps how a table is to be seen in this browser; where it allows no storage, until the page is left. */
export function keepLook(table: string, look: TableLook): void {
  const text = JSON.stringify(look);
  kept.set(table, { text, look });
  try {
    localStorage.setItem(placeOf(table), text);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
  for (const listener of listeners) listener();
}

/** How this browser keeps a table. */
export const useTableLook = (table: string): TableLook =>
  useSyncExternalStore(
    subscribe,
    () => read(table),
    () => PLAIN_LOOK,
  );
