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
import type { CallRecord, LlmClient } from "@/lib/llm/client";
import { judgeOne } from "./ask-judge";
import { costOfBatch } from "./estimate-judging";
import { noteAnswer, noteOutage, withinBudget } from "./hold-judging";
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
 * Puts the question to the model for each output and stores each verdict as it comes. False: the outputs stay unjudged,
 * because no model is connected, or judging pauses, or its budget does not suffice. Throws when the model cannot be
 * reached: then the queue tries again later, and what is left stays unjudged, for an outage is no error of the assertion.
 */
export async function judgeOutputs(ports: Ports, batch: Batch, signal: AbortSignal): Promise<boolean> {
  const model = await ports.connectedModel();
  if (!model) return false;
  const { projectId, assertionId, implementation: judge } = batch;
  const pending = await fromEarlierAnswers(batch, model);
  if (pending.length === 0) return true;
  const next = () =>
    costOfBatch(
      projectId,
      { assertionId, judge, model },
      pending.map(({ output }) => output),
    );
  const done = await withinBudget(projectId, { next, now: ports.now() }, async () => {
    const outage = await askAbout({ batch, model, signal }, pending);
    if (outage === null) {
      await noteAnswer(projectId);
      return true;
    }
    await noteOutage(projectId, outage, ports.now());
    throw new Error("The model cannot be reached; the outputs that are left are judged later.");
  });
  return done === true;
}

/** An output to ask about; `key` null: the answer is of no use to any other judge. */
type Pending = { readonly output: Output; readonly reference: string | null; readonly key: string | null };

/** Judges what the same question about the same text has been answered for before; the rest comes back. */
async function fromEarlierAnswers(batch: Batch, model: LlmClient): Promise<readonly Pending[]> {
  const { implementation: judge, outputs } = batch;
  const references = needsReference(judge)
    ? await readReferences(outputs.map(({ id }) => id))
    : new Map<OutputId, string>();
  const all = outputs.map((output): Pending => {
    const reference = references.get(output.id) ?? null;
    if (judge.design === "jury" || isShownTo(judge, output)) return { output, reference, key: null };
    return { output, reference, key: judgeKey(judge, output, { model, reference }) };
  });
  const known = await readJudgeFindings(all.flatMap(({ key }) => key ?? []));
  if (judge.design === "jury" || known.size === 0) return all;
  const found = all.flatMap(({ output, key }) => {
    const finding = key === null ? undefined : known.get(key);
    return finding ? [{ outputId: output.id, verdict: decide(judge, finding), finding }] : [];
  });
  await saveVerdicts(batch.assertionId, found);
  return all.filter(({ key }) => key === null || !known.has(key));
}

type Asking = { readonly batch: Batch; readonly model: LlmClient; readonly signal: AbortSignal };

/** Why the model could not be reached; null: it answered all. One output goes first: a provider that is away is asked once. */
async function askAbout(asking: Asking, [first, ...others]: readonly Pending[]): Promise<string | null> {
  if (!first) return null;
  const outages: string[] = [];
  const ask = async (pending: Pending) => {
    if (outages.length > 0) return;
    const outage = await askOne(asking, pending);
    if (outage !== null) outages.push(outage);
  };
  await ask(first);
  await pLimit(AT_ONCE).map(others, ask);
  return outages[0] ?? null;
}

/** Why the model could not be reached; null: it answered, and the verdict is stored. */
async function askOne(
  { batch: { projectId, assertionId, implementation: judge }, model, signal }: Asking,
  { output, reference, key }: Pending,
): Promise<string | null> {
  const onCall = (call: CallRecord) =>
    addLlmCall(projectId, { ...call, activityId: null, assertionId, outputId: output.id });
  const said = await judgeOne(model, { judge, output, reference, onCall, signal });
  if (said.kind === "unavailable") return said.why;
  // First, so that a process that dies in between has lost no answer that was paid for.
  if (key !== null && said.finding) await keepJudgeFinding(key, model.identity.judgingModel, said.finding);
  await saveVerdicts(assertionId, [{ outputId: output.id, ...said }]);
  return null;
}
