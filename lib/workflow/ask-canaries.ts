import { addCanaryRun, nextStretch } from "@/lib/db/canary-runs";
import { addLlmCall } from "@/lib/db/llm-calls";
import { readReferences } from "@/lib/db/references";
import { areTrusted, makeCanaries, SPAN, type CanaryResult } from "@/lib/domain/trust/canaries";
import type { CallRecord, LlmClient } from "@/lib/llm/client";
import { judgeOne } from "./ask-judge";
import { costOfBatch } from "./estimate-judging";
import { withinBudget } from "./hold-judging";
import type { JudgeTarget } from "./judge-target";
import { probeSources } from "./probe-sources";

type Asking = {
  readonly model: LlmClient;
  readonly signal: AbortSignal;
  readonly now: Date;
  /** Fewer answers wait for more. */
  readonly least: number;
};

/**
 * Slips texts with a known verdict in among what a judge was asked about, a set for each hundred answers, and marks a
 * stretch in which it gets one wrong. What is left to vouch for is computed from what is there, so that it survives any
 * crash. Without graded outputs there are no canaries.
 */
export async function askCanaries(target: JudgeTarget, { model, signal, now, least }: Asking): Promise<void> {
  const { projectId, assertionId, judge } = target;
  const sources = await probeSources(projectId, assertionId);
  for (;;) {
    const stretch = await nextStretch(assertionId, SPAN);
    if (!stretch || stretch.outputs < least) return;
    const canaries = makeCanaries(sources, stretch.turn);
    if (canaries.length === 0) return;
    const texts = canaries.map(({ output }) => output);
    const next = () => costOfBatch(projectId, { assertionId, judge, model }, texts);
    const onCall = (call: CallRecord) =>
      addLlmCall(projectId, { ...call, activityId: null, assertionId, outputId: null });
    const references = await readReferences(canaries.map(({ outputId }) => outputId));
    const results = await withinBudget(projectId, { next, now }, () =>
      Promise.all(
        canaries.map(async ({ output, outputId, variant, expected }): Promise<CanaryResult | null> => {
          const reference = references.get(outputId) ?? null;
          const said = await judgeOne(model, { judge, output, reference, onCall, signal });
          return said.kind === "judged" ? { variant, outputId, expected, said: said.verdict.kind } : null;
        }),
      ),
    );
    const answered = results?.flatMap((result) => result ?? []) ?? [];
    // Asked again next time: it pauses, or the model is away.
    if (answered.length < canaries.length) return;
    const isTrusted = areTrusted(answered);
    await addCanaryRun(assertionId, {
      ...{ ...stretch, isTrusted, results: answered },
      model: model.identity.judgingModel,
    });
  }
}
