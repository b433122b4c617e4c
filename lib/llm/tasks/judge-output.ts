import { yesProbability } from "@/lib/domain/probabilities";
import { parseJudgement, type Judgement } from "@/lib/domain/parse-judgement";
import type { LlmTask } from "../client";
import {
  Critique,
  CRITIQUE_FORM,
  fenceOf,
  readCritique,
  systemMessage,
  userMessage,
  type JudgeInput,
} from "./judge-prompt";

/** A word, and how probable yes was against no; null: the server gives no log-probabilities. */
export type DirectAnswer = Judgement & { readonly probability: number | null };

/** Design G1: one word, which keeps the judgement of a strong model as it is; its probability comes with it (G8). */
export const judgeDirectly: LlmTask<JudgeInput, DirectAnswer> = {
  name: "judge-output-direct",
  version: 1,
  role: "judging",
  // One word; reasoning models spend their thoughts from the same purse.
  maxOutputTokens: 2_000,
  wantsLogprobs: true,
  schema: null,
  prompt: (input) => ({
    system: systemMessage(input.question, "Answer with one word: yes (PASS), no (FAIL) or n/a."),
    user: userMessage(input, { ending: "Does the output satisfy it? One word: yes, no or n/a." }),
  }),
  read: (text, _input, logprobs = null) => {
    const judgement = parseJudgement(text);
    return judgement && { ...judgement, probability: logprobs && yesProbability(logprobs).probability };
  },
  how: ({ how }) => how,
};

/** The same question with the words the other way round: a judge that answers otherwise has looked at their order. */
export const judgeInReverse: LlmTask<JudgeInput, DirectAnswer> = {
  ...judgeDirectly,
  name: "judge-output-reverse",
  wantsLogprobs: false,
  prompt: (input) => ({
    system: systemMessage(input.question, "Answer with one word: no (FAIL), yes (PASS) or n/a."),
    user: userMessage(input, { ending: "Does the output satisfy it? One word: no, yes or n/a." }),
  }),
};

/** The same question with the model's doubts let out: asked several times, the share of yes is a probability (G8). */
export const sampleDirectly: LlmTask<JudgeInput, DirectAnswer> = {
  ...judgeDirectly,
  name: "judge-output-sample",
  temperature: 1,
  wantsLogprobs: false,
};

/** Design G2: critique and quoted evidence first. An answer without its nonce, or with an invented quote, is none. */
export const judgeWithCritique: LlmTask<JudgeInput, Judgement> = {
  name: "judge-output-critique",
  version: 1,
  role: "judging",
  maxOutputTokens: 4_000,
  schema: Critique,
  prompt: (input) => ({
    system: systemMessage(input.question, CRITIQUE_FORM),
    user: userMessage(input, {
      ending: "First the critique and the evidence, then the verdict, as the JSON object described.",
    }),
  }),
  read: (text, input) => readCritique(text, input, fenceOf(input)),
  how: ({ how }) => how,
};

/** The same asked of the strong model, where the cheap one is unsure (G10). */
export const judgeStrongly: LlmTask<JudgeInput, Judgement> = {
  ...judgeWithCritique,
  name: "judge-output-strong",
  role: "deciding",
  temperature: 0,
};
