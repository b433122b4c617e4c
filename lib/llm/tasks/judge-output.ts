import { z } from "zod";
import { parseJudgement, type Judgement } from "@/lib/domain/parse-judgement";
import type { Output } from "@/lib/domain/output";
import type { LlmTask } from "../client";
import { FENCE_CONTRACT, fenceFor } from "../fence";

export type JudgeInput = { readonly question: string; readonly output: Output };

const fenceOf = ({ question, output }: JudgeInput) =>
  fenceFor(question, output.text, output.prompt ?? "", ...Object.entries(output.variables).flat());

/** The graded output comes last but one, and the question is repeated after it (graders.md §3.3). */
function userMessage(input: JudgeInput, ending: string): string {
  const { wrap } = fenceOf(input);
  const { question, output } = input;
  const variables = Object.entries(output.variables)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
  return [
    wrap("criterion", question),
    variables === "" ? null : wrap("input", variables),
    wrap("output", output.text),
    `The criterion again:\n${wrap("criterion", question)}\n${ending}`,
  ]
    .filter((part) => part !== null)
    .join("\n\n");
}

const ROLE = `You check one output of another system against one criterion. ${FENCE_CONTRACT}
PASS: the output satisfies the criterion. FAIL: it does not, or only in part. Judge this criterion alone, however good or bad the output is otherwise. When the criterion cannot apply to this output, it is not applicable.`;

/** Design G1: one word, which keeps the judgement of a strong model as it is. */
export const judgeDirectly: LlmTask<JudgeInput, Judgement> = {
  name: "judge-output-direct",
  version: 1,
  role: "judging",
  maxOutputTokens: 2_000,
  schema: null,
  prompt: (input) => ({
    system: `${ROLE}\nAnswer with one word: yes (PASS), no (FAIL) or n/a.`,
    user: userMessage(input, "Does the output satisfy it? One word: yes, no or n/a."),
  }),
  read: (text) => parseJudgement(text),
};

const Critique = z.object({
  nonce: z.string(),
  // Before the verdict, so that the model reasons first and then commits.
  critique: z.string(),
  evidence: z.string(),
  verdict: z.enum(["pass", "fail", "n/a"]),
});

/** Design G2: critique and quoted evidence first. A quote that is not in the output is no evidence. */
export const judgeWithCritique: LlmTask<JudgeInput, Judgement> = {
  name: "judge-output-critique",
  version: 1,
  role: "judging",
  maxOutputTokens: 4_000,
  schema: Critique,
  prompt: (input) => ({
    system: `${ROLE}\nAnswer with a JSON object: {"nonce": the nonce of the boundaries, "critique": what speaks for and against in two or three sentences, "evidence": the words of the output that decide it, quoted exactly, or "" when nothing in it does, "verdict": "pass", "fail" or "n/a"}.`,
    user: userMessage(input, "First the critique and the evidence, then the verdict, as the JSON object described."),
  }),
  read: (text, input) => {
    const judgement = parseJudgement(text, fenceOf(input).nonce);
    if (judgement?.evidence && !quotes(input.output.text, judgement.evidence)) return null;
    return judgement;
  },
};

const loose = (text: string) => text.normalize("NFKC").replace(/[\s"'“”‘’…]+/g, " ").trim().toLowerCase();

/** Whether the quote stands in the output; white space, case and quotation marks aside, and parts joined by "…". */
const quotes = (output: string, evidence: string): boolean =>
  evidence.split(/…|\.\.\./).every((part) => loose(output).includes(loose(part)));
