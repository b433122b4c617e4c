import { z } from "zod";
import { LEVELS } from "./judge";

const line = z.string().trim().min(1).max(2_000);

/** A design that a person asks for, with what only he can say; the rest comes from the criterion and its grades. */
export const JudgeChoice = z.discriminatedUnion("design", [
  z.object({ design: z.enum(["direct", "critique", "for-and-against", "few-shot", "pairwise", "jury"]) }),
  z.object({
    design: z.literal("checklist"),
    questions: z
      .array(z.object({ question: line, weight: z.enum(["primary", "secondary"]) }))
      .min(2, "A checklist needs at least two questions.")
      .max(8, "A checklist has at most eight questions."),
  }),
  z.object({
    design: z.literal("rubric"),
    levels: z.array(line).length(LEVELS, `Describe ${LEVELS} levels, one a line, the worst first.`),
  }),
  z.object({
    design: z.enum(["probability", "cascade"]),
    /** Null: from the log-probabilities of one answer. */
    samples: z.number().int().min(2).max(25).nullable(),
  }),
]);
export type JudgeChoice = z.infer<typeof JudgeChoice>;
