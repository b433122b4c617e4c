import pLimit from "p-limit";
import { addLlmCall } from "@/lib/db/llm-calls";
import { saveVerdicts } from "@/lib/db/verdicts";
import type { Implementation } from "@/lib/domain/assertion";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import type { Judgement } from "@/lib/domain/parse-judgement";
import type { Verdict } from "@/lib/domain/verdict";
import type { LlmClient } from "@/lib/llm/client";
import { judgeDirectly, judgeWithCritique } from "@/lib/llm/tasks/judge-output";
import type { Ports } from "./ports";

const AT_ONCE = 8;

type Batch = {
  readonly projectId: ProjectId;
  readonly assertionId: AssertionId;
  readonly implementation: Implementation & { readonly kind: "judge" };
  readonly outputs: readonly Output[];
};

/**
 * Puts the question to the model for each output and stores each verdict as it comes. False: no model is connected, so
 * the outputs stay unjudged. Throws when it cannot be reached: then the queue tries again later, and what is left
 * stays unjudged, for an outage is no error of the assertion.
 */
export async function judgeOutputs(ports: Ports, batch: Batch, signal: AbortSignal): Promise<boolean> {
  const model = await ports.connectedModel();
  if (!model) return false;
  let isReachable = true;
  await pLimit(AT_ONCE).map(batch.outputs, async (output) => {
    if (!isReachable) return;
    const verdict = await judgeOne(model, { batch, output }, signal);
    if (verdict === null) isReachable = false;
    else await saveVerdicts(batch.assertionId, [{ outputId: output.id, verdict }]);
  });
  if (!isReachable)
    throw new Error("The model cannot be reached; the outputs that are left are judged later.");
  return true;
}

/** Null: the model cannot be reached. An answer that cannot be read is asked for once more, then it is an error. */
async function judgeOne(
  model: LlmClient,
  { batch, output }: { readonly batch: Batch; readonly output: Output & { readonly id: OutputId } },
  signal: AbortSignal,
): Promise<Verdict | null> {
  const task = batch.implementation.design === "direct" ? judgeDirectly : judgeWithCritique;
  let why = "";
  for (let attempt = 0; attempt < 2; attempt++) {
    const outcome = await model.ask(
      task,
      { question: batch.implementation.question, output, attempt },
      signal,
    );
    await addLlmCall(batch.projectId, { ...outcome.call, activityId: null });
    switch (outcome.kind) {
      case "answered":
        return toVerdict(outcome.answer);
      case "unavailable":
        return null;
      case "unusable":
        why = outcome.why;
    }
  }
  return { kind: "error", message: `${why}, twice` };
}

function toVerdict({ judged, critique }: Judgement): Verdict {
  const reason = critique === null ? {} : { reason: critique };
  switch (judged) {
    case "pass":
      return { kind: "pass", ...reason };
    case "fail":
      return { kind: "fail", ...reason };
    case "na":
      return { kind: "notApplicable", ...reason };
  }
}
