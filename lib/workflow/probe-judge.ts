import pLimit from "p-limit";
import { findAssertion } from "@/lib/db/assertions";
import { addLlmCall } from "@/lib/db/llm-calls";
import { listCriteria } from "@/lib/db/criteria";
import { listPerturbations } from "@/lib/db/perturbations";
import { addProbeRun } from "@/lib/db/probe-runs";
import { readReferences } from "@/lib/db/references";
import type { Assertion } from "@/lib/domain/assertion";
import { hasMeaning } from "@/lib/domain/criterion";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import type { Judge } from "@/lib/domain/judge-designs/judge";
import { fail, ok, type Result } from "@/lib/domain/problem";
import {
  makeProbes,
  perturbationProbes,
  type PlaceOutcome,
  type Probe,
  type ProbeResult,
  type ProbeSource,
} from "@/lib/domain/trust/probes";
import type { Perturbation } from "@/lib/domain/trust/perturbation";
import type { CallRecord, LlmClient } from "@/lib/llm/client";
import { answerInput, compareAnswers } from "@/lib/llm/tasks/answer-input";
import { comparePair } from "@/lib/llm/tasks/judge-examples";
import { judgeInReverse } from "@/lib/llm/tasks/judge-output";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { judgeOne } from "./ask-judge";
import { costOfBatch } from "./estimate-judging";
import { withinBudget } from "./hold-judging";
import type { Ports } from "./ports";
import { probeSources } from "./probe-sources";
import { withActivity } from "./with-activity";

const AT_ONCE = 8;
/** Outputs that are compared with each of the judge's examples, in both orders. */
const COMPARED = 10;
const EXAMPLES = 3;
/** Outputs about which a judge of one word is asked with its words the other way round. */
const IN_REVERSE = 30;
/** Outputs with a reference whose input the judge's model answers itself. */
const MOST_KNOWN = 30;

type Target = { readonly projectId: ProjectId; readonly assertionId: AssertionId };

/** Asks the background to try a judge on texts made for the purpose. */
export async function askForProbes({ projectId, assertionId }: Target): Promise<Result<null>> {
  const assertion = await findAssertion(projectId, assertionId);
  if (assertion?.implementation.kind !== "judge") return fail({ code: "not-found", what: "assertion" });
  await enqueue({ kind: "probe", projectId, assertionId });
  return ok(null);
}

/**
 * Tries a judge on texts made for the purpose, and keeps what it said of them. Earlier answers are not looked at: asked
 * again means asked again. Does nothing without a model; says so where judging pauses or the budget does not suffice.
 */
export async function probeJudge(ports: Ports, target: Target, signal: AbortSignal): Promise<void> {
  const { projectId, assertionId } = target;
  const [assertion, model] = await Promise.all([
    findAssertion(projectId, assertionId),
    ports.connectedModel(projectId),
  ]);
  if (assertion?.implementation.kind !== "judge" || !model) return;
  const judge = assertion.implementation;
  const title = `Try the judge “${assertion.name}” on made-up outputs`;
  await withActivity(ports, { projectId, kind: "probe", title }, async (activityId) => {
    const sources = await probeSources(projectId, assertionId);
    const perturbations = await confirmedOf(projectId, assertion);
    const probes = [
      ...makeProbes(sources, String(assertionId)),
      ...perturbationProbes(perturbations, sources),
    ];
    if (probes.length === 0) return "it has judged no graded output yet";
    const asking: Asking = { projectId, judge, model, signal, activityId };
    const next = () =>
      costOfBatch(
        projectId,
        { assertionId, judge, model },
        probes.map(({ output }) => output),
      );
    const results = await withinBudget(projectId, { next, now: ports.now() }, async () => [
      ...(await tryAll(asking, probes)),
      ...(await tryPlaces(asking, sources)),
      ...(await tryKnowledge(asking, sources)),
    ]);
    if (!results) return "not done: judging pauses, or its budget does not suffice";
    await addProbeRun(assertionId, { model: model.identity.judgingModel, results });
    await publish(projectId, "assertions");
    return `${results.length} made-up outputs judged`;
  });
}

/** Variants of good outputs that a person has confirmed, made under the wording of today. */
async function confirmedOf(
  projectId: ProjectId,
  { criterionId }: Assertion,
): Promise<readonly Perturbation[]> {
  const criterion = (await listCriteria(projectId)).find(({ id }) => id === criterionId);
  if (!criterion) return [];
  return (await listPerturbations(criterion.id)).filter(
    ({ revisionId, state }) => state === "confirmed" && hasMeaning(criterion, revisionId),
  );
}

type Asking = {
  readonly projectId: ProjectId;
  readonly judge: Judge;
  readonly model: LlmClient;
  readonly signal: AbortSignal;
  readonly activityId: number;
};

