import { readCallStats, type CallStats } from "@/lib/db/judging";
import { findOutputs } from "@/lib/db/outputs";
import { listPrices } from "@/lib/db/prices";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { askingOf, callsOf } from "@/lib/domain/judge-designs/describe";
import type { Judge, SoloJudge } from "@/lib/domain/judge-designs/judge";
import { estimateFor, type Estimate, type Need } from "@/lib/domain/judging-money";
import type { Output } from "@/lib/domain/output";
import { priceOf } from "@/lib/domain/prices";
import type { LlmClient, LlmTask } from "@/lib/llm/client";
import type { JudgeInput } from "@/lib/llm/tasks/judge-prompt";
import { findOut } from "./find-out";
import type { Board } from "./read-board";
import { judgingPlans } from "./plan-judging";

/** Fewer calls than this say little about the next ones. */
const ENOUGH_CALLS = 5;
/** Outputs whose prompts are looked at before the first call. */
const SAMPLE = 20;
/** English prose, by the rule of thumb of most tokenisers. */
const CHARACTERS_A_TOKEN = 4;
/** What answers come to, by how much a task allows: few use a tenth of it. */
const SHARE_OF_LIMIT = 0.1;
const MOST_TOKENS_OUT = 150;

export type JudgeEstimate = Estimate & { readonly assertionId: AssertionId };

/**
 * What asking the judges of a project about what they plan to judge will take. From their own calls where there are
 * some; before that from the prompts that would be sent. Judges that ask the same are asked once.
 */
export async function estimateJudging(
  projectId: ProjectId,
  board: Board,
  judgingModel: string,
): Promise<JudgeEstimate[]> {
  const [stats, prices] = await Promise.all([readCallStats(projectId), listPrices()]);
  const price = priceOf(judgingModel, prices);
  const estimates: JudgeEstimate[] = [];
  const asked = new Set<string>();
  for (const [assertionId, { outputIds }] of judgingPlans(board)) {
    const implementation = board.assertions.find(({ id }) => id === assertionId)?.implementation;
    if (implementation?.kind !== "judge" || outputIds.length === 0) continue;
    const asking = askingOf(implementation);
    if (implementation.design === "jury" || (asking !== null && asked.has(asking))) continue;
    if (asking !== null) asked.add(asking);
    const known = stats.get(assertionId);
    const need = known && known.calls >= ENOUGH_CALLS ? seenNeed(known) : null;
    const expected = need ?? (await expectedNeed(implementation, await sampleOf(projectId, outputIds)));
    estimates.push({ assertionId, ...estimateFor(outputIds.length, expected, price) });
  }
  return estimates;
}

/** What one batch of a judge is expected to cost in US dollars; null: the price is not known. */
export async function costOfBatch(
  projectId: ProjectId,
  judge: { readonly assertionId: AssertionId; readonly judge: Judge; readonly model: LlmClient },
  outputs: readonly JudgeInput["output"][],
): Promise<number | null> {
  const [stats, prices] = await Promise.all([readCallStats(projectId), listPrices()]);
  const known = stats.get(judge.assertionId);
  const need =
    (known && known.calls >= ENOUGH_CALLS ? seenNeed(known) : null) ??
    (await expectedNeed(judge.judge, outputs));
  const { judgingModel, decidingModel } = judge.model.identity;
  // A cascade may go on to the strong model: nobody knows how often.
  const model = judge.judge.design === "cascade" ? decidingModel : judgingModel;
  return estimateFor(outputs.length, need, priceOf(model, prices)).cost;
}

const sampleOf = async (projectId: ProjectId, ids: readonly OutputId[]): Promise<Output[]> =>
  findOutputs(projectId, ids.slice(0, SAMPLE));

/** Null: the server tells no tokens. */
function seenNeed({ calls, outputs, tokensIn, tokensOut }: CallStats): Need | null {
  if (tokensIn === null || tokensOut === null || outputs === 0) return null;
  return { calls: calls / outputs, tokensIn, tokensOut };
}

/** From the first prompt of each output, as it would be sent. */
async function expectedNeed(judge: Judge, outputs: readonly JudgeInput["output"][]): Promise<Need> {
  const solo: readonly SoloJudge[] =
    judge.design === "jury" ? judge.members.map(({ judge: member }) => member) : [judge];
  const prompts: { readonly tokensIn: number; readonly tokensOut: number }[] = [];
  for (const one of solo)
    for (const output of outputs.slice(0, SAMPLE)) prompts.push(...(await firstPrompt(one, output)));
  const mean = (pick: (prompt: (typeof prompts)[number]) => number) =>
    prompts.length === 0 ? 0 : prompts.reduce((sum, prompt) => sum + pick(prompt), 0) / prompts.length;
  return { calls: callsOf(judge), tokensIn: mean((p) => p.tokensIn), tokensOut: mean((p) => p.tokensOut) };
}

/** The prompts that a judge sends before it needs an answer; nothing is sent. */
async function firstPrompt(judge: SoloJudge, output: JudgeInput["output"]) {
  const prompts: { readonly tokensIn: number; readonly tokensOut: number }[] = [];
  const model: LlmClient = {
    identity: { baseUrl: "", writingModel: "", judgingModel: "", decidingBaseUrl: "", decidingModel: "" },
    atOnce: 1,
    ask: async (task, input) => {
      prompts.push(lengthOf(task, input));
      const call = {
        ...{ task: task.name, model: "", prompt: "", answer: null, error: null, tokensIn: null },
        ...{ tokensOut: null, cost: null, ms: 0, readAs: null },
      };
      return Promise.resolve({ kind: "unavailable", why: "only measured", call });
    },
  };
  const setting = { model, output, reference: "", onCall: async () => Promise.resolve(), signal: undefined };
  await findOut(judge, setting);
  return prompts;
}

function lengthOf<Input, Answer>(task: LlmTask<Input, Answer>, input: Input) {
  const { system, user } = task.prompt(input);
  return {
    tokensIn: (system.length + user.length) / CHARACTERS_A_TOKEN,
    tokensOut: Math.min(MOST_TOKENS_OUT, Math.max(2, task.maxOutputTokens * SHARE_OF_LIMIT)),
  };
}
