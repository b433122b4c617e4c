import { z } from "zod";
import { LEVELS } from "@/lib/domain/judge-designs/judge";
import type { LlmTask } from "../client";
import { readStructured } from "../read-structured";
import { fenceOf, systemMessage, userMessage, type JudgeInput } from "./judge-prompt";

const Answer = z.object({
  nonce: z.string(),
  critique: z.string(),
  level: z.union([z.number().int().min(1).max(LEVELS), z.literal("n/a")]),
});

export type RubricInput = JudgeInput & { readonly levels: readonly string[]; readonly reference: string };
/** A level from 1; null: the criterion cannot apply. */
export type RubricAnswer = { readonly level: number | null; readonly critique: string };

const fenceOfRubric = (input: RubricInput) => fenceOf(input, input.reference, ...input.levels);

/** Design G5: a level of a described rubric, held against a reference that a person verified (Prometheus). */
export const judgeByRubric: LlmTask<RubricInput, RubricAnswer> = {
  name: "judge-output-rubric",
  version: 1,
  role: "judging",
  maxOutputTokens: 4_000,
  schema: Answer,
  prompt: (input) => {
    const fence = fenceOfRubric(input);
    return {
      system: systemMessage(
        input.question,
        `Instead of PASS or FAIL give a level:\n${input.levels.map((level, i) => `${i + 1}: ${level}`).join("\n")}\n\nThe reference is an answer that a person verified: other words are as good, other claims are not. Answer with a JSON object and nothing else: {"nonce": the nonce of this message, "critique": how the output differs from the reference, in two or three sentences, "level": the number of the level, or "n/a"}.`,
      ),
      user: userMessage(input, {
        fence,
        before: [fence.wrap("reference", input.reference)],
        ending: "First the critique, then the level, as the JSON object described.",
      }),
    };
  },
  read: (text, input) => {
    const said = readStructured(text, Answer);
    if (!said || said.nonce !== fenceOfRubric(input).nonce) return null;
    return { level: said.level === "n/a" ? null : said.level, critique: said.critique };
  },
};
