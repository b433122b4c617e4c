import { z } from "zod";

const Answer = z.enum(["pass", "fail", "na"]);

/**
 * What a judge found out about one output, before a rule makes a verdict of it. Kept with the verdict: candidates that
 * ask the same and differ in the rule alone (a threshold, say) are judged from it without another call.
 */
export const Finding = z.object({
  /** What was answered as a whole; null where the design asks for something else. */
  judged: Answer.nullable(),
  /** Probability of yes, in [0, 1]; null: not measured. */
  probability: z.number().min(0).max(1).nullable(),
  /** Level of the rubric, from 1; null: not asked, or it cannot apply. */
  level: z.number().int().nullable(),
  /** Answers to the questions of a checklist, by their ids. */
  answers: z.record(z.string(), Answer).nullable(),
  /** Net vote of comparisons with graded examples; above 0 speaks for passing. */
  score: z.number().nullable(),
  /** In the model's words. */
  reason: z.string().nullable(),
});
export type Finding = z.infer<typeof Finding>;

const NOTHING: Finding = {
  judged: null,
  probability: null,
  level: null,
  answers: null,
  score: null,
  reason: null,
};

/** A finding of which only this is known. */
export const finding = (known: Partial<Finding>): Finding => ({ ...NOTHING, ...known });
