import { z } from "zod";
import { QueueId } from "./ids";

/** How grades are taken away. */
export const GradesFormat = z.enum(["csv", "jsonl"]);
export type GradesFormat = z.infer<typeof GradesFormat>;

/** What a download of grades asks for; queue null: those of the whole project. */
export const GradesQuery = z.object({
  format: GradesFormat,
  queue: QueueId.nullable(),
});
export type GradesQuery = z.infer<typeof GradesQuery>;
