"use client";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { z } from "zod";
import { parseJson } from "@/lib/domain/json";

const listeners = new Set<() => void>();
/** Where a browser keeps nothing, a choice lasts as long as the page. */
const unkept = new Map<string, string>();

function read(name: string): string | null {
  try {
    return unkept.get(name) ?? localStorage.getItem(name);
  } catch {
    // Blocked by the browser's settings: nothing was kept, which is no reason to show nothing.
    return null;
  }
}

function write(name: string, value: string): void {
  unkept.set(name, value);
  try {
    localStorage.setItem(name, value);
  } catch {
    // Blocked or full: it lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** A choice that this browser keeps under a name; `initial` as long as nothing is kept, or what is kept makes no sense. */
export function useKept<Value>(
  name: string,
  schema: z.ZodType<Value>,
  initial: Value,
): readonly [Value, (value: Value) => void] {
  const text = useSyncExternalStore(
    subscribe,
    () => read(name),
    () => null,
  );
  const value = useMemo(() => {
    const parsed = text === null ? null : parseJson(text, schema);
    return parsed?.ok === true ? parsed.value : initial;
  }, [text, schema, initial]);
  const keep = useCallback((next: Value) => write(name, JSON.stringify(next)), [name]);
  return [value, keep];
}
