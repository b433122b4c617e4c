import pLimit, { type LimitFunction } from "p-limit";
import { keepJudgeFinding, readJudgeFindings } from "@/lib/db/judge-findings";
import { addLlmCall } from "@/lib/db/llm-calls";
import { readReferences } from "@/lib/db/references";
import { saveVerdicts } from "@/lib/db/verdicts";
import type { OutputId } from "@/lib/domain/ids";
import { decide } from "@/lib/domain/judge-designs/decide";
import { isShownTo } from "@/lib/domain/judge-designs/leak-guard";
import { needsReference } from "@/lib/domain/judge-designs/judge";
import type { Output } from "@/lib/domain/output";
import type { CallRecord, LlmClient } from "@/lib/llm/client";
import { askCanaries } from "./ask-canaries";
import { judgeOne } from "./ask-judge";
import { costOfBatch } from "./estimate-judging";
import { noteAnswer, noteOutage, withinBudget } from "./hold-judging";
import { judgeKey } from "./judge-key";
import type { JudgeTarget } from "./judge-target";
import type { Ports } from "./ports";

/** A judge being asked: about one batch after another, of which several may be under way. */
export type Asking = {
  /** So many calls the connection takes at once. */
  readonly atOnce: number;
  /**
   * Puts the question for each output and stores each verdict as it comes. False: the outputs stay unjudged, because
   * judging pauses or its budget does not suffice. Throws when the model cannot be reached: then the queue tries again
   * later, and what is left stays unjudged, for an outage is no error of the assertion.
   */
  readonly about: (outputs: readonly Output[]) => Promise<boolean>;
  /** Asks about texts with a known verdict, where no such text vouches for so many answers yet. */
  readonly canaries: (least: number) => Promise<void>;
};

/** Null: no model is connected. */
export async function startAsking(
  ports: Ports,
  target: JudgeTarget,
  signal: AbortSignal,
): Promise<Asking | null> {
  const model = await ports.connectedModel(target.projectId);
  if (!model) return null;
  const line: Line = { target, model, signal, first: null, outage: null };
  // One after the other: what one set vouches for, the next one leaves alone.
  let vouching: Promise<void> = Promise.resolve();
  return {
    atOnce: model.atOnce,
    canaries: (least) =>
      (vouching = vouching.then(() => askCanaries(target, { model, signal, now: ports.now(), least }))),
    about: async (outputs) => {
      const pending = await fromEarlierAnswers(line, outputs);
      if (pending.length === 0) return true;
      const asked = pending.map(({ output }) => output);
      const next = () => costOfBatch(target.projectId, { ...target, model }, asked);
      const done = await withinBudget(target.projectId, { next, now: ports.now() }, async () => {
        const slots = slotsOf(model);
        // All come to their end before the batch does: nothing is written behind the back of a job that has ended.
        const asks = await Promise.allSettled(pending.map((one) => slots(() => askInTurn(line, one))));
        for (const ask of asks) if (ask.status === "rejected") throw ask.reason;
        return true;
      });
      if (line.outage === null) {
        if (done === true) await noteAnswer(target.projectId);
        return done === true;
      }
      await noteOutage(target.projectId, line.outage, ports.now());
      throw new Error("The model cannot be reached; the outputs that are left are judged later.");
    },
  };
}

const slots = new WeakMap<LlmClient, LimitFunction>();

/** All judges of this process share the calls at once; whoever else asks the model stands behind none that wait here. */
function slotsOf(model: LlmClient): LimitFunction {
  const known = slots.get(model) ?? pLimit(model.atOnce);
  slots.set(model, known);
  return known;
}

type Line = {
  readonly target: JudgeTarget;
  readonly model: LlmClient;
  readonly signal: AbortSignal;
  /** The first output that was asked about: a provider that is away is asked once, not by all at the same time. */
  first: Promise<void> | null;
  /** Why the model could not be reached; null: it could. */
  outage: string | null;
};

async function askInTurn(line: Line, pending: Pending): Promise<void> {
  if (line.first === null) {
    line.first = askOne(line, pending);
    return line.first;
  }
  await line.first;
  if (line.outage === null) await askOne(line, pending);
}

/** An output to ask about; `key` null: the answer is of no use to any other judge. */
type Pending = { readonly output: Output; readonly reference: string | null; readonly key: string | null };

/** Judges what the same question about the same text has been answered for before; the rest comes back. */
async function fromEarlierAnswers(
  { target: { judge, assertionId }, model }: Line,
  outputs: readonly Output[],
): Promise<readonly Pending[]> {
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
  await saveVerdicts(assertionId, found);
  return all.filter(({ key }) => key === null || !known.has(key));
}

/** Stores the verdict, or notes why the model could not be reached. */
async function askOne(line: Line, { output, reference, key }: Pending): Promise<void> {
  const { model, signal, target } = line;
  const { projectId, assertionId, judge } = target;
  signal.throwIfAborted();
  const onCall = (call: CallRecord) =>
    addLlmCall(projectId, { ...call, activityId: null, assertionId, outputId: output.id });
  const said = await judgeOne(model, { judge, output, reference, onCall, signal });
  if (said.kind === "unavailable") {
    line.outage ??= said.why;
    return;
  }
  // First, so that a process that dies in between has lost no answer that was paid for.
  if (key !== null && said.finding) await keepJudgeFinding(key, model.identity.judgingModel, said.finding);
  await saveVerdicts(assertionId, [{ outputId: output.id, ...said }]);
}
