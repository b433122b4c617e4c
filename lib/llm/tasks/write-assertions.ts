import { z } from "zod";
import type { LlmTask } from "../client";
import { announce, FENCE_CONTRACT, fenceFor } from "../fence";
import { readStructured } from "../read-structured";

const Answer = z.object({
  javascript: z.array(z.object({ name: z.string(), source: z.string() })),
  python: z.array(z.object({ name: z.string(), source: z.string() })),
  judge: z.array(z.object({ name: z.string(), question: z.string() })),
});
export type WrittenAssertions = z.infer<typeof Answer>;

export type WriteInput = {
  readonly name: string;
  readonly wording: string;
  readonly promptTemplate: string;
  readonly outputs: readonly { readonly text: string; readonly input: Readonly<Record<string, string>> }[];
  /** How the candidates that exist decide, so that others are written. */
  readonly existing: readonly string[];
  readonly wants: { readonly code: number; readonly judge: number };
};

/** How code is to be written so that the sandbox can run it. */
export const CODE_CONVENTION = `Code defines check(output, context) and returns true when the output satisfies the criterion and false when it does not; nothing else. output is the text. context has input (the variables by name, all text), prompt (text or null) and metadata (in Python these are dictionaries: context["input"]["name"]). Code runs alone: no imports of files, no network, no other libraries. JavaScript: a plain script without import, export, async or Intl. Python 3.9 or later with its standard library (re, json, statistics, difflib, string, unicodedata, collections, datetime). Prefer short readable code with named thresholds.`;

/** Several implementations of one criterion: functions in both languages, and judge questions. */
export const writeAssertions: LlmTask<WriteInput, WrittenAssertions> = {
  name: "write-assertions",
  version: 2,
  role: "writing",
  maxOutputTokens: 16_000,
  schema: Answer,
  prompt: ({ name, wording, promptTemplate, outputs, existing, wants }) => {
    const examples = outputs.map((output) => JSON.stringify(output, null, 1));
    const fence = fenceFor(name, wording, promptTemplate, ...examples, ...existing);
    return {
      system: `You write candidate checks for one criterion of the outputs of an LLM pipeline. A person will grade outputs and keep the candidate that agrees with him, so make them differ in strictness and in idea rather than in wording. ${FENCE_CONTRACT}\n${CODE_CONVENTION}\nA judge question is put to a model about one output and is answered yes (satisfies) or no; it names what counts, what does not, and the edge case. Judge questions differ in their wording, too: one strict and one generous, one by what a good output has and one by what a bad one shows.\nAnswer with a JSON object: {"javascript": [{"name", "source"}], "python": [{"name", "source"}], "judge": [{"name", "question"}]}. A name says in a few words how the candidate decides.`,
      user: [
        announce(fence),
        fence.wrap("criterion", `${name}\n${wording}`),
        fence.wrap("prompt template", promptTemplate),
        ...examples.map((example, i) => fence.wrap(`example ${i + 1}`, example)),
        ...(existing.length === 0 ? [] : [fence.wrap("candidates that exist already", existing.join("\n"))]),
        `Write ${wants.code} functions (some in each language) and ${wants.judge} judge questions for the criterion.`,
      ].join("\n\n"),
    };
  },
  read: (text) => readStructured(text, Answer),
};
