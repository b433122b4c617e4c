import { z } from "zod";
import type { LlmTask } from "../client";
import { readStructured } from "../read-structured";

const Answer = z.object({ ready: z.boolean() });

const common = {
  version: 1,
  role: "judging",
  maxOutputTokens: 500,
  // Nothing is said of JSON: a server that only ignores the schema gives itself away.
  prompt: () => ({ system: "You answer test questions.", user: "Are you ready?" }),
} as const;

/** The smallest question: does this connection answer, and with structured output? */
export const greet: LlmTask<null, z.infer<typeof Answer>> = {
  ...common,
  name: "test-connection",
  schema: Answer,
  read: (text) => readStructured(text, Answer),
};

/** Does it tell how probable its words are? */
export const greetForLogprobs: LlmTask<null, { readonly hasLogprobs: boolean }> = {
  ...common,
  name: "test-logprobs",
  wantsLogprobs: true,
  schema: null,
  read: (_text, _input, logprobs) => ({ hasLogprobs: logprobs !== null && logprobs !== undefined }),
};

/** Does it take a seed? */
export const greetWithSeed: LlmTask<null, true> = {
  ...common,
  name: "test-seed",
  seed: 7,
  schema: null,
  read: () => true,
};
