import * as check from "./source";
import type { CheckSource, Unit } from "./source";

/** A requirement that a text spells out, with the checks that implement it, strictest first. */
export type Requirement = {
  readonly name: string;
  readonly wording: string;
  readonly checks: readonly CheckSource[];
  /** What can be measured of a text, where that is all that is asked. */
  readonly measure?: Measure;
};

/** What can be read off a text without judging it. */
export type Measure =
  | { readonly kind: "length"; readonly limit: LengthLimit }
  | { readonly kind: "json" }
  | { readonly kind: "phrase"; readonly place: "start" | "end" | "anywhere"; readonly phrase: string }
  | { readonly kind: "avoids"; readonly phrases: readonly string[] }
  | { readonly kind: "bullets"; readonly isWanted: boolean };

/** Null: no such bound. */
export type LengthLimit = { readonly unit: Unit; readonly min: number | null; readonly max: number | null };

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
};
const NUMBER = "(\\d[\\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)";
const UNIT = "(words?|sentences?|characters?|chars?|paragraphs?|lines?)";

/** What follows is no half of "no more than" or "not less than", which say the contrary. */
const UNTURNED = "(?<!\\b(?:no|not) )";

const toNumber = (text: string): number =>
  NUMBER_WORDS[text.toLowerCase()] ?? Number(text.replaceAll(",", ""));

function toUnit(text: string): Unit {
  const start = text.toLowerCase().slice(0, 3);
  if (start === "wor") return "words";
  if (start === "sen") return "sentences";
  if (start === "par") return "paragraphs";
  return start === "lin" ? "lines" : "characters";
}

/** The limit itself, and a tolerant one: people who write "120 words" often accept 125. */
function lengthRequirement(unit: Unit, min: number | null, max: number | null): Requirement {
  const exact = check.lengthCheck(unit, min, max);
  const slack = (limit: number | null, factor: number) =>
    limit === null ? null : Math.round(limit * factor);
  const tolerant = check.lengthCheck(unit, slack(min, 0.9), slack(max, 1.1));
  const name =
    max === null
      ? `at least ${min ?? 0} ${unit}`
      : min === null
        ? `at most ${max} ${unit}`
        : `${min} to ${max} ${unit}`;
  return {
    name,
    wording: `The output has ${name}.`,
    measure: { kind: "length", limit: { unit, min, max } },
    checks:
      tolerant.source === exact.source
        ? [exact]
        : [exact, { ...tolerant, name: `${tolerant.name} (10 % tolerance)` }],
  };
}

type Reader = { readonly pattern: RegExp; readonly read: (match: RegExpExecArray) => Requirement | null };

const reader = (pattern: string, read: Reader["read"]): Reader => ({
  pattern: new RegExp(pattern, "giu"),
  read,
});
const group = (match: RegExpExecArray, index: number): string => match[index] ?? "";
const fixed = (pattern: string, requirement: Requirement): Reader => reader(pattern, () => requirement);
const measured = (requirement: Requirement, measure: Measure): Requirement => ({ ...requirement, measure });
const requirement = (name: string, wording: string, ...checks: CheckSource[]): Requirement => ({
  name,
  wording,
  checks,
});

const BULLETS = /^[ \t]*[-*•]\s+\S/m;
const NUMBERED = /^[ \t]*\d+[.)]\s+\S/m;
const MARKDOWN =
  /^#{1,6}\s|\*\*[^*\n]+\*\*|^[ \t]*[-*•]\s+\S|^[ \t]*\d+\.\s+\S|```|\[[^\]\n]+\]\([^)\n]+\)|^\s*\|.+\|/m;
const EMPHASIS = /^#{1,6}\s|\*\*[^*\n]+\*\*|```|\[[^\]\n]+\]\([^)\n]+\)/m;

/** Whether a sentence forbids: "no", "never", "do not", "avoid", "without". */
const NOT =
  "(?:no|never|avoid|without|don['’]t|do not|must not|should not|free of|not (?:use|contain|include))";

