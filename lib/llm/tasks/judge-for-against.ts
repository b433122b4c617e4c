import type { Judgement } from "@/lib/domain/parse-judgement";
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

export type CaseInput = JudgeInput & { readonly side: "pass" | "fail" };

const MAX_CASE = 4_000;

/** Design G9, first half: the best case that can be made for one verdict. */
export const makeCase: LlmTask<CaseInput, string> = {
  name: "judge-output-case",
  version: 1,
  role: "judging",
  maxOutputTokens: 2_000,
  schema: null,
  prompt: (input) => ({
    system: systemMessage(
      input.question,
      `Make the best honest case that the verdict is ${input.side === "pass" ? "PASS" : "FAIL"}, from what stands in the output, in two to four sentences. Quote the words that bear it. Do not weigh it against the other side.`,
    ),
    user: userMessage(input, {
      fence: fenceOf(input, input.side),
      ending: `The best case for ${input.side === "pass" ? "PASS" : "FAIL"}:`,
    }),
  }),
  read: (text) => text.trim().slice(0, MAX_CASE) || null,
};

export type CasesInput = JudgeInput & { readonly cases: { readonly pass: string; readonly fail: string } };

const fenceOfCases = (input: CasesInput) => fenceOf(input, input.cases.pass, input.cases.fail);

/** Design G9, second half: the decision between both cases, which are data like everything that a model wrote. */
export const decideBetween: LlmTask<CasesInput, Judgement> = {
  name: "judge-output-decide",
  version: 1,
  role: "judging",
  maxOutputTokens: 4_000,
  schema: Critique,
  prompt: (input) => {
    const fence = fenceOfCases(input);
    return {
      system: systemMessage(
        input.question,
        `The message begins with the best case for PASS and the best case for FAIL. Check both against the output and decide which one holds.\n${CRITIQUE_FORM}`,
      ),
      user: userMessage(input, {
        fence,
        before: [
          fence.wrap("case for PASS", input.cases.pass),
          fence.wrap("case for FAIL", input.cases.fail),
        ],
        ending:
          "Which case holds? First the critique and the evidence, then the verdict, as the JSON object described.",
      }),
    };
  },
  read: (text, input) => readCritique(text, input, fenceOfCases(input)),
};
