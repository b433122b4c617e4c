import { findAssertion } from "@/lib/db/assertions";
import { findCriterion } from "@/lib/db/criteria";
import { addLlmCall } from "@/lib/db/llm-calls";
import { findNamedOutput, findOutputs } from "@/lib/db/outputs";
import { readReferences } from "@/lib/db/references";
import type { Label } from "@/lib/domain/grade";
import type { AssertionId, CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { callsOf } from "@/lib/domain/judge-designs/describe";
import { needsReference, type SoloJudge } from "@/lib/domain/judge-designs/judge";
import { checkContext, outputName, type Output } from "@/lib/domain/output";
import type { OwnCode } from "@/lib/domain/own-code";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { storable } from "@/lib/domain/storable";
import { drawForTrial, type Trial, type TrialOn } from "@/lib/domain/trial";
import type { Verdict } from "@/lib/domain/verdict";
import type { LlmClient } from "@/lib/llm/client";
import { askJudge } from "./ask-judge";
import { costOfBatch } from "./estimate-judging";
import { withinBudget } from "./hold-judging";
import type { Ports } from "./ports";
import { blindOutputs } from "./read-blind";
import { readBoard } from "./read-board";

const EXCERPT = 160;

type OnOutputs = {
  readonly projectId: ProjectId;
  readonly person: string;
  readonly on: TrialOn;
};

type CodeTrial = OnOutputs & Pick<OwnCode, "language" | "source"> & { readonly criterionId: CriterionId };

/** Runs code on a few outputs in the sandbox and tells what it says of them: nothing is stored, so it counts nowhere. */
export async function tryCode(
  { sandbox }: Pick<Ports, "sandbox">,
  { language, source, ...target }: CodeTrial,
): Promise<Result<readonly Trial[]>> {
  const found = await outputsFor(target);
  if (!found.ok) return found;
  const { outputs, labels } = found.value;
  const items = outputs.map((output) => ({ output: output.text, context: checkContext(output) }));
  const verdicts = await sandbox.run({ language, source, items });
  return ok(
    outputs.flatMap((output, i) => {
      const verdict = verdicts[i];
      return verdict ? [trialOf(output, labels, verdict)] : [];
    }),
  );
}

type JudgeTrial = OnOutputs & { readonly assertionId: AssertionId };

/** What asking a judge about one output takes, before it is asked; `cost` in US dollars, null: the price is not known. */
export type TrialPrice = { readonly name: string; readonly calls: number; readonly cost: number | null };

export async function priceJudgeTrial(
  ports: Pick<Ports, "connectedModel">,
  target: JudgeTrial,
): Promise<Result<TrialPrice>> {
  const ready = await readyToAsk(ports, target);
  if (!ready.ok) return ready;
  const { output, judge } = ready.value;
  const cost = await costOf(target, ready.value);
  return ok({ name: outputName(output), calls: callsOf(judge), cost });
}

/** Asks a judge about one output, within the budget of the project. The call is on record, its verdict is not. */
export async function tryJudge(
  ports: Pick<Ports, "connectedModel" | "now">,
  target: JudgeTrial,
): Promise<Result<Trial>> {
  const ready = await readyToAsk(ports, target);
  if (!ready.ok) return ready;
  const { output, labels, judge, model } = ready.value;
  const { projectId, assertionId } = target;
  const references = needsReference(judge) ? await readReferences([output.id]) : null;
  const said = await withinBudget(
    projectId,
    { next: () => costOf(target, ready.value), now: ports.now() },
    () =>
      askJudge(model, {
        ...{ judge, output, reference: references?.get(output.id) ?? null },
        onCall: (call) =>
          addLlmCall(projectId, { ...call, activityId: null, assertionId, outputId: output.id }),
      }),
  );
  if (said === null) return sentence("Judging pauses, or its budget does not suffice: let it go on first.");
  if (said.kind === "unavailable") return fail({ code: "llm-unavailable", detail: said.why });
  return ok(trialOf(output, labels, said));
}

type Found = { readonly outputs: readonly Output[]; readonly labels: ReadonlyMap<OutputId, Label> };

/**
 * The outputs that something is tried on: never those that this person has still to grade in a queue, nor those that an
 * audit holds back.
 */
async function outputsFor({
  projectId,
  criterionId,
  person,
  on,
}: OnOutputs & { readonly criterionId: CriterionId }): Promise<Result<Found>> {
  if (!(await findCriterion(projectId, criterionId))) return fail({ code: "not-found", what: "criterion" });
  const board = await readBoard(projectId);
  const labels: ReadonlyMap<OutputId, Label> = board.labels.byCriterion.get(criterionId)?.labels ?? new Map();
  const closed = new Set([
    ...(await blindOutputs(projectId, board, person)),
    ...board.heldOut.map(({ outputId }) => outputId),
  ]);
  if ("name" in on) {
    const output = await findNamedOutput(projectId, storable(on.name));
    if (!output) return fail({ code: "not-found", what: "output" });
    if (closed.has(output.id))
      return sentence("This output is still to be graded blind, or is held back: try another one.");
    return ok({ outputs: [output], labels });
  }
  const open = board.matrix.outputIds.filter((id) => !closed.has(id));
  const drawn = drawForTrial(open, labels, `${criterionId}:${on.round}`);
  return drawn.length === 0
    ? sentence("There is no output to try it on: import some, or grade those of your queues first.")
    : ok({ outputs: await findOutputs(projectId, drawn), labels });
}

type Ready = {
  readonly output: Output;
  readonly labels: Found["labels"];
  readonly judge: SoloJudge;
  readonly model: LlmClient;
};

async function readyToAsk(
  { connectedModel }: Pick<Ports, "connectedModel">,
  { assertionId, ...target }: JudgeTrial,
): Promise<Result<Ready>> {
  const assertion = await findAssertion(target.projectId, assertionId);
  if (!assertion?.criterionId) return fail({ code: "not-found", what: "assertion" });
  const { implementation: judge, criterionId } = assertion;
  if (judge.kind !== "judge") return sentence("Only judges are asked: try code by running it.");
  if (judge.design === "jury")
    return sentence("A jury asks nothing itself: try the judges whose votes it counts.");
  const model = await connectedModel(target.projectId);
  if (!model) return fail({ code: "no-connection" });
  const found = await outputsFor({ ...target, criterionId });
  if (!found.ok) return found;
  const [output] = found.value.outputs;
  return output
    ? ok({ output, labels: found.value.labels, judge, model })
    : fail({ code: "not-found", what: "output" });
}

const costOf = ({ projectId, assertionId }: JudgeTrial, { judge, model, output }: Ready) =>
  costOfBatch(projectId, { assertionId, judge, model }, [output]);

const trialOf = (output: Output, labels: Found["labels"], verdict: Verdict): Trial => ({
  outputId: output.id,
  name: outputName(output),
  excerpt: output.text.slice(0, EXCERPT),
  label: labels.get(output.id) ?? null,
  verdict,
});

const sentence = (text: string): Result<never> => fail({ code: "bad-input", sentence: text });
