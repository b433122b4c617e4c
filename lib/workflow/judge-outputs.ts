import pLimit from "p-limit";
import { keepJudgeFinding, readJudgeFindings } from "@/lib/db/judge-findings";
import { addLlmCall } from "@/lib/db/llm-calls";
import { readReferences } from "@/lib/db/references";
import { saveVerdicts } from "@/lib/db/verdicts";
import type { Implementation } from "@/lib/domain/assertion";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { decide } from "@/lib/domain/judge-designs/decide";
import { isShownTo } from "@/lib/domain/judge-designs/leak-guard";
import { needsReference } from "@/lib/domain/judge-designs/judge";
import type { Output } from "@/lib/domain/output";
import { judgeOne } from "./ask-judge";
import { judgeKey } from "./judge-key";
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
  const judge = batch.implementation;
  const keyOf = (output: Output): string | null =>
    judge.design === "jury" || isShownTo(judge, output)
      ? null
      : judgeKey(judge, output, { model, reference: references.get(output.id) ?? null });
  const known = await readJudgeFindings(batch.outputs.flatMap((output) => keyOf(output) ?? []));
  const outages: string[] = [];
  await pLimit(AT_ONCE).map(batch.outputs, async (output) => {
    if (outages.length > 0) return;
    const key = keyOf(output);
    const finding = key === null ? undefined : known.get(key);
    if (finding && judge.design !== "jury") {
      await saveVerdicts(batch.assertionId, [
        { outputId: output.id, verdict: decide(judge, finding), finding },
      ]);
      return;
    }
    const said = await judgeOne(model, {
      judge,
      output,
      reference: references.get(output.id) ?? null,
      onCall: (call) =>
        addLlmCall(batch.projectId, {
          ...call,
          activityId: null,
          assertionId: batch.assertionId,
          outputId: output.id,
        }),
      signal,
    });
    if (said.kind === "unavailable") outages.push(said.why);
    else {
      // First, so that a process that dies in between has lost no answer that was paid for.
      if (key !== null && said.finding)
        await keepJudgeFinding(key, model.identity.judgingModel, said.finding);
      await saveVerdicts(batch.assertionId, [{ outputId: output.id, ...said }]);
    }
  });
  if (outages.length > 0)
    throw new Error("The model cannot be reached; the outputs that are left are judged later.");
  return true;
}
