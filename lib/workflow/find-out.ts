import { isUnsure } from "@/lib/domain/judge-designs/decide";
import { finding, type Finding } from "@/lib/domain/judge-designs/finding";
import type { Exemplar, SoloJudge } from "@/lib/domain/judge-designs/judge";
import { exemplarVote, type Comparison } from "@/lib/domain/pairwise";
import type { Judgement } from "@/lib/domain/parse-judgement";
import type { CallRecord, LlmClient, LlmTask } from "@/lib/llm/client";
import { judgeByChecklist } from "@/lib/llm/tasks/judge-checklist";
import { comparePair, judgeFromExamples } from "@/lib/llm/tasks/judge-examples";
import { decideBetween, makeCase } from "@/lib/llm/tasks/judge-for-against";
import {
  judgeDirectly,
  judgeStrongly,
  judgeWithCritique,
  sampleDirectly,
  type DirectAnswer,
} from "@/lib/llm/tasks/judge-output";
import type { JudgeInput } from "@/lib/llm/tasks/judge-prompt";
import { judgeByRubric } from "@/lib/llm/tasks/judge-rubric";

/** What every question about one output is asked with. */
export type Setting = {
  readonly model: LlmClient;
  readonly output: JudgeInput["output"];
  readonly reference: string | null;
  readonly onCall: (call: CallRecord) => Promise<void>;
  readonly signal: AbortSignal | undefined;
};

/** An answer; or none that can be read, also when asked again; or a model that cannot be reached. */
type Asked<T> =
  | { readonly kind: "answered"; readonly answer: T }
  | { readonly kind: "unreadable"; readonly why: string }
  | { readonly kind: "unavailable"; readonly why: string };

/** What a judge finds out about one output: the calls of its design, one after the other where they build on each other. */
export async function findOut(judge: SoloJudge, setting: Setting): Promise<Asked<Finding>> {
  const { question } = judge;
  const { output } = setting;
  const input = { question, output };
  switch (judge.design) {
    case "direct":
      return mapped(await askTwice(setting, judgeDirectly, input), ofDirect);
    case "critique":
      return mapped(await askTwice(setting, judgeWithCritique, input), ofJudgement);
    case "few-shot": {
      const asked = { ...input, exemplars: judge.exemplars };
      return mapped(await askTwice(setting, judgeFromExamples, asked), ofJudgement);
    }
    case "checklist": {
      const asked = { ...input, items: judge.items };
      return mapped(await askTwice(setting, judgeByChecklist, asked), (answers) => finding({ answers }));
    }
    case "rubric":
      return atLevel(judge, setting);
    case "probability":
      return withProbability(judge, setting);
    case "for-and-against":
      return betweenCases(question, setting);
    case "pairwise":
      return againstExemplars(judge, setting);
    case "cascade":
      return cheapFirst(judge, setting);
  }
}

/**
 * Asks once, and once more where the answer cannot be read: with a fresh nonce, since another attempt is another
 * question. `attempt` keeps the samples of one question apart.
 */
async function askTwice<Input extends JudgeInput, Answer>(
  { model, onCall, signal }: Setting,
  task: LlmTask<Input, Answer>,
  input: Input,
): Promise<Asked<Answer>> {
  const first = 2 * (input.attempt ?? 0);
  let why = "";
  for (const attempt of [first, first + 1]) {
    const outcome = await model.ask(task, { ...input, attempt }, signal);
    await onCall(outcome.call);
    switch (outcome.kind) {
      case "answered":
        return { kind: "answered", answer: outcome.answer };
      case "unavailable":
        return { kind: "unavailable", why: outcome.why };
      case "unusable":
        why = outcome.why;
    }
  }
  return { kind: "unreadable", why: `${why}, twice` };
}

const mapped = <A, B>(asked: Asked<A>, change: (answer: A) => B): Asked<B> =>
  asked.kind === "answered" ? { kind: "answered", answer: change(asked.answer) } : asked;

/** All answers, or the first that is none. */
function together<T>(asked: readonly Asked<T>[]): Asked<readonly T[]> {
  const answers: T[] = [];
  for (const one of asked) {
    if (one.kind !== "answered") return one;
    answers.push(one.answer);
  }
  return { kind: "answered", answer: answers };
}

