import { z } from "zod";
import type { Exemplar } from "@/lib/domain/judge-designs/judge";
import type { Judgement } from "@/lib/domain/parse-judgement";
import type { LlmTask } from "../client";
import { announce } from "../fence";
import { readStructured } from "../read-structured";
import {
  Critique,
  CRITIQUE_FORM,
  fencedExemplar,
  fencedItem,
  fenceOf,
  readCritique,
  systemMessage,
  userMessage,
  type JudgeInput,
} from "./judge-prompt";

export type ExamplesInput = JudgeInput & { readonly exemplars: readonly Exemplar[] };

const fenceOfExamples = (input: ExamplesInput) => fenceOf(input, JSON.stringify(input.exemplars));

/** Design G4: critique first, after outputs that the person graded, with his notes. */
export const judgeFromExamples: LlmTask<ExamplesInput, Judgement> = {
  name: "judge-output-few-shot",
  version: 1,
  role: "judging",
  maxOutputTokens: 4_000,
  schema: Critique,
  prompt: (input) => {
    const fence = fenceOfExamples(input);
    return {
      system: systemMessage(
        input.question,
        `The message begins with examples that a person graded, and his reasons. Grade the last output as he would.\n${CRITIQUE_FORM}`,
      ),
      user: userMessage(input, {
        fence,
        before: input.exemplars.map((exemplar, i) => fencedExemplar(fence, exemplar, i + 1)),
        ending:
          "Graded as in the examples: first the critique and the evidence, then the verdict, as the JSON object described.",
      }),
    };
  },
  read: (text, input) => readCritique(text, input, fenceOfExamples(input)),
};

const Better = z.object({ nonce: z.string(), better: z.enum(["first", "second", "equal"]) });

export type PairInput = JudgeInput & {
  readonly exemplar: Exemplar;
  /** Which of the two the judged output is: both orders are asked, since many judges favour a place. */
  readonly place: "first" | "second";
};

const fenceOfPair = (input: PairInput) =>
  fenceOf(input, input.place, input.exemplar.text, JSON.stringify(input.exemplar.variables));

/** Design G6: which of two outputs satisfies the criterion better. That one is graded is not said. */
export const comparePair: LlmTask<PairInput, "judged" | "exemplar" | "equal"> = {
  name: "judge-output-pair",
  version: 1,
  role: "judging",
  maxOutputTokens: 2_000,
  schema: Better,
  prompt: (input) => {
    const fence = fenceOfPair(input);
    const pair = input.place === "first" ? [input.output, input.exemplar] : [input.exemplar, input.output];
    return {
      system: systemMessage(
        input.question,
        `Here two outputs are compared: which of them satisfies the criterion better? Neither place nor length counts. Answer with a JSON object and nothing else: {"nonce": the nonce of this message, "better": "first", "second" or "equal"}.`,
      ),
      user: [
        announce(fence),
        ...pair.flatMap((one, i) => fencedItem(fence, one, i === 0 ? "first " : "second ")),
        `The criterion once more:\n${input.question}\n\nWhich output satisfies it better? The JSON object described.`,
      ].join("\n\n"),
    };
  },
  read: (text, input) => {
    const said = readStructured(text, Better);
    if (!said || said.nonce !== fenceOfPair(input).nonce) return null;
    if (said.better === "equal") return "equal";
    return said.better === input.place ? "judged" : "exemplar";
  },
};
