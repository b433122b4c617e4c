import type { LengthLimit } from "@/lib/domain/checks/read-checks";
import type { Field } from "@/lib/domain/grading-session";

/** A criterion as the grading page shows it. */
export type GradingCriterion = Field & {
  readonly wording: string;
  /** What is measured beside the grade; null: the criterion is not about a length. */
  readonly length: LengthLimit | null;
  /** Where two outputs at a time are compared on it; null: it is not relative. */
  readonly pairsAt: string | null;
};
