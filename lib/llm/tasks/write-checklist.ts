import { z } from "zod";
import type { LlmTask } from "../client";
import { announce, FENCE_CONTRACT, fenceFor } from "../fence";
import { readStructured } from "../read-structured";

const Answer = z.object({
  questions: z.array(z.object({ question: z.string(), weight: z.enum(["primary", "secondary"]) })),
});
export type WrittenChecklist = z.infer<typeof Answer>["questions"];

const [FEWEST, MOST] = [2, 8];

/**
 * The questions of a checklist, written once and then frozen (TICK). They stand in the system message of a judge, so
 * they are drawn from the criterion alone: no output is shown here that could put words into them.
 */
export const writeChecklist: LlmTask<{ readonly name: string; readonly wording: string }, WrittenChecklist> =
  {
    name: "write-checklist",
    version: 1,
    role: "writing",
    maxOutputTokens: 4_000,
    schema: Answer,
    prompt: ({ name, wording }) => {
      const fence = fenceFor(name, wording);
      return {
        system: `You take one criterion for the outputs of an LLM pipeline apart into questions. ${FENCE_CONTRACT}\nWrite ${FEWEST} to ${MOST} questions, each about one thing that can be seen in an output, each answered yes by a good output; together they cover the criterion and nothing beside it. primary: an output that misses it cannot be good; secondary: it matters less. Fewer questions are better than far-fetched ones. Answer with a JSON object {"questions": [{"question", "weight"}]}.`,
        user: [announce(fence), fence.wrap("criterion", `${name}\n${wording}`), "Write the questions."].join(
          "\n\n",
        ),
      };
    },
    read: (text) => {
      const questions = readStructured(text, Answer)?.questions.filter(
        ({ question }) => question.trim() !== "",
      );
      return questions !== undefined && questions.length >= FEWEST ? questions.slice(0, MOST) : null;
    },
  };
