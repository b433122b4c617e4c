import { z } from "zod";

/** What the table of outputs shows; it stands in the address, so that a view can be sent to somebody. */
export const OutputsQuery = z.object({
  show: z.enum(["all", "good", "bad", "ungraded", "suspicious"]).catch("all"),
  q: z.string().max(200).catch(""),
  page: z.coerce.number().int().min(1).catch(1),
});
export type OutputsQuery = z.infer<typeof OutputsQuery>;
