import { fencedBlocks, nonceOf, type Answer, type Fixture, type Question } from "./chat";

/** What the app asks when it judges, as the stand-in recognises it. */
export type Asked =
  | "direct"
  | "sample"
  | "critique"
  | "strong"
  | "checklist"
  | "few-shot"
  | "rubric"
  | "pair"
  | "case"
  | "decide";

const SCHEMAS: ReadonlyMap<string, Asked> = new Map([
  ["judge_output_critique", "critique"],
  ["judge_output_strong", "strong"],
  ["judge_output_checklist", "checklist"],
  ["judge_output_few_shot", "few-shot"],
  ["judge_output_rubric", "rubric"],
  ["judge_output_pair", "pair"],
  ["judge_output_decide", "decide"],
]);

/** Null: it is not asked to judge. */
export function askedOf({ schemaName, system, request }: Question): Asked | null {
  if (!system.includes("against one criterion")) return null;
  if (schemaName !== null) return SCHEMAS.get(schemaName) ?? null;
  if (system.includes("best honest case")) return "case";
  return request.temperature === 1 ? "sample" : "direct";
}

/** A model as a test wants it. */
export type Mind = {
  /** Whether it passes an output when it is asked in this way. */
  readonly passes: (asked: Asked, output: string, question: Question) => boolean;
  /** P(yes) of its one-word answers; absent: it gives no log-probabilities. */
  readonly pYes?: (output: string) => number;
  /** Level of a rubric, from 1; absent: 5 for what it passes, else 1. */
  readonly level?: (output: string, question: Question) => number;
};

/** A judge with this mind: it answers every design in the form that is asked for. */
export const judging = ({ passes, pYes, level }: Mind): Fixture => ({
  when: (question) => askedOf(question) !== null,
  answer: (question) => {
    const asked = askedOf(question) ?? "direct";
    return answerInForm(asked, question, { passes, ...(level ? { level } : {}) });
  },
  ...(pYes ? { pYes: (question: Question) => pYes(blockOf(question, "output")) } : {}),
});

const blockOf = ({ user }: Question, label: string): string =>
  fencedBlocks(user).find((block) => block.label === label)?.text ?? "";

/** Pass, fail or whatever else is asked for, in the form of the question. */
export function answerInForm(asked: Asked, question: Question, { passes, level }: Mind): Answer {
  const nonce = nonceOf(question);
  const output = blockOf(question, "output");
  const isGood = passes(asked, output, question);
  switch (asked) {
    case "direct":
    case "sample":
      return isGood ? "yes" : "no";
    case "case":
      return "What can be said for this side.";
    case "critique":
    case "few-shot":
    case "decide":
    case "strong":
      return { nonce, critique: "Weighed.", evidence: "", verdict: isGood ? "pass" : "fail" };
    case "checklist": {
      const ids = [...question.system.matchAll(/^(q\d+): /gm)].map((match) => match[1]);
      return { nonce, answers: ids.map((id, i) => ({ id, answer: isGood || i > 0 ? "yes" : "no" })) };
    }
    case "rubric":
      return { nonce, critique: "Compared.", level: level?.(output, question) ?? (isGood ? 5 : 1) };
    case "pair": {
      const [first, second] = (["first output", "second output"] as const).map((label) =>
        passes(asked, blockOf(question, label), question),
      );
      return { nonce, better: first === second ? "equal" : first ? "first" : "second" };
    }
  }
}
