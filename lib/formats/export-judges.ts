import type { EvaluatorAssertion } from "@/lib/domain/evaluator";
import type { Exemplar, Judge, SoloJudge } from "@/lib/domain/judge-designs/judge";
import type { Data } from "./export-text";

type PublishedJudge = Extract<EvaluatorAssertion, { kind: "judge" }>;
type AskableSolo = Exclude<SoloJudge, { design: "cascade" }>;
/** A judge that one model can be asked for; a cascade needs two, and so does a jury with one in it. */
export type JudgeAssertion = Exclude<PublishedJudge, { design: "cascade" }>;

export const isAskable = (assertion: EvaluatorAssertion): assertion is JudgeAssertion =>
  assertion.kind === "judge" &&
  assertion.design !== "cascade" &&
  (assertion.design !== "jury" || assertion.members.every(({ judge }) => isAskableSolo(judge)));

const isAskableSolo = (judge: SoloJudge): judge is AskableSolo => judge.design !== "cascade";

/** How an answer is asked for: the end of the system message, the last words of the question, and the tokens it may take. */
type Form = { readonly form: string; readonly ending: string; readonly tokens: number };

const ONE_WORD: Form = {
  form: "Answer with one word: yes (PASS), no (FAIL) or n/a.",
  ending: "Does the output satisfy it? One word: yes, no or n/a.",
  tokens: 2_000,
};
const CRITIQUE =
  'Answer with a JSON object and nothing else: {"nonce": the nonce of this message, "critique": what speaks for and against, in two or three sentences, "evidence": the words of the output that decide it, quoted exactly, or "" when nothing that stands in it does, "verdict": "pass", "fail" or "n/a"}.';
const FULL_TOKENS = 4_000;

/** The words are those of lib/llm/tasks, which the tests of the exports hold them against. */
function formOf(judge: AskableSolo): Form {
  switch (judge.design) {
    case "direct":
    case "probability":
      return ONE_WORD;
    case "critique":
      return {
        form: CRITIQUE,
        ending: "First the critique and the evidence, then the verdict, as the JSON object described.",
        tokens: FULL_TOKENS,
      };
    case "few-shot":
      return {
        form: `The message begins with examples that a person graded, and his reasons. Grade the last output as he would.\n${CRITIQUE}`,
        ending:
          "Graded as in the examples: first the critique and the evidence, then the verdict, as the JSON object described.",
        tokens: FULL_TOKENS,
      };
    case "checklist":
      return {
        form: `The criterion is checked by these questions:\n${judge.items.map(({ id, question }) => `${id}: ${question}`).join("\n")}\n\nAnswer each of them by itself. Answer with a JSON object and nothing else: {"nonce": the nonce of this message, "answers": [{"id": the id of the question, "answer": "yes", "no" or "n/a" when the question cannot apply}]}.`,
        ending: "Answer every question once, as the JSON object described.",
        tokens: FULL_TOKENS,
      };
    case "rubric":
      return {
        form: `Instead of PASS or FAIL give a level:\n${judge.levels.map((level, i) => `${i + 1}: ${level}`).join("\n")}\n\nThe reference is an answer that a person verified: other words are as good, other claims are not. Answer with a JSON object and nothing else: {"nonce": the nonce of this message, "critique": how the output differs from the reference, in two or three sentences, "level": the number of the level, or "n/a"}.`,
        ending: "First the critique, then the level, as the JSON object described.",
        tokens: FULL_TOKENS,
      };
    case "pairwise":
      return {
        form: `Here two outputs are compared: which of them satisfies the criterion better? Neither place nor length counts. Answer with a JSON object and nothing else: {"nonce": the nonce of this message, "better": "first", "second" or "equal"}.`,
        ending: "Which output satisfies it better? The JSON object described.",
        tokens: 2_000,
      };
    case "for-and-against":
      return {
        form: `The message begins with the best case for PASS and the best case for FAIL. Check both against the output and decide which one holds.\n${CRITIQUE}`,
        ending:
          "Which case holds? First the critique and the evidence, then the verdict, as the JSON object described.",
        tokens: FULL_TOKENS,
      };
  }
}

const caseFor = (side: "PASS" | "FAIL"): Data => ({
  form: `Make the best honest case that the verdict is ${side}, from what stands in the output, in two to four sentences. Quote the words that bear it. Do not weigh it against the other side.`,
  ending: `The best case for ${side}:`,
  tokens: 2_000,
});

/** An example as the exported code shows it; pairs, since the name of a variable may be any text. */
const exemplarData = ({ text, variables, label, note, borderline }: Exemplar): Data => ({
  output: text,
  input: Object.entries(variables).map(([name, value]) => [name, value]),
  isGood: label === "good",
  grade: `A person graded it ${label === "good" ? "PASS" : "FAIL"}${borderline ? " (a borderline case)" : ""}.${note.trim() === "" ? "" : `\nThe person's note: ${note}`}`,
});

/** What a design decides by, beside what it asks. */
function ownData(judge: AskableSolo): Readonly<Record<string, Data>> {
  switch (judge.design) {
    case "direct":
    case "critique":
      return {};
    case "few-shot":
    case "pairwise":
      return { exemplars: judge.exemplars.map(exemplarData) };
    case "checklist":
      return {
        items: judge.items.map(({ id, question, weight }) => ({ id, question, weight })),
        rule: { ...judge.rule },
      };
    case "rubric":
      return { passFrom: judge.passFrom };
    case "probability":
      return { samples: judge.samples, threshold: judge.threshold };
    case "for-and-against":
      return { cases: [caseFor("PASS"), caseFor("FAIL")] };
  }
}

const soloData = (judge: AskableSolo): Readonly<Record<string, Data>> => ({
  question: judge.question,
  design: judge.design,
  ...formOf(judge),
  ...ownData(judge),
});

/** A judge as the exported code reads it: what to ask word for word, and by which rule an answer becomes a verdict. */
export function judgeData(judge: JudgeAssertion): Readonly<Record<string, Data>> {
  const design = judge.design === "jury" ? juryData(judge) : soloData(judge);
  return { ...design, model: judge.model ?? null };
}

const juryData = ({
  design,
  rule,
  members,
}: Extract<Judge, { design: "jury" }>): Readonly<Record<string, Data>> => ({
  design,
  rule: { ...rule },
  members: members
    .map(({ judge }) => judge)
    .filter(isAskableSolo)
    .map(soloData),
});
