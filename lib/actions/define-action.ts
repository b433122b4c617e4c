import { z } from "zod";
import { fail, type Result } from "@/lib/domain/problem";

/**
 * A server action is a public endpoint: nothing reaches a handler that has not been parsed. Input that does not fit
 * comes back as a sentence; a bug is thrown.
 */
export function defineAction<Schema extends z.ZodType, Value>(
  schema: Schema,
  handler: (input: z.output<Schema>) => Promise<Result<Value>>,
): (raw: z.input<Schema>) => Promise<Result<Value>> {
  return async (raw) => {
    const input = schema.safeParse(raw);
    if (!input.success) return fail({ code: "bad-input", sentence: z.prettifyError(input.error) });
    return handler(input.data);
  };
}
