"use client";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { z } from "zod";
import { parseJson } from "@/lib/domain/json";
import { forgetKept, keepInBrowser, readKept } from "./browser-storage";

const listeners = new Set<() => void>();
/** What this browser does not keep: it holds as long as the page is open. */
const unkept = new Map<string, string>();

/** The text under a name; null: nothing was kept. */
export const keptUnder = (name: string): string | null => unkept.get(name) ?? readKept(name);

/** Keeps a text under a name (null: none any more), and tells whoever shows it. */
export function keepUnder(name: string, text: string | null): void {
  if (text === null) forgetKept(name);
  const isKept = text === null || keepInBrowser(name, text);
  if (isKept) unkept.delete(name);
  else unkept.set(name, text);
  for (const listener of listeners) listener();
}

/** Hears of every change of what is kept, another tab's too. */
export function subscribeToKept(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** A choice that this browser keeps under a name; `initial` as long as nothing is kept, or what is kept makes no sense. */
export function useKept<Value>(
  name: string,
  schema: z.ZodType<Value>,
  initial: Value,
): readonly [Value, (value: Value) => void] {
  const text = useSyncExternalStore(
    subscribeToKept,
    () => keptUnder(name),
    () => null,
  );
  const value = useMemo(() => {
    const parsed = text === null ? null : parseJson(text, schema);
    return parsed?.ok === true ? parsed.value : initial;
  }, [text, schema, initial]);
  const keep = useCallback((next: Value) => keepUnder(name, JSON.stringify(next)), [name]);
  return [value, keep];
}
