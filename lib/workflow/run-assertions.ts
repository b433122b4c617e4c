import { findAssertion } from "@/lib/db/assertions";
import { findOutputs } from "@/lib/db/outputs";
import { outputsWithoutVerdict, saveVerdicts } from "@/lib/db/verdicts";
import type { Assertion, Implementation } from "@/lib/domain/assertion";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { checkContext, type Output } from "@/lib/domain/output";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { judgeFromRecord, wakeJuries } from "./judge-from-record";
import type { Judge } from "@/lib/domain/judge-designs/judge";
import { judgeOutputs } from "./judge-outputs";
import { judgingPlans } from "./plan-judging";
import type { Ports } from "./ports";
import { readBoard } from "./read-board";

/** Outputs a batch: large enough to keep the sandbox busy, small enough that a kill loses little. */
const CODE_BATCH = 1_000;
/** Small enough for a judge that cannot win to be noticed early. */
const JUDGE_BATCH = 16;
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
  const run = { ports, target, assertion, implementation };
  const isThrough =
    implementation.kind === "judge"
      ? await judgeByPlan(run, implementation, signal)
      : await settleAll(run, missing, signal);
  if (!isThrough) return;
  await wakeJuries(target.projectId, assertion);
  if (missing.length > 0 && assertion.criterionId !== null)
    await enqueue({ kind: "tend", projectId: target.projectId, criterionId: assertion.criterionId });
}

/** False when the project was deleted meanwhile, or the rest has to wait. */
async function settleAll(run: Run, pending: readonly OutputId[], signal: AbortSignal): Promise<boolean> {
  const size = run.implementation.kind === "judge" ? JUDGE_BATCH : CODE_BATCH;
  for (let start = 0; start < pending.length; start += size) {
    signal.throwIfAborted();
    const batch = await loadOutputs(run.target.projectId, pending.slice(start, start + size));
    if (batch.length === 0 || !(await settle(run, batch, signal))) return false;
    await publish(run.target.projectId, "verdicts");
  }
  return true;
}

/**
 * Asks a judge about what the plan says, a batch at a time: after each the plan is made anew, since grades and the other
 * candidates have moved on. What needs no call is taken from the record.
 */
async function judgeByPlan(run: Run, judge: Judge, signal: AbortSignal): Promise<boolean> {
  const { projectId, assertionId } = run.target;
  const tried = new Set<OutputId>();
  for (;;) {
    const wanted = await wantedOf(run).then((ids) => ids.filter((id) => !tried.has(id)));
    const pending = await judgeFromRecord({ projectId, assertionId, judge }, wanted);
    const batch = pending.slice(0, JUDGE_BATCH);
    for (const id of batch) tried.add(id);
    if (batch.length === 0) return true;
    if (!(await settleAll(run, batch, signal))) return false;
  }
}

/** What the plan wants of a judge; of one that belongs to no criterion in play, whatever it has not judged. */
async function wantedOf({ target: { projectId, assertionId } }: Run): Promise<readonly OutputId[]> {
  const plan = judgingPlans(await readBoard(projectId)).get(assertionId);
  return plan ? plan.outputIds : outputsWithoutVerdict(projectId, assertionId);
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
