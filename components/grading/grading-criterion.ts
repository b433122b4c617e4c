import type { Measurable } from "@/lib/domain/checks/measure";
import type { Field } from "@/lib/domain/grading-session";
import type { CriterionId } from "@/lib/domain/ids";

/** A criterion as the grading page shows it. */
export type GradingCriterion = Field & {
  readonly criterionId: CriterionId;
  readonly wording: string;
  /** What is good and what is bad, in the author's words; empty: none were given. */
  readonly examples: string;
  /** The number of the revision that is graded. */
  readonly revision: number;
  /** What is measured beside the grade, or in its place; null: nothing of it can be. */
  readonly measurable: Measurable | null;
  /** Where two outputs at a time are compared on it; null: it is not relative. */
  readonly pairsAt: string | null;
};
