import { z } from "zod";
import type { Label } from "@/lib/domain/grade";
import { lintQuestion } from "@/lib/domain/judge-designs/lint-question";
import type { LlmTask } from "../client";
import { isSuspicious } from "@/lib/domain/suspicion";
import { announce, FENCE_CONTRACT, fenceFor } from "../fence";
import { readStructured } from "../read-structured";

const Answer = z.object({ why: z.string(), question: z.string() });

/** An output that the judge got wrong, with the person's grade and words. */
export type Mistake = {
  readonly output: string;
  readonly input: string;
  readonly label: Label;
  readonly note: string;
};

export type RefineInput = {
  readonly criterion: string;
  readonly question: string;
  readonly mistakes: readonly Mistake[];
};

const LONGEST = 4_000;
/** So many characters of an output are a quotation and no coincidence. */
const QUOTED = 60;

/** Whether the question repeats a stretch of an output: that would carry untrusted words into a judge's instructions. */
function quotesOutput(question: string, mistakes: readonly Mistake[]): boolean {
  for (let start = 0; start + QUOTED <= question.length; start++) {
    const part = question.slice(start, start + QUOTED);
    if (mistakes.some(({ output, input }) => output.includes(part) || input.includes(part))) return true;
  }
  return false;
}

/** A sharper question out of what a judge got wrong. One that quotes outputs or imitates verdicts is not taken. */
export const refineQuestion: LlmTask<RefineInput, z.infer<typeof Answer>> = {
  name: "refine-question",
  version: 1,
  role: "writing",
  maxOutputTokens: 8_000,
  schema: Answer,
  prompt: ({ criterion, question, mistakes }) => {
    const texts = mistakes.map((mistake) => JSON.stringify(mistake, null, 1));
    const fence = fenceFor(criterion, question, ...texts);
    return {
      system: `You improve the question by which a model judges one output against one criterion; yes is PASS. ${FENCE_CONTRACT}\nYou are shown outputs that were judged otherwise than a person graded them. Find the rule behind the person's grades and say it in the question: what counts, what does not, and the edge case. Keep the criterion's meaning. Do not quote or name particular outputs: the question is put to new ones. Answer with a JSON object {"why": what the old question missed, in one sentence, "question": the new question}.`,
      user: [
        announce(fence),
        fence.wrap("criterion", criterion),
        fence.wrap("question", question),
        ...texts.map((text, i) => fence.wrap(`judged wrongly ${i + 1}`, text)),
        "Write the better question.",
      ].join("\n\n"),
    };
  },
  read: (text, { mistakes }) => {
    const said = readStructured(text, Answer);
    if (!said || said.question.trim() === "" || said.question.length > LONGEST) return null;
    const isUnsafe =
      lintQuestion(said.question) !== null ||
      isSuspicious(said.question) ||
      quotesOutput(said.question, mistakes);
    return isUnsafe ? null : said;
  },
};
