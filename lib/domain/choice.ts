import { z } from "zod";
import { AssertionId } from "./ids";

/** What a person decided for a criterion: leave it to the figures, use no assertion, or use this one. */
export const Choice = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("auto") }),
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("pin"), assertionId: AssertionId }),
]);
export type Choice = z.infer<typeof Choice>;