const READERS: readonly Reader[] = [
  reader(`between ${NUMBER} and ${NUMBER} ${UNIT}`, (m) =>
    lengthRequirement(toUnit(group(m, 3)), toNumber(group(m, 1)), toNumber(group(m, 2))),
  ),
  reader(`(\\d+)\\s*(?:-|–|to)\\s*(\\d+) ${UNIT}`, (m) =>
    lengthRequirement(toUnit(group(m, 3)), toNumber(group(m, 1)), toNumber(group(m, 2))),
  ),
  reader(
    `${UNTURNED}(?:at most|no more than|not more than|maximum(?: of)?|max\\.?|up to|under|fewer than|less than|within|≤|<=?|below|not exceed(?:ing)?|not longer than|no longer than|limit(?:ed)? to|in) ${NUMBER} ${UNIT}`,
    (m) => {
      const strict = /^(?:under|fewer|less|below|<(?!=))/i.test(m[0]);
      return lengthRequirement(toUnit(group(m, 2)), null, toNumber(group(m, 1)) - (strict ? 1 : 0));
    },
  ),
  reader(`${NUMBER}[ -]${UNIT}(?: or (?:less|fewer)| max(?:imum)?| at most| limit)`, (m) =>
    lengthRequirement(toUnit(group(m, 2)), null, toNumber(group(m, 1))),
  ),
  reader(
    `${UNTURNED}(?:at least|no fewer than|not fewer than|no less than|not less than|minimum(?: of)?|min\\.?|more than|over|≥|>=?) ${NUMBER} ${UNIT}`,
    (m) => {
      const strict = /^(?:more|over|>(?!=))/i.test(m[0]);
      return lengthRequirement(toUnit(group(m, 2)), toNumber(group(m, 1)) + (strict ? 1 : 0), null);
    },
  ),
  reader(`${NUMBER}\\+ ${UNIT}|${NUMBER} or more ${UNIT}`, (m) =>
    lengthRequirement(toUnit(m[2] ?? group(m, 4)), toNumber(m[1] ?? group(m, 3)), null),
  ),
  reader(`exactly ${NUMBER} ${UNIT}`, (m) =>
    lengthRequirement(toUnit(group(m, 2)), toNumber(group(m, 1)), toNumber(group(m, 1))),
  ),
  reader(
    `${NOT} (?:ever )?(?:use|say|mention|include|contain|write)?\\s*(?:the )?(?:words?|phrases?|terms?)?:?\\s*["“]([^"”\\n]{1,60})["”](?:\\s*(?:,|or|and)\\s*["“]([^"”\\n]{1,60})["”])*`,
    (m) => {
      const phrases = [...m[0].matchAll(/["“]([^"”\n]{1,60})["”]/g)].map(([, phrase]) => phrase ?? "");
      return measured(
        requirement(
          `avoids ${phrases.map((p) => `“${p}”`).join(", ")}`,
          `The output does not contain ${phrases.join(", ")}.`,
          check.forbids(phrases),
        ),
        { kind: "avoids", phrases },
      );
    },
  ),
  reader(
    `(?:end|finish|close|sign off)(?:s|es|ing)?(?: \\w+){0,4}? (?:with|by saying|as)(?: \\w+){0,3}?:?\\s*["“]([^"”\\n]{1,120})["”]`,
    (m) => {
      const phrase = group(m, 1);
      return measured(
        requirement(
          `ends with “${phrase}”`,
          `The output ends with “${phrase}”.`,
          check.endsWith(phrase),
          check.requires([phrase]),
        ),
        { kind: "phrase", place: "end", phrase },
      );
    },
  ),
  reader(
    `(?:start|begin|open)(?:s|ning|ing)?(?: \\w+){0,4}? with(?: \\w+){0,3}?:?\\s*["“]([^"”\\n]{1,120})["”]`,
    (m) => {
      const phrase = group(m, 1);
      return measured(
        requirement(
          `starts with “${phrase}”`,
          `The output starts with “${phrase}”.`,
          check.startsWith(phrase),
          check.requires([phrase]),
        ),
        { kind: "phrase", place: "start", phrase },
      );
    },
  ),
  reader(
    `(?<!not )(?<!never )(?:must |should |always )?(?:include|contain|mention|use)s?(?: \\w+){0,3}? (?:words?|phrases?|text|keywords?|sentence)?:?\\s*["“]([^"”\\n]{1,120})["”]`,
    (m) => {
      const phrase = group(m, 1);
      return measured(
        requirement(`contains “${phrase}”`, `The output contains “${phrase}”.`, check.requires([phrase])),
        { kind: "phrase", place: "anywhere", phrase },
      );
    },
  ),
  fixed(
    `(?:valid|as|in|a|only) json|json (?:object|array|format)|format(?:ted)? (?:as|in) json`,
    measured(requirement("valid JSON", "The output is valid JSON and nothing else.", check.isJson), {
      kind: "json",
    }),
  ),
  fixed(
    `${NOT}[^.\\n]{0,25}(?:markdown|formatting)|plain text`,
    requirement(
      "no markdown",
      "The output is plain text without markdown formatting.",
      check.patternCheck("has no markdown at all", MARKDOWN),
      check.patternCheck("has no headings, bold, links or code", EMPHASIS),
      check.patternCheck("has no list", /^[ \t]*(?:[-*•]|\d+[.)])\s+\S/m),
    ),
  ),
  fixed(
    `${NOT}[^.\\n]{0,25}bullet`,
    measured(
      requirement(
        "no bullet points",
        "The output has no bullet points.",
        check.patternCheck("has no bullet points", BULLETS),
      ),
      { kind: "bullets", isWanted: false },
    ),
  ),
  fixed(
    `(?<!no )(?<!not )(?:as|in|use|with|into) (?:a )?bullet(?:ed)?(?: point)?s?(?: list)?`,
    measured(
      requirement(
        "bullet list",
        "The output is a bulleted list.",
        check.needsPattern("has a bullet point", BULLETS),
      ),
      { kind: "bullets", isWanted: true },
    ),
  ),
  fixed(
    `(?:as|in|use|with) (?:a )?numbered list`,
    requirement(
      "numbered list",
      "The output has a numbered list.",
      check.needsPattern("has a numbered list", NUMBERED),
    ),
  ),
  fixed(
    `(?:all|entire|in|only)[^.\\n]{0,20}lower ?case`,
    requirement(
      "all lower case",
      "The output is all in lower case.",
      check.patternCheck("has no capital letter", /\p{Lu}/u),
    ),
  ),
  fixed(
    `(?:all|entire|in|only)[^.\\n]{0,20}(?:capital letters|upper ?case|all caps)`,
    requirement(
      "all capitals",
      "The output is all in capital letters.",
      check.patternCheck("has no small letter", /\p{Ll}/u),
    ),
  ),
  fixed(
    `${NOT}[^.\\n]{0,20}commas?\\b`,
    requirement("no commas", "The output has no commas.", check.patternCheck("has no comma", /,/)),
  ),
  fixed(
    `${NOT}[^.\\n]{0,30}exclamation`,
    requirement(
      "no exclamation marks",
      "The output has no exclamation marks.",
      check.patternCheck("has no exclamation mark", /!/),
      check.patternCheck("has at most one exclamation mark", /!/, 1),
    ),
  ),
  fixed(
    `${NOT}[^.\\n]{0,20}emojis?`,
    requirement(
      "no emoji",
      "The output has no emoji.",
      check.patternCheck("has no emoji", /\p{Extended_Pictographic}/u),
    ),
  ),
  fixed(
    `${NOT}[^.\\n]{0,30}(?:links?|urls?)\\b`,
    requirement(
      "no links",
      "The output has no links.",
      check.patternCheck("has no link", /https?:\/\/\S+|www\.\S+/i),
    ),
  ),
  fixed(
    `${NOT}[^.\\n]{0,30}apolog`,
    requirement(
      "no apologies",
      "The output does not apologise.",
      check.patternCheck("has no apology", /\b(?:sorry|apolog\w+|regret)\b/i),
      check.patternCheck("apologises at most once", /\b(?:sorry|apolog\w+|regret)\b/i, 1),
    ),
  ),
  fixed(
    `${NOT}[^.\\n]{0,40}(?:internal (?:codes?|notes?|ids?|names?)|system codes?)`,
    requirement(
      "no internal codes",
      "The output shows no internal codes to the customer.",
      check.patternCheck("has no code like ABC-123 or FLAG_X", /\b[A-Z]{2,}[A-Z0-9]*[-_][A-Z0-9_-]+\b/),
      check.onlyFromInput("has no code that is not in the input", /\b[A-Z]{2,}[A-Z0-9]*[-_][A-Z0-9_-]+\b/g),
    ),
  ),
];

/** What a text (a prompt's instructions, or a criterion's wording) asks for in so many words. Each requirement once. */
export function readRequirements(text: string): Requirement[] {
  const found = new Map<string, Requirement>();
  for (const { pattern, read } of READERS) {
    for (const match of text.matchAll(pattern)) {
      const requirement = read(match);
      if (requirement && !found.has(requirement.name)) found.set(requirement.name, requirement);
    }
  }
  return [...found.values()];
}