const ofJudgement = ({ judged, critique }: Judgement): Finding => finding({ judged, reason: critique });
const ofDirect = ({ probability, ...said }: DirectAnswer): Finding => ({ ...ofJudgement(said), probability });

type Of<D extends SoloJudge["design"]> = Extract<SoloJudge, { design: D }>;

async function atLevel({ question, levels }: Of<"rubric">, setting: Setting): Promise<Asked<Finding>> {
  const { reference, output } = setting;
  if (reference === null) return { kind: "unreadable", why: "this output has no verified reference" };
  return mapped(
    await askTwice(setting, judgeByRubric, { question, output, levels, reference }),
    ({ level, critique }) => finding({ level, reason: critique, judged: level === null ? "na" : null }),
  );
}

/** From log-probabilities, or as the share of yes among samples; "na" where most answers say that it cannot apply. */
async function withProbability(
  { question, samples }: Pick<Of<"probability">, "question" | "samples">,
  setting: Setting,
): Promise<Asked<Finding>> {
  const input = { question, output: setting.output };
  if (samples === null) return mapped(await askTwice(setting, judgeDirectly, input), ofDirect);
  const asked = await Promise.all(
    Array.from({ length: samples }, (_, attempt) => askTwice(setting, sampleDirectly, { ...input, attempt })),
  );
  return mapped(together(asked), (answers) => {
    const count = (judged: Judgement["judged"]) =>
      answers.filter((answer) => answer.judged === judged).length;
    const [yes, no] = [count("pass"), count("fail")];
    if (count("na") > yes + no || yes + no === 0) return finding({ judged: "na" });
    return finding({ probability: yes / (yes + no) });
  });
}

async function betweenCases(question: string, setting: Setting): Promise<Asked<Finding>> {
  const input = { question, output: setting.output };
  const cases = together(
    await Promise.all(
      (["pass", "fail"] as const).map((side) => askTwice(setting, makeCase, { ...input, side })),
    ),
  );
  if (cases.kind !== "answered") return cases;
  const [pass = "", fail = ""] = cases.answer;
  return mapped(await askTwice(setting, decideBetween, { ...input, cases: { pass, fail } }), ofJudgement);
}

/** Each example in both orders; where the order decided, the two count as equal. */
async function againstExemplars(judge: Of<"pairwise">, setting: Setting): Promise<Asked<Finding>> {
  const compared = together(
    await Promise.all(judge.exemplars.map((exemplar) => compare(judge, exemplar, setting))),
  );
  return mapped(compared, (comparisons) => {
    const wins = (isGood: boolean) =>
      comparisons.filter(({ exemplarIsGood, outcome }) => exemplarIsGood === isGood && outcome === ">")
        .length;
    const of = (isGood: boolean) =>
      comparisons.filter(({ exemplarIsGood }) => exemplarIsGood === isGood).length;
    return finding({
      score: exemplarVote(comparisons).score,
      reason: `better than ${wins(true)} of ${of(true)} good and ${wins(false)} of ${of(false)} bad examples`,
    });
  });
}

async function compare(
  { question }: Of<"pairwise">,
  exemplar: Exemplar,
  setting: Setting,
): Promise<Asked<Comparison>> {
  const input = { question, output: setting.output, exemplar };
  const asked = together(
    await Promise.all(
      (["first", "second"] as const).map((place) => askTwice(setting, comparePair, { ...input, place })),
    ),
  );
  return mapped(asked, ([one, other]) => ({
    exemplarIsGood: exemplar.label === "good",
    outcome: one !== other || one === "equal" ? "=" : one === "judged" ? ">" : "<",
  }));
}

/** The strong model is asked only where the cheap one's probability lies inside the band, or could not be told. */
async function cheapFirst(judge: Of<"cascade">, setting: Setting): Promise<Asked<Finding>> {
  const first = await withProbability(judge, setting);
  if (first.kind !== "answered" || !isUnsure(judge, first.answer.probability)) return first;
  const { probability } = first.answer;
  const input = { question: judge.question, output: setting.output };
  return mapped(await askTwice(setting, judgeStrongly, input), (said) => ({
    ...ofJudgement(said),
    probability,
  }));
}
