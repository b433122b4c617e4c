import { z } from "zod";

/** One measured comparison. */
export const BenchRow = z
  .object({
    name: z.string(),
    ours: z.number(),
    /** Null: there is nothing to compare with, and the goal is about `ours` alone. */
    baseline: z.number().nullable(),
    unit: z.string(),
    /** baseline / ours or ours / baseline, as the goal words it; null without a baseline. */
    ratio: z.number().nullable(),
    /** In words, e.g. "at least 100× faster". */
    goal: z.string(),
    /** Null: a part of another row, which has the goal. */
    met: z.boolean().nullable(),
  })
  .readonly();
export type BenchRow = z.infer<typeof BenchRow>;
