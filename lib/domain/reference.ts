import { z } from "zod";
import { OutputId } from "./ids";

export const ReferenceText = z.string().trim().max(50_000, "A reference can be at most 50,000 characters.");

/**
 * What a right answer to the input of an output looks like. Only one that a person verified is shown to judges: a wrong
 * reference is worse than none (graders.md §3.2).
 */
export const Reference = z.object({
  outputId: OutputId,
  text: z.string().min(1),
  author: z.string(),
  /** Null: nobody has checked it. */
  verifiedBy: z.string().nullable(),
  at: z.date(),
});
export type Reference = z.infer<typeof Reference>;

/** Levels of a rubric for correctness, worst first: a start, to be put in the criterion's own words. */
export const CORRECTNESS_LEVELS: readonly string[] = [
  "It contradicts the reference, or misses what the reference says altogether.",
  "Most of what matters in the reference is missing or wrong.",
  "Part of what matters is right, but something important is missing or wrong.",
  "It says what matters in the reference; only details are missing or differ.",
  "It says all that the reference says, in whatever words, and nothing that contradicts it.",
];
