import { z } from "zod";
import { OutputId } from "./ids";
import { OutputsQuery } from "./outputs-query";

/** Outputs that somebody picked in the table, or all under its filters, looked up when something is done with them. */
export const OutputSelection = z.discriminatedUnion("of", [
  z.object({ of: z.literal("picked"), outputIds: z.array(OutputId).min(1).max(1_000) }),
  z.object({ of: z.literal("matching"), query: OutputsQuery }),
]);
export type OutputSelection = z.infer<typeof OutputSelection>;

/** With more than this, what is about to be done is said first, with their number. */
export const CONFIRM_ABOVE = 50;
