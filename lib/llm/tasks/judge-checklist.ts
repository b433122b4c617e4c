import { z } from "zod";
import type { ChecklistItem } from "@/lib/domain/judge-designs/judge";
import type { LlmTask } from "../client";
import { readStructured } from "../read-structured";
import { fenceOf, systemMessage, userMessage, type JudgeInput } from "./judge-prompt";

const Answer = z.object({
  nonce: z.string(),
  answers: z.array(z.object({ id: z.string(), answer: z.enum(["yes", "no", "n/a"]) })),
});

export type ChecklistInput = JudgeInput & { readonly items: readonly ChecklistItem[] };
export type ChecklistAnswers = Readonly<Record<string, "pass" | "fail" | "na">>;

const MEANING = { yes: "pass", no: "fail", "n/a": "na" } as const;
const idsOf = (items: readonly ChecklistItem[]): string =>
  items.map(({ id, question }) => `${id}:${question}`).join();

/** Design G3: frozen questions, each answered by itself. One answer too few or too many, and the whole counts as none. */
export const judgeByChecklist: LlmTask<ChecklistInput, ChecklistAnswers> = {
  name: "judge-output-checklist",
  version: 1,
  role: "judging",
  maxOutputTokens: 4_000,
  schema: Answer,
  prompt: (input) => ({
    system: systemMessage(
      input.question,
      `The criterion is checked by these questions:\n${input.items.map(({ id, question }) => `${id}: ${question}`).join("\n")}\n\nAnswer each of them by itself. Answer with a JSON object and nothing else: {"nonce": the nonce of this message, "answers": [{"id": the id of the question, "answer": "yes", "no" or "n/a" when the question cannot apply}]}.`,
    ),
    user: userMessage(input, {
      fence: fenceOf(input, idsOf(input.items)),
      ending: "Answer every question once, as the JSON object described.",
    }),
  }),
  read: (text, input) => {
    const said = readStructured(text, Answer);
    if (!said || said.nonce !== fenceOf(input, idsOf(input.items)).nonce) return null;
    const answers = new Map(said.answers.map(({ id, answer }) => [id, MEANING[answer]] as const));
    const isComplete =
      said.answers.length === input.items.length && input.items.every(({ id }) => answers.has(id));
    return isComplete ? Object.fromEntries(answers) : null;
  },
};
