import { createHash } from "node:crypto";
import { askingOf } from "@/lib/domain/judge-designs/describe";
import type { SoloJudge } from "@/lib/domain/judge-designs/judge";
import type { Output } from "@/lib/domain/output";
import type { LlmClient } from "@/lib/llm/client";
import { hashImplementation } from "./hash-implementation";

/** Counts up when the wording of any judge prompt changes: what was found out under another wording is another matter. */
const PROMPTS = 1;

/**
 * The content of a question to a judge as a key: judge and examples, server and models, input and output, reference.
 * Judges that ask the same and decide by another rule share it, since what is kept is what was found out.
 */
export function judgeKey(
  judge: SoloJudge,
  output: Pick<Output, "text" | "variables" | "prompt">,
  { model, reference }: { readonly model: LlmClient; readonly reference: string | null },
): string {
  const { baseUrl, judgingModel, decidingBaseUrl, decidingModel } = model.identity;
  // Only a cascade goes on to the strong model, which may be elsewhere.
  const strong = decidingBaseUrl === baseUrl ? [decidingModel] : [decidingModel, decidingBaseUrl];
  const models = judge.design === "cascade" ? [judgingModel, ...strong] : [judgingModel];
  const parts = [
    PROMPTS,
    askingOf(judge) ?? hashImplementation(judge),
    baseUrl,
    models,
    [output.text, output.prompt, Object.entries(output.variables)],
    reference,
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
