import { z } from "zod";
import { AssertionId, CriterionId } from "./ids";

/** What is selected for one criterion, and under which limits. */
export const SelectedMember = z.object({
  criterionId: CriterionId,
  assertionId: AssertionId,
  /** SHA-256 of the implementation, hex. */
  hash: z.string(),
  ffrLimit: z.number(),
  mustPass: z.boolean(),
});
export type SelectedMember = z.infer<typeof SelectedMember>;
