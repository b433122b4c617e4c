import type { Implementation } from "@/lib/domain/assertion";
import type { Judgement } from "@/lib/domain/parse-judgement";
import type { Verdict } from "@/lib/domain/verdict";
import type { CallRecord, LlmClient } from "@/lib/llm/client";
import { judgeDirectly, judgeWithCritique, type JudgeInput } from "@/lib/llm/tasks/judge-output";

type Question = {
  readonly judge: Pick<Extract<Implementation, { kind: "judge" }>, "design" | "question">;
  readonly output: JudgeInput["output"];
  /** Told of every call as it was made, also of those that failed. */
  readonly onCall: (call: CallRecord) => Promise<void>;
  readonly signal?: AbortSignal;
};

/**
 * Puts a judge's question about one output to the model. An answer that cannot be read is asked for once more, then
 * it is an error. "unavailable", with why: the model cannot be reached, which says nothing of the judge.
 */
export async function askJudge(
  model: LlmClient,
  { judge, output, onCall, signal }: Question,
): Promise<Verdict | { readonly kind: "unavailable"; readonly why: string }> {
  const task = judge.design === "direct" ? judgeDirectly : judgeWithCritique;
  let why = "";
  for (let attempt = 0; attempt < 2; attempt++) {
    const outcome = await model.ask(task, { question: judge.question, output, attempt }, signal);
    await onCall(outcome.call);
    switch (outcome.kind) {
      case "answered":
        return toVerdict(outcome.answer);
      case "unavailable":
        return { kind: "unavailable", why: outcome.why };
      case "unusable":
        why = outcome.why;
    }
  }
  return { kind: "error", message: `${why}, twice` };
}

function toVerdict({ judged, critique }: Judgement): Verdict {
  const reason = critique === null ? {} : { reason: critique };
  switch (judged) {
    case "pass":
      return { kind: "pass", ...reason };
    case "fail":
      return { kind: "fail", ...reason };
    case "na":
      return { kind: "notApplicable", ...reason };
  }
}
