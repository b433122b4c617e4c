import { z } from "zod";
import { CriterionKind } from "@/lib/domain/criterion";
import type { LlmTask } from "../client";
import { announce, FENCE_CONTRACT, fenceFor } from "../fence";
import { readStructured } from "../read-structured";

const Answer = z.object({
  criteria: z.array(
    z.object({ why: z.string(), name: z.string(), wording: z.string(), kind: CriterionKind }),
  ),
});
export type SuggestedCriteria = z.infer<typeof Answer>;

const FORM = `Each criterion has: why (one sentence: the instruction or the fault it comes from), name (two to five words, lower case), wording (one sentence that says what a good output must satisfy, so that two people would grade alike), kind ("code" when a program can check it by counting or matching, "judge" when it needs understanding, "either" when both are plausible). One requirement a criterion. At most 7, the most telling first. Answer with a JSON object {"criteria": [...]}.`;

export type SuggestInput = {
  readonly promptTemplate: string;
  readonly outputs: readonly string[];
  readonly existing: readonly string[];
};

/** Criteria from the prompt and a sample of outputs. */
export const suggestCriteria: LlmTask<SuggestInput, SuggestedCriteria> = {
  name: "suggest-criteria",
  version: 1,
  role: "writing",
  maxOutputTokens: 8_000,
  schema: Answer,
  prompt: ({ promptTemplate, outputs, existing }) => {
    const fence = fenceFor(promptTemplate, ...outputs, ...existing);
    return {
      system: `You help a person find out what the outputs of an LLM pipeline must satisfy. ${FENCE_CONTRACT}\nSuggest criteria on which good and bad outputs differ: explicit instructions of the prompt first, then faults that you see in the outputs. ${FORM}`,
      user: [
        announce(fence),
        fence.wrap("prompt template", promptTemplate),
        ...outputs.map((output, i) => fence.wrap(`output ${i + 1}`, output)),
        fence.wrap("criteria that exist already", existing.join("\n")),
        "Suggest further criteria.",
      ].join("\n\n"),
    };
  },
  read: (text) => readStructured(text, Answer),
};

export type NotesInput = {
  readonly promptTemplate: string;
  readonly badOutputs: readonly { readonly text: string; readonly note: string }[];
  readonly existing: readonly string[];
};

/** Criteria from what a person noted on outputs that he graded bad. */
export const criteriaFromNotes: LlmTask<NotesInput, SuggestedCriteria> = {
  name: "criteria-from-notes",
  version: 1,
  role: "writing",
  maxOutputTokens: 8_000,
  schema: Answer,
  prompt: ({ promptTemplate, badOutputs, existing }) => {
    const fence = fenceFor(
      promptTemplate,
      ...badOutputs.flatMap(({ text, note }) => [text, note]),
      ...existing,
    );
    return {
      system: `You help a person put into words why outputs of an LLM pipeline are bad. ${FENCE_CONTRACT}\nGroup the notes: each group of notes with the same reason becomes one criterion, in the person's own words where possible. ${FORM}`,
      user: [
        announce(fence),
        fence.wrap("prompt template", promptTemplate),
        ...badOutputs.flatMap(({ text, note }, i) => [
          fence.wrap(`bad output ${i + 1}`, text),
          fence.wrap(`note ${i + 1}`, note),
        ]),
        fence.wrap("criteria that exist already", existing.join("\n")),
        "Which criteria explain the notes and are missing?",
      ].join("\n\n"),
    };
  },
  read: (text) => readStructured(text, Answer),
};
