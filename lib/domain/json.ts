import { z } from "zod";

/** Any JSON value: what a file or a model may hold before it is understood. */
export const Json = z.json();
export type Json = z.infer<typeof Json>;

/** The one place that parses JSON text: what comes out fits the schema, or the failure says where it does not. */
export function parseJson<T>(
  text: string,
  schema: z.ZodType<T>,
): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  const parsed = schema.safeParse(raw);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, message: z.prettifyError(parsed.error) };
}
