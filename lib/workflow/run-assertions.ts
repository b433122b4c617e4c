import { findAssertion } from "@/lib/db/assertions";
import { findOutputs } from "@/lib/db/outputs";
import { outputsWithoutVerdict, saveVerdicts } from "@/lib/db/verdicts";
import type { Assertion, Implementation } from "@/lib/domain/assertion";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { checkContext, type Output } from "@/lib/domain/output";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { judgeFromRecord, wakeJuries } from "./judge-from-record";
import { judgeOutputs } from "./judge-outputs";
import type { Ports } from "./ports";

/** Outputs a batch: large enough to keep the sandbox busy, small enough that a kill loses little. */
const CODE_BATCH = 1_000;
const JUDGE_BATCH = 40;
/** Loaded at once at most: outputs may be megabytes long. */
const LOAD_BATCH = 250;

export type RunTarget = { readonly projectId: ProjectId; readonly assertionId: AssertionId };

/**
 * Runs one assertion on every output that it has not judged yet. Safe to repeat and to kill: what is left is always
 * the set of missing verdicts. A judge without a connected model leaves its outputs unjudged.
 */
export async function runAssertion(ports: Ports, target: RunTarget, signal: AbortSignal): Promise<void> {
  const assertion = await findAssertion(target.projectId, target.assertionId);
  if (!assertion || assertion.implementation.kind === "recorded") return;
  const { implementation } = assertion;
  const missing = await outputsWithoutVerdict(target.projectId, target.assertionId);
  const pending =
    implementation.kind === "judge"
      ? await judgeFromRecord({ ...target, judge: implementation }, missing)
      : missing;
  const size = implementation.kind === "judge" ? JUDGE_BATCH : CODE_BATCH;
  for (let start = 0; start < pending.length; start += size) {
    signal.throwIfAborted();
    const batch = await loadOutputs(target.projectId, pending.slice(start, start + size));
    if (batch.length === 0) return; // The project was deleted meanwhile.
    const judged = await settle({ ports, target, assertion, implementation }, batch, signal);
    if (!judged) return;
    await publish(target.projectId, "verdicts");
  }
  await wakeJuries(target.projectId, assertion);
  if (missing.length > 0 && assertion.criterionId !== null)
    await enqueue({ kind: "tend", projectId: target.projectId, criterionId: assertion.criterionId });
}

type Run = {
  readonly ports: Ports;
  readonly target: RunTarget;
  readonly assertion: Assertion;
  readonly implementation: Exclude<Implementation, { kind: "recorded" }>;
};

/** False when the rest has to wait, because no model is connected or it cannot be reached. */
async function settle(run: Run, outputs: readonly Output[], signal: AbortSignal): Promise<boolean> {
  const { implementation, ports, target } = run;
  if (implementation.kind === "judge")
    return judgeOutputs(ports, { ...target, implementation, outputs }, signal);
  const verdicts = await ports.sandbox.run(
    {
      language: implementation.kind,
      source: implementation.source,
      items: outputs.map((output) => ({ output: output.text, context: checkContext(output) })),
    },
    { signal },
  );
  await saveVerdicts(
    target.assertionId,
    outputs.flatMap(({ id }, i) => {
      const verdict = verdicts[i];
      return verdict ? [{ outputId: id, verdict }] : [];
    }),
  );
  return true;
}

async function loadOutputs(projectId: ProjectId, ids: readonly OutputId[]): Promise<Output[]> {
  const outputs: Output[] = [];
  for (let start = 0; start < ids.length; start += LOAD_BATCH) {
    outputs.push(...(await findOutputs(projectId, ids.slice(start, start + LOAD_BATCH))));
  }
  return outputs;
}
