import { z } from "zod";

/**
 * What an assertion said of an output. An error (exception, time-out, non-boolean, unparsable answer) is not a
 * failure, and "not applicable" is not a pass: neither counts in a rate, and the report shows both.
 */
export const Verdict = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("pass"), reason: z.string().optional() }),
  z.object({ kind: z.literal("fail"), reason: z.string().optional() }),
  z.object({ kind: z.literal("notApplicable"), reason: z.string().optional() }),
  z.object({ kind: z.literal("error"), message: z.string() }),
]);
export type Verdict = z.infer<typeof Verdict>;
export type VerdictKind = Verdict["kind"];
