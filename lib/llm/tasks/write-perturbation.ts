import { z } from "zod";
import type { Output } from "@/lib/domain/output";
import { FaultCategory } from "@/lib/domain/trust/perturbation";
import type { LlmTask } from "../client";
import { announce, FENCE_CONTRACT, fenceFor } from "../fence";
import { readStructured } from "../read-structured";
import { fencedItem } from "./judge-prompt";

const Answer = z.object({
  category: FaultCategory,
  how: z.string(),
  broken: z.string(),
  kept: z.string(),
});

export type PerturbInput = {
  readonly criterion: string;
  readonly output: Pick<Output, "text" | "variables">;
};

export type WrittenPerturbation = {
  readonly category: FaultCategory;
  readonly how: string;
  readonly text: string;
  readonly control: string;
};

/** Longer texts are not changed: a model would not give them back whole. */
export const LONGEST_PERTURBED = 6_000;

/** A good output with one fault in it, and the same output in other words. Nobody takes them for real outputs. */
export const writePerturbation: LlmTask<PerturbInput, WrittenPerturbation> = {
  name: "write-perturbation",
  version: 1,
  role: "writing",
  maxOutputTokens: 8_000,
  schema: Answer,
  prompt: ({ criterion, output }) => {
    const fence = fenceFor(criterion, output.text, JSON.stringify(output.variables));
    return {
      system: `You make test cases for judges of outputs. ${FENCE_CONTRACT}\nYou are shown an output that satisfies a criterion. Change it as little as possible so that it clearly breaks the criterion, by one fault that a careful reader can find; nothing in it may hint at the change. Then change the original as little as possible so that its words differ and its meaning does not: it still satisfies the criterion. Answer with a JSON object {"category": one of ${FaultCategory.options.map((option) => `"${option}"`).join(", ")}, "how": what fault was put in, in one sentence, "broken": the whole output with the fault, "kept": the whole output in other words}.`,
      user: [
        announce(fence),
        fence.wrap("criterion", criterion),
        ...fencedItem(fence, output),
        "Write the two variants.",
      ].join("\n\n"),
    };
  },
  read: (text, { output }) => {
    const said = readStructured(text, Answer);
    if (!said) return null;
    const texts = [output.text, said.broken, said.kept].map((one) => one.trim());
    if (texts.some((one) => one === "" || one.length > 2 * LONGEST_PERTURBED)) return null;
    if (new Set(texts).size < texts.length || said.how.trim() === "") return null;
    return { category: said.category, how: said.how, text: said.broken, control: said.kept };
  },
};
