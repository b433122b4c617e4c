import { z } from "zod";
import { CriterionName } from "./criterion";
import { CriterionId } from "./ids";

/** What a reason comes down to: a criterion that there is, one that there should be, or something to mend in the prompt. */
export const Cause = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("criterion"), criterionId: CriterionId }),
  z.object({ kind: z.literal("proposed"), name: CriterionName }),
  z.object({
    kind: z.literal("prompt"),
    fix: z
      .string()
      .trim()
      .min(1, "Say what the prompt should say.")
      .max(2_000, "Keep a fix of the prompt under 2,000 characters."),
  }),
]);
export type Cause = z.infer<typeof Cause>;
