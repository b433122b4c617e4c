import { z } from "zod";
import type { LlmTask } from "../client";
import { announce, FENCE_CONTRACT, fenceFor } from "../fence";
import { readStructured } from "../read-structured";
import { CODE_CONVENTION } from "./write-assertions";

const Answer = z.object({ why: z.string(), source: z.string() });

export type RepairInput = {
  readonly criterion: string;
  readonly language: "javascript" | "python";
  readonly source: string;
  /** What went wrong when it was run, the commonest first. */
  readonly errors: readonly string[];
};

/** A check that did not run is given back once with its error (TestPilot, Schäfer et al. 2024). */
export const repairCode: LlmTask<RepairInput, z.infer<typeof Answer>> = {
  name: "repair-code",
  version: 1,
  role: "writing",
  maxOutputTokens: 8_000,
  schema: Answer,
  prompt: ({ criterion, language, source, errors }) => {
    const fence = fenceFor(criterion, source, ...errors);
    return {
      system: `You repair a check for the outputs of an LLM pipeline. ${FENCE_CONTRACT}\n${CODE_CONVENTION}\nThe check raised errors when it was run. Mend what raised them and keep what it checks. Answer with a JSON object {"why": what was wrong, in one sentence, "source": the whole mended source}.`,
      user: [
        announce(fence),
        fence.wrap("criterion", criterion),
        fence.wrap(`source in ${language}`, source),
        ...errors.map((error, i) => fence.wrap(`error ${i + 1}`, error)),
        `Repair it, in ${language}.`,
      ].join("\n\n"),
    };
  },
  read: (text) => readStructured(text, Answer),
};
