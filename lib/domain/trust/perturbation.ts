import { z } from "zod";
import { OutputId, RevisionId } from "../ids";

/** What kind of fault is put into a good output (after FBI, 2406.13439). */
export const FaultCategory = z.enum([
  "factual accuracy",
  "instruction following",
  "reasoning",
  "coherence",
  "completeness",
  "tone or form",
]);
export type FaultCategory = z.infer<typeof FaultCategory>;

/** A good output changed so that it breaks its criterion, and, as a control, so that it means the same. */
export const Perturbation = z.object({
  id: z.number().int(),
  revisionId: RevisionId,
  outputId: OutputId,
  category: FaultCategory,
  /** What was changed, in a sentence. */
  how: z.string(),
  text: z.string(),
  control: z.string(),
  /** Of use only when a person has confirmed that the one breaks the criterion and the other does not. */
  state: z.enum(["proposed", "confirmed", "rejected"]),
});
export type Perturbation = z.infer<typeof Perturbation>;
