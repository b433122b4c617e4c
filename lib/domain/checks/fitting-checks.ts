import type { AssertionDraft } from "../assertion";
import { readRequirements, type Requirement } from "./read-checks";
import * as check from "./source";
import type { CheckSource } from "./source";

/** What the library knows of a project: variable names tell what could be greeted, copied or contradicted. */
export type Setting = { readonly promptTemplate: string; readonly variables: readonly string[] };

const NAME = /(?:^|_|\b)(?:name|customer|user|client|recipient)/i;
const MESSAGE = /message|question|request|query|text|email|ticket|input|review/i;

const REFUSAL =
  /\b(?:as an ai|i(?:['’]m| am) (?:sorry,? but i|unable|not able)|i can(?:['’]t|not) (?:help|assist|provide|answer|comply)|i(?:['’]m| am) just a language model)\b/i;
const PLACEHOLDER =
  /\{\{?\s*[\w. -]+\s*\}?\}|\[(?:your |the |insert |customer )?[A-Za-z_ ]*(?:name|date|number|company|order|link|email|phone|amount)[A-Za-z_ ]*\]|\bTODO\b|\bTBD\b|lorem ipsum|<[a-z_ ]+>/i;
const RUDE =
  /\b(?:obviously|as i (?:already )?said|you should have|calm down|your fault|not my problem|whatever|ridiculous|stupid|read the|clearly you)\b/i;
const COURTESY =
  /\b(?:please|thank(?:s| you)?|happy to|glad|welcome|kind regards|best regards|appreciate|gracias|merci|danke|grazie|obrigad[oa]|por favor|bitte|s['’]il vous)\b/i;
const PROMISE =
  /\b(?:guarantee\w*|promise\w*|will (?:be )?(?:refund\w*|arrive\w*|deliver\w*)|full refund|definitely|certainly will)\b/i;
const REFUND = /\b(?:refund\w*|reimburs\w*|money back|credit(?:ed)? (?:to )?your)\b/i;
const DATES =
  /\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|tonight|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}|\d{1,2}(?:st|nd|rd|th)?|within \d+ (?:hours|days|weeks))\b/gi;
const LONE_NUMBERS = /\d[\d.,:/-]*\d|\d/g;
const CAPITALISED = /(?<=[a-z,;] )\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}{2,})*/gu;
const HEDGE = /\b(?:maybe|perhaps|might|possibly|i think|probably|not sure|it seems)\b/i;

type Topic = { readonly words: RegExp; readonly checks: (setting: Setting) => readonly CheckSource[] };

const nameVariables = ({ variables }: Setting) =>
  variables.filter((name) => NAME.test(name) && !/id$/i.test(name));
const messageVariables = ({ variables }: Setting) => variables.filter((name) => MESSAGE.test(name));

/** What a phrase may be about, and the checks that come nearest to it without understanding. */
const TOPICS: readonly Topic[] = [
  {
    words: /greet|address(?:es|ed)? (?:the )?\w+ by name|by (?:their |his |her )?(?:first )?name|salut/i,
    checks: (s) =>
      nameVariables(s).flatMap((name) => [check.greetsBy(name), check.mentionsVariable(name, true)]),
  },
  {
    words: /polite|courteous|friendly|kind|tone|warm|rude|respectful|empath/i,
    checks: () => [
      check.needsPattern("has a word of courtesy", COURTESY),
      check.patternCheck("has no rude phrase", RUDE),
      check.patternCheck("has at most one exclamation mark", /!/, 1),
    ],
  },
  {
    words: /refus|declin|answers? the question|helps?\b|complies/i,
    checks: () => [
      check.patternCheck("has no refusal phrase", REFUSAL),
      check.patternCheck("does not say sorry, cannot or unable", /\b(?:sorry|can(?:no|['’])t|unable)\b/i),
    ],
  },
  {
    words:
      /invent|made[- ]up|halluc|fabricat|unsupported|grounded|supported|facts?\b|accurate|from the (?:input|policy|context)|correct/i,
    checks: () => [
      check.onlyFromInput("every number stands in the input", LONE_NUMBERS),
      check.onlyFromInput("every name stands in the input", CAPITALISED),
      check.onlyFromInput("every date or deadline stands in the input", DATES),
      check.onlyFromInput("every link stands in the input", /https?:\/\/\S+/g),
    ],
  },
  {
    words: /date|deadline|deliver|when|time/i,
    checks: () => [check.onlyFromInput("every date or deadline stands in the input", DATES)],
  },
  {
    words: /number|amount|price|figure/i,
    checks: () => [check.onlyFromInput("every number stands in the input", LONE_NUMBERS)],
  },
  {
    words: /order (?:number|id)|\bid\b|reference|ticket/i,
    checks: (s) =>
      s.variables
        .filter((name) => /id|number|ref|order/i.test(name) && !/status/i.test(name))
        .map((name) => check.mentionsVariable(name, false)),
  },
  {
    words: /placeholder|template|left[- ]?over|unfilled|bracket/i,
    checks: () => [check.patternCheck("has no placeholder left over", PLACEHOLDER)],
  },
  {
    words: /copy|copies|quot|repeat|verbatim|parrot/i,
    checks: (s) => (s.variables.length > 0 ? [check.noCopy(8), check.noCopy(12)] : []),
  },
  {
    words: /language|translat|english|spanish|french|german/i,
    checks: (s) => messageVariables(s).map((name) => check.sameLanguage(name)),
  },
  {
    words: /refund|promis|guarantee|commit|policy/i,
    checks: () => [
      check.patternCheck("promises nothing", PROMISE),
      check.patternCheck("does not speak of refunds", REFUND),
    ],
  },
  {
    words: /apolog|sorry/i,
    checks: () => [
      check.patternCheck("apologises at most once", /\b(?:sorry|apolog\w+|regret)\b/i, 1),
      check.patternCheck("has no apology", /\b(?:sorry|apolog\w+|regret)\b/i),
    ],
  },
  {
    words: /short|concise|brief|length|long|verbose|rambl/i,
    checks: () => [60, 90, 120, 160].map((words) => check.lengthCheck("words", null, words)),
  },
  {
    words: /complete|cut off|truncat|finish/i,
    checks: () => [
      check.needsPattern("ends like a sentence or a signature", /[.!?…)"”'’:\p{L}]\s*$/u),
      check.needsPattern("ends with a full stop, a question or an exclamation mark", /[.!?…]["”’)]?\s*$/),
    ],
  },
  {
    words: /link|url/i,
    checks: () => [
      check.patternCheck("has no link", /https?:\/\/\S+|www\.\S+/i),
      check.onlyFromInput("every link stands in the input", /https?:\/\/\S+/g),
    ],
  },
  {
    words: /markdown|format|plain/i,
    checks: () => readRequirements("no markdown").flatMap(({ checks }) => checks),
  },
  { words: /certain|confiden|hedg|clear/i, checks: () => [check.patternCheck("does not hedge", HEDGE)] },
  {
    words: /code|internal|leak|secret/i,
    checks: () => readRequirements("no internal codes").flatMap(({ checks }) => checks),
  },
  {
    words: /question/i,
    checks: () => [
      check.patternCheck("asks nothing", /\?/),
      check.patternCheck("asks at most one question", /\?/, 1),
    ],
  },
  {
    words: /sign|closing|regards|signature/i,
    checks: ({ promptTemplate }) =>
      readRequirements(promptTemplate)
        .filter(({ name }) => name.startsWith("ends with"))
        .flatMap(({ checks }) => checks),
  },
];

const MOST = 8;

const toDraft = ({ name, source }: CheckSource): AssertionDraft => ({
  name,
  implementation: { kind: "javascript", source },
  origin: "library",
});

/**
 * Candidates of the library for one criterion: what its wording asks for in so many words, then what its topic
 * suggests. They need no model; the grades decide which of them means what the person means. At most eight.
 */
export function checksForCriterion(
  criterion: { readonly name: string; readonly wording: string },
  setting: Setting,
): AssertionDraft[] {
  const text = `${criterion.name}\n${criterion.wording}`;
  const explicit = readRequirements(text).flatMap(({ checks }) => checks);
  const byTopic = TOPICS.filter(({ words }) => words.test(text)).flatMap(({ checks }) => checks(setting));
  const unique = new Map([...explicit, ...byTopic].map((source) => [source.source, source]));
  return [...unique.values()].slice(0, MOST).map(toDraft);
}

export type SuggestedCriterion = {
  readonly name: string;
  readonly wording: string;
  readonly kind: "code" | "judge" | "either";
  readonly why: string;
};

const fromPrompt = ({ name, wording }: Requirement): SuggestedCriterion => ({
  name,
  wording,
  kind: "code",
  why: "The prompt asks for it.",
});

/** Faults that nobody asks for, suggested when some of the outputs show them. */
const GENERIC: readonly { readonly pattern: RegExp; readonly criterion: Omit<SuggestedCriterion, "why"> }[] =
  [
    {
      pattern: PLACEHOLDER,
      criterion: {
        name: "no placeholders left over",
        wording: "No template placeholder such as {{name}} or [date] is left in the output.",
        kind: "code",
      },
    },
    {
      pattern: REFUSAL,
      criterion: {
        name: "does not refuse",
        wording: "The output helps instead of refusing or talking about being an AI.",
        kind: "either",
      },
    },
  ];

/** Topics of a prompt that need judgement: found by words in it. */
const JUDGED: readonly { readonly words: RegExp; readonly criterion: Omit<SuggestedCriterion, "why"> }[] = [
  {
    words: /\b(?:polite|courteous|friendly|warm|professional tone|empath|respectful)/i,
    criterion: {
      name: "polite and friendly",
      wording: "The tone is polite and friendly throughout, also when the answer is no.",
      kind: "either",
    },
  },
  {
    words: /by (?:their |his |her )?(?:first )?name|greet/i,
    criterion: { name: "greets by name", wording: "The output greets the person by name.", kind: "either" },
  },
  {
    words:
      /(?:do not|don['’]t|never|must not)[^.\n]{0,40}(?:invent|make up|promise|guess|assume)|only (?:use|state|rely)|based (?:only )?on|according to/i,
    criterion: {
      name: "invents nothing",
      wording: "Every fact, date, number and promise in the output is supported by the input.",
      kind: "either",
    },
  },
  {
    words: /(?:same|customer['’]s|user['’]s|their) language|language (?:of|in which)/i,
    criterion: {
      name: "in the reader's language",
      wording: "The output is written in the language of the message that it answers.",
      kind: "either",
    },
  },
  {
    words: /answer|respond|reply|question/i,
    criterion: {
      name: "answers what was asked",
      wording: "The output addresses every point that was asked, and nothing else.",
      kind: "judge",
    },
  },
];

const MOST_CRITERIA = 8;

/** Criteria without a model: the prompt's explicit instructions first, then its topics, then faults seen in outputs. */
export function suggestWithoutModel(setting: Setting, outputs: readonly string[]): SuggestedCriterion[] {
  const seen = GENERIC.filter(({ pattern }) => outputs.some((text) => pattern.test(text))).map(
    ({ pattern, criterion }) => {
      const count = outputs.filter((text) => pattern.test(text)).length;
      return { ...criterion, why: `${count} of ${outputs.length} outputs show this fault.` };
    },
  );
  const judged = JUDGED.filter(({ words }) => words.test(setting.promptTemplate)).map(({ criterion }) => ({
    ...criterion,
    why: "The prompt asks for it.",
  }));
  const all = [...readRequirements(setting.promptTemplate).map(fromPrompt), ...judged, ...seen];
  const unique = new Map(all.map((criterion) => [criterion.name, criterion]));
  if (unique.size === 0) {
    unique.set("answers what was asked", {
      name: "answers what was asked",
      wording: "The output does what the prompt asks for, and nothing else.",
      kind: "judge",
      why: "The prompt gives no explicit instruction that could be read off.",
    });
  }
  return [...unique.values()].slice(0, MOST_CRITERIA);
}
