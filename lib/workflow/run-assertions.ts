import { findAssertion, isProposed } from "@/lib/db/assertions";
import { findOutputs } from "@/lib/db/outputs";
import { outputsWithoutVerdict, saveVerdicts } from "@/lib/db/verdicts";
import type { Implementation } from "@/lib/domain/assertion";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { checkContext, type Output } from "@/lib/domain/output";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { judgeByPlan } from "./judge-by-plan";
import { wakeJuries } from "./judge-from-record";
import type { Ports } from "./ports";

/** Outputs a batch: large enough to keep the sandbox busy, small enough that a kill loses little. */
const CODE_BATCH = 1_000;
/** Loaded at once at most: outputs may be megabytes long. */
const LOAD_BATCH = 250;

export type RunTarget = { readonly projectId: ProjectId; readonly assertionId: AssertionId };

/**
 * Runs one assertion on every output that it has not judged yet. Safe to repeat and to kill: what is left is always
 * the set of missing verdicts. A judge without a connected model leaves its outputs unjudged, and one that is only
 * proposed those that nobody graded.
 */
export async function runAssertion(ports: Ports, target: RunTarget, signal: AbortSignal): Promise<void> {
  const assertion = await findAssertion(target.projectId, target.assertionId);
  if (!assertion || assertion.implementation.kind === "recorded") return;
  const { implementation } = assertion;
  const missing = await outputsWithoutVerdict(target.projectId, target.assertionId);
  const isThrough =
    implementation.kind === "judge"
      ? await judgeByPlan(ports, { ...target, judge: implementation }, signal)
      : await runCode({ ports, target, code: implementation, signal }, missing);
  if (!isThrough || (await isProposed(target.assertionId))) return;
  await wakeJuries(target.projectId, assertion);
  if (missing.length > 0) await enqueue({ kind: "drift", projectId: target.projectId, fresh: null });
  if (missing.length > 0 && assertion.criterionId !== null)
    await enqueue({ kind: "tend", projectId: target.projectId, criterionId: assertion.criterionId });
}

/** False when the project was deleted meanwhile. */
async function runCode(
  { ports, target, code, signal }: CodeRun,
  pending: readonly OutputId[],
): Promise<boolean> {
  for (let start = 0; start < pending.length; start += CODE_BATCH) {
    signal.throwIfAborted();
    const outputs = await loadOutputs(target.projectId, pending.slice(start, start + CODE_BATCH));
    if (outputs.length === 0) return false;
    const verdicts = await ports.sandbox.run(
      {
        language: code.kind,
        source: code.source,
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
    await publish(target.projectId, "verdicts");
  }
  return true;
}

type CodeRun = {
  readonly ports: Ports;
  readonly target: RunTarget;
  readonly code: Extract<Implementation, { kind: "javascript" | "python" }>;
  readonly signal: AbortSignal;
};

async function loadOutputs(projectId: ProjectId, ids: readonly OutputId[]): Promise<Output[]> {
  const outputs: Output[] = [];
  for (let start = 0; start < ids.length; start += LOAD_BATCH) {
    outputs.push(...(await findOutputs(projectId, ids.slice(start, start + LOAD_BATCH))));
  }
  return outputs;
}
