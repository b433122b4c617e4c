import { listPrices } from "@/lib/db/prices";
import type { ProjectId } from "@/lib/domain/ids";
import { costOf, priceOf } from "@/lib/domain/prices";
import type { LlmClient, LlmOutcome, LlmTask } from "@/lib/llm/client";
import { withinBudget } from "./hold-judging";

/** About what a tokenizer counts, and what a model writes when it is asked for a source or a question. */
const CHARACTERS_PER_TOKEN = 4;
const TYPICAL_ANSWER = 1_000;

/** Asks the writing model for something that nobody clicked for. Null: judging pauses, or its budget does not suffice. */
export function askWithinBudget<Input, Answer>(
  model: LlmClient,
  { task, input }: { readonly task: LlmTask<Input, Answer>; readonly input: Input },
  { projectId, now }: { readonly projectId: ProjectId; readonly now: Date },
): Promise<LlmOutcome<Answer> | null> {
  const next = async () => {
    const { system, user } = task.prompt(input);
    const price = priceOf(model.identity.writingModel, await listPrices());
    return costOf(price, Math.ceil((system.length + user.length) / CHARACTERS_PER_TOKEN), TYPICAL_ANSWER);
  };
  return withinBudget(projectId, { next, now }, () => model.ask(task, input));
}
