import { z } from "zod";
import { parseJson } from "@/lib/domain/json";

const Result = z.object({
  id: z.string().nullable(),
  pass: z.boolean().nullable(),
  verdicts: z.custom<Record<string, unknown>>((value) => typeof value === "object" && value !== null),
});

/** The value of JSON text that a program printed; throws with the text when it is something else. */
function parsed<T>(text: string, schema: z.ZodType<T>): T {
  const value = parseJson(text, schema);
  if (!value.ok) throw new Error(`${value.message}\n${text}`);
  return value.value;
}

export const parsedJson = (text: string): unknown => parsed(text, z.unknown());

/** What an exported `evaluate` printed. */
export const parsedResult = (text: string): z.infer<typeof Result> => parsed(text, Result);

/** What an exported `evaluateAll` printed. */
export const parsedResults = (text: string): z.infer<typeof Result>[] => parsed(text, z.array(Result));

/** What `run` and the Python module print for a file of rows. */
export const parsedRun = (text: string): { passRate: number | null; results: z.infer<typeof Result>[] } =>
  parsed(text, z.object({ passRate: z.number().nullable(), results: z.array(Result) }));