const recorder =
  ({ projectId, activityId }: Asking) =>
  (call: CallRecord) =>
    addLlmCall(projectId, { ...call, activityId });

async function tryAll(asking: Asking, probes: readonly Probe[]): Promise<ProbeResult[]> {
  const { judge, model, signal } = asking;
  const ids = probes.flatMap(({ outputId }) => outputId ?? []);
  const references = await readReferences(ids);
  return pLimit(AT_ONCE).map(probes, async ({ kind, variant, outputId, baseline, output }) => {
    const reference = outputId === null ? null : (references.get(outputId) ?? null);
    const said = await judgeOne(model, { judge, output, reference, onCall: recorder(asking), signal });
    if (said.kind === "unavailable") throw new Error(`the model cannot be reached: ${said.why}`);
    return { kind, variant, outputId, baseline, said: said.verdict.kind };
  });
}

/** Where references are: does the judge's model know the answer itself, and does it catch what is wrong without that? */
async function tryKnowledge(asking: Asking, sources: readonly ProbeSource[]): Promise<ProbeResult[]> {
  const { model, signal } = asking;
  const references = await readReferences(sources.map(({ output }) => output.id));
  const known = sources.filter(({ output }) => references.has(output.id)).slice(0, MOST_KNOWN);
  const found = await pLimit(AT_ONCE).map(known, async ({ output, label, kind }): Promise<ProbeResult[]> => {
    const input = output.variables;
    const answered = await model.ask(answerInput, { input }, signal);
    await recorder(asking)(answered.call);
    if (answered.kind !== "answered") return [];
    const reference = references.get(output.id) ?? "";
    const compared = await model.ask(compareAnswers, { input, answer: answered.answer, reference }, signal);
    await recorder(asking)(compared.call);
    if (compared.kind !== "answered") return [];
    const variant = `${compared.answer ? "knew" : "did not know"}, ${label}`;
    return [{ kind: "knowledge", variant, outputId: output.id, baseline: kind, said: kind }];
  });
  return found.flat();
}

/** For a judge of one word: the same outputs with "no" before "yes". What it said before was asked with "yes" first. */
async function tryOrder(
  asking: Asking,
  question: string,
  sources: readonly ProbeSource[],
): Promise<ProbeResult[]> {
  const { model, signal } = asking;
  const found = await pLimit(AT_ONCE).map(
    sources.slice(0, IN_REVERSE),
    async ({ output, kind: before }): Promise<ProbeResult[]> => {
      const outcome = await model.ask(judgeInReverse, { question, output }, signal);
      await recorder(asking)(outcome.call);
      if (outcome.kind !== "answered" || outcome.answer.judged === "na") return [];
      const said = outcome.answer.judged;
      // Yes stood first, then no: who gives both times what stood in the same place has looked at the place.
      const variant: PlaceOutcome = said === before ? "same" : before === "pass" ? "first" : "second";
      return [{ kind: "position", variant, outputId: output.id, baseline: before, said }];
    },
  );
  return found.flat();
}

/** For a judge that compares: the same pairs in both orders. */
async function tryPlaces(asking: Asking, sources: readonly ProbeSource[]): Promise<ProbeResult[]> {
  const { judge, model, signal } = asking;
  if (judge.design === "direct") return tryOrder(asking, judge.question, sources);
  if (judge.design !== "pairwise") return [];
  const pairs = sources
    .slice(0, COMPARED)
    .flatMap(({ output }) => judge.exemplars.slice(0, EXAMPLES).map((exemplar) => ({ output, exemplar })))
    .filter(({ output, exemplar }) => output.id !== exemplar.outputId);
  const found = await pLimit(AT_ONCE).map(pairs, async ({ output, exemplar }) => {
    const input = { question: judge.question, output, exemplar };
    const winners: ("judged" | "exemplar" | "equal")[] = [];
    for (const place of ["first", "second"] as const) {
      const outcome = await model.ask(comparePair, { ...input, place }, signal);
      await recorder(asking)(outcome.call);
      if (outcome.kind === "answered") winners.push(outcome.answer);
    }
    return { outputId: output.id, outcome: placeOutcome(winners) };
  });
  return found.flatMap(({ outputId, outcome }): ProbeResult[] =>
    outcome === null ? [] : [{ kind: "position", variant: outcome, outputId, baseline: null, said: "pass" }],
  );
}

/** Null: one of the two answers could not be read. */
function placeOutcome([inFirst, inSecond]: readonly (
  "judged" | "exemplar" | "equal"
)[]): PlaceOutcome | null {
  if (inFirst === undefined || inSecond === undefined) return null;
  if (inFirst === inSecond) return "same";
  // The judged output stood first, then second: who wins both times stood in the same place.
  if (inFirst === "judged" && inSecond === "exemplar") return "first";
  return inFirst === "exemplar" && inSecond === "judged" ? "second" : "same";
}
