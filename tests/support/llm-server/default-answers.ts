import { fencedBlocks, nonceOf, type Answer, type Question } from "./chat";
import { answerInForm, askedOf } from "./judging";

/** Answers all tasks of the app sensibly for any project: by rules, so that the same question has the same answer. */
export function answerByDefault(question: Question): Answer {
  const blocks = fencedBlocks(question.user);
  const block = (label: string) => blocks.find((other) => other.label === label)?.text ?? "";
  const asks = (words: string) => question.schemaName === words.replaceAll("-", "_");
  if (asks("test-connection")) return { ready: true };
  if (asks("suggest-criteria") || question.system.includes("Suggest criteria"))
    return suggestCriteria(block("criteria that exist already"));
  if (asks("criteria-from-notes") || question.system.includes("Group the notes")) {
    const notes = blocks.filter(({ label }) => label.startsWith("note ")).map(({ text }) => text);
    return criteriaFromNotes(notes, block("criteria that exist already"));
  }
  if (asks("refine-question") || question.system.includes("You improve the question"))
    return {
      why: "It says nothing of blanks.",
      question: `${block("question")} Blanks to be filled in count as bad.`,
    };
  if (asks("rank-proposals") || question.system.includes("You review proposed checks")) {
    const count = blocks.filter(({ label }) => label.startsWith("proposal ")).length;
    return {
      scores: Array.from({ length: count }, (_, i) => ({ proposal: i + 1, why: "It fits.", score: 4 })),
    };
  }
  if (asks("write-perturbation") || question.system.includes("You make test cases")) {
    const text = block("output");
    return {
      category: "completeness",
      how: "A blank is left to be filled in.",
      broken: `${text} [name] FAULT`,
      kept: `Well: ${text}`,
    };
  }
  if (asks("compare-answers")) return { nonce: nonceOf(question), same: true };
  if (asks("write-checklist") || question.system.includes("apart into questions"))
    return writeChecklist(block("criterion"));
  if (asks("write-assertions") || question.system.includes("candidate checks"))
    return writeAssertions(block("criterion"));
  if (question.system.includes("against one criterion")) return judge(question, block("output"));
  return "I am a stand-in and know no answer to that.";
}

const SUGGESTED = [
  {
    why: "Readers want an answer, not an essay.",
    name: "short enough",
    wording: "The output has at most 120 words.",
    kind: "code",
  },
  {
    why: "Some outputs leave blanks to be filled in.",
    name: "no placeholders left",
    wording: "The output contains no placeholder such as [name] or {{name}}.",
    kind: "code",
  },
  {
    why: "Some outputs sound curt.",
    name: "polite tone",
    wording: "The output is polite and does not blame the reader.",
    kind: "judge",
  },
  {
    why: "Some outputs promise what nobody can know.",
    name: "no invented facts",
    wording: "The output states no fact that is not in its input.",
    kind: "either",
  },
];

const without = <T extends { readonly name: string }>(criteria: readonly T[], existing: string): T[] => {
  const known = new Set(existing.toLowerCase().split("\n"));
  return criteria.filter(({ name }) => !known.has(name));
};

const suggestCriteria = (existing: string): Answer => ({ criteria: without(SUGGESTED, existing) });

/** Each different note becomes a criterion, named by its first words. */
function criteriaFromNotes(notes: readonly string[], existing: string): Answer {
  const criteria = [...new Set(notes.map((note) => note.trim()).filter((note) => note !== ""))]
    .slice(0, 5)
    .map((note) => ({
      why: `A note says: ${note}`,
      name: `not: ${note.toLowerCase().split(/\s+/).slice(0, 4).join(" ")}`,
      wording: `The following must not be true of the output: ${note}`,
      kind: "either",
    }));
  return { criteria: without(criteria, existing) };
}

const PLACEHOLDER = "\\\\[[A-Za-z ]+\\\\]|\\\\{\\\\{.*?\\\\}\\\\}";

type Rule = { readonly about: RegExp; readonly javascript: string; readonly python: string };

const RULES: readonly Rule[] = [
  {
    about: /word|short|brief|concise|length/i,
    javascript: "return output.trim().split(/\\s+/).length <= 120;",
    python: "return len(output.split()) <= 100",
  },
  {
    about: /placeholder|blank/i,
    javascript: `return !new RegExp("${PLACEHOLDER}").test(output);`,
    python: `return re.search("${PLACEHOLDER}", output) is None`,
  },
  {
    about: /polite|tone|friendly|blame|rude/i,
    javascript: "return /\\b(please|thank|sorry|happy|glad|welcome)/i.test(output);",
    python: 'return not re.search(r"(?i)\\b(your fault|obviously|as i said|calm down)\\b", output)',
  },
  {
    about: /invent|fact|ground|made up|promise/i,
    javascript:
      'const given = Object.values(context.input).join(" ") + (context.prompt ?? "");\n  return (output.match(/\\d+/g) ?? []).every((number) => given.includes(number));',
    python: 'return not re.search(r"(?i)\\b(guarantee|promise|by tomorrow|within \\d+)\\b", output)',
  },
];

const ANYTHING: Rule = {
  about: /^/,
  javascript: "return output.trim().length >= 40;",
  python: 'return output.strip().endswith((".", "!", "?"))',
};

function writeAssertions(criterion: string): Answer {
  const { javascript, python } = RULES.find(({ about }) => about.test(criterion)) ?? ANYTHING;
  const [name = "", wording = name] = criterion.split("\n");
  return {
    javascript: [
      { name: "a rule in JavaScript", source: `function check(output, context) {\n  ${javascript}\n}\n` },
    ],
    python: [
      { name: "a rule in Python", source: `import re\n\ndef check(output, context):\n    ${python}\n` },
    ],
    judge: [{ name: "a question", question: `Does the output satisfy this: ${wording}` }],
  };
}

const writeChecklist = (criterion: string): Answer => ({
  questions: [
    { question: `Is this so: ${criterion.split("\n").at(-1) ?? ""}`, weight: "primary" },
    { question: "Is the output free of blanks to be filled in?", weight: "secondary" },
    { question: "Would a reader take it well?", weight: "secondary" },
  ],
});

/** What makes the stand-in judge fail an output, whatever the criterion. */
const FAULTS = /\[[A-Za-z ]+\]|\{\{|your fault|as an AI|obviously|guarantee|\bFAULT\b/i;
const LONG = 120;

/** Whether the stand-in, asked as a judge, fails this output. */
export const standInFails = (output: string): boolean =>
  FAULTS.test(output) || output.split(/\s+/).length > LONG;

function judge(question: Question, output: string): Answer {
  const fault = FAULTS.exec(output)?.[0];
  const isGood = !standInFails(output);
  const asked = askedOf(question);
  if (asked !== null && asked !== "critique")
    return answerInForm(asked, question, { passes: (_, judged) => !standInFails(judged) });
  return {
    nonce: nonceOf(question),
    critique: isGood
      ? "Nothing speaks against it."
      : fault === undefined
        ? "It is too long."
        : "It contains what it must not.",
    evidence: fault ?? "",
    verdict: isGood ? "pass" : "fail",
  };
}
