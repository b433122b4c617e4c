import { decide, decideByVotes } from "@/lib/domain/judge-designs/decide";
import type { Finding } from "@/lib/domain/judge-designs/finding";
import type { Judge, SoloJudge } from "@/lib/domain/judge-designs/judge";
import { isShownTo } from "@/lib/domain/judge-designs/leak-guard";
import type { OutputId } from "@/lib/domain/ids";
import type { Verdict } from "@/lib/domain/verdict";
import type { CallRecord, LlmClient } from "@/lib/llm/client";
import type { JudgeInput } from "@/lib/llm/tasks/judge-prompt";
import { findOut, type Setting } from "./find-out";

export type JudgeQuestion<J extends Judge = Judge> = {
  readonly judge: J;
  /** With its id where it has one: an output that is an example of the judge is never scored. */
  readonly output: JudgeInput["output"] & { readonly id?: OutputId };
  /** A verified reference for the output; null or absent: there is none. */
  readonly reference?: string | null;
  /** Told of every call as it was made, also of those that failed. */
  readonly onCall: (call: CallRecord) => Promise<void>;
  readonly signal?: AbortSignal;
};

type Unavailable = { readonly kind: "unavailable"; readonly why: string };

/** A verdict with what was found out on the way to it; null: nothing that could be judged again. */
export type Judged = { readonly kind: "judged"; readonly verdict: Verdict; readonly finding: Finding | null };

/** What an output that a judge was shown as an example gets instead of a verdict: it counts in no rate. */
const SHOWN: Verdict = {
  kind: "notApplicable",
  reason: "this judge was shown the output as an example, so it does not score it",
};

/**
 * Puts a judge's question about one output to the model. An answer that cannot be read is asked for once more, then
 * it is an error. "unavailable", with why: the model cannot be reached, which says nothing of the judge.
 */
export async function askJudge(model: LlmClient, question: JudgeQuestion): Promise<Verdict | Unavailable> {
  const said = await judgeOne(model, question);
  return said.kind === "judged" ? said.verdict : said;
}

/** The same with what was found out. */
export async function judgeOne(model: LlmClient, question: JudgeQuestion): Promise<Judged | Unavailable> {
  const { judge } = question;
  if (judge.design !== "jury") return judgeAlone(model, { ...question, judge });
  const votes: Verdict["kind"][] = [];
  for (const { judge: member } of judge.members) {
    const vote = await judgeAlone(model, { ...question, judge: member });
    if (vote.kind === "unavailable") return vote;
    votes.push(vote.verdict.kind);
  }
  return { kind: "judged", verdict: decideByVotes(judge, votes), finding: null };
}

async function judgeAlone(
  model: LlmClient,
  { judge, output, reference = null, onCall, signal }: JudgeQuestion<SoloJudge>,
): Promise<Judged | Unavailable> {
  if (isShownTo(judge, output)) return { kind: "judged", verdict: SHOWN, finding: null };
  const setting: Setting = { model, output, reference, onCall, signal };
  const found = await findOut(judge, setting);
  switch (found.kind) {
    case "answered":
      return { kind: "judged", verdict: decide(judge, found.answer), finding: found.answer };
    case "unreadable":
      return { kind: "judged", verdict: { kind: "error", message: found.why }, finding: null };
    case "unavailable":
      return { kind: "unavailable", why: found.why };
  }
}
