import type { z } from "zod";
import { parseJson } from "@/lib/domain/json";

/** Reads a JSON answer, with or without a code fence around it; null when it does not fit the schema. */
export function readStructured<T>(text: string, schema: z.ZodType<T>): T | null {
  const fenced = /```(?:json)?\s*([\s\S]*?)```/i.exec(text)?.[1];
  for (const candidate of [text, fenced, text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)]) {
    if (candidate === undefined) continue;
    const parsed = parseJson(candidate.trim(), schema);
    if (parsed.ok) return parsed.value;
  }
  return null;
}
