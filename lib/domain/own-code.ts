import { z } from "zod";

/** An assertion as a person writes it. */
export const OwnCode = z.object({
  name: z.string().trim().min(1, "Give the assertion a name.").max(200),
  language: z.enum(["javascript", "python"]),
  source: z.string().min(1, "Write a function check(output, context).").max(100_000),
});
export type OwnCode = z.infer<typeof OwnCode>;
