import { z } from "zod";
import type { LlmTask } from "../client";
import { readStructured } from "../read-structured";

const Answer = z.object({ ready: z.boolean() });

/** The smallest question: does this connection answer, and with structured output? */
export const greet: LlmTask<null, z.infer<typeof Answer>> = {
  name: "test-connection",
  version: 1,
  role: "judging",
  maxOutputTokens: 500,
  schema: Answer,
  // Nothing is said of JSON: a server that only ignores the schema gives itself away.
  prompt: () => ({ system: "You answer test questions.", user: "Are you ready?" }),
  read: (text) => readStructured(text, Answer),
};
