import { z } from "zod";
import type { Output } from "@/lib/domain/output";
import type { LlmTask } from "../client";
import { announce, FENCE_CONTRACT, fenceFor } from "../fence";
import { readStructured } from "../read-structured";

export type AnswerInput = { readonly input: Output["variables"] };

const given = (input: Output["variables"]): string =>
  Object.entries(input)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");

/** What the model of a judge answers to an input by itself: it shows what it knows. */
export const answerInput: LlmTask<AnswerInput, string> = {
  name: "answer-input",
  version: 1,
  role: "judging",
  maxOutputTokens: 1_000,
  schema: null,
  prompt: ({ input }) => {
    const fence = fenceFor(given(input));
    return {
      system: `You answer the question or do the task that an input holds, as well and as briefly as you can. ${FENCE_CONTRACT}`,
      user: [announce(fence), fence.wrap("input", given(input)), "Answer it in one to three sentences."].join(
        "\n\n",
      ),
    };
  },
  read: (text) => (text.trim() === "" ? null : text.trim()),
};

const Answer = z.object({ nonce: z.string(), same: z.boolean() });

export type CompareInput = AnswerInput & { readonly answer: string; readonly reference: string };

const fenceOf = ({ input, answer, reference }: CompareInput) => fenceFor(given(input), answer, reference);

/** Whether two answers to an input say the same. Strict: without the nonce of its question nothing is read. */
export const compareAnswers: LlmTask<CompareInput, boolean> = {
  name: "compare-answers",
  version: 1,
  role: "judging",
  maxOutputTokens: 200,
  schema: Answer,
  prompt: (question) => {
    const fence = fenceOf(question);
    return {
      system: `You compare an answer with a reference answer to the same input. They are the same when whoever knows the one learns nothing new and nothing contrary from the other. ${FENCE_CONTRACT}\nAnswer with a JSON object and nothing else: {"nonce": the nonce of this message, "same": true or false}.`,
      user: [
        announce(fence),
        fence.wrap("input", given(question.input)),
        fence.wrap("reference answer", question.reference),
        fence.wrap("answer", question.answer),
        "Do they say the same?",
      ].join("\n\n"),
    };
  },
  read: (text, question) => {
    const said = readStructured(text, Answer);
    return said && said.nonce === fenceOf(question).nonce ? said.same : null;
  },
};
