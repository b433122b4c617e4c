import pLimit from "p-limit";
import { addLlmCall } from "@/lib/db/llm-calls";
import { readReferences } from "@/lib/db/references";
import { saveVerdicts } from "@/lib/db/verdicts";
import type { Implementation } from "@/lib/domain/assertion";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { needsReference } from "@/lib/domain/judge-designs/judge";
import type { Output } from "@/lib/domain/output";
import { judgeOne } from "./ask-judge";
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
  const references = needsReference(batch.implementation)
    ? await readReferences(batch.outputs.map(({ id }) => id))
    : new Map<OutputId, string>();
  const outages: string[] = [];
  await pLimit(AT_ONCE).map(batch.outputs, async (output) => {
    if (outages.length > 0) return;
    const said = await judgeOne(model, {
      judge: batch.implementation,
      output,
      reference: references.get(output.id) ?? null,
      onCall: (call) => addLlmCall(batch.projectId, { ...call, activityId: null }),
      signal,
    });
    if (said.kind === "unavailable") outages.push(said.why);
    else await saveVerdicts(batch.assertionId, [{ outputId: output.id, ...said }]);
  });
  if (outages.length > 0)
    throw new Error("The model cannot be reached; the outputs that are left are judged later.");
  return true;
}
