import type { Field } from "@/lib/domain/grading-session";

/** A criterion as the grading page shows it. */
export type GradingCriterion = Field & { readonly wording: string };
