import type { Output } from "./output";

/** The texts that a feature looks at: the output, and all variables joined. */
export type FeatureText = { readonly output: string; readonly input: string };

/** What the features of an output look at. */
export const featureTextOf = ({ text, variables }: Pick<Output, "text" | "variables">): FeatureText => ({
  output: text,
  input: Object.values(variables).join("\n"),
});

/**
 * A number read off an output. `value` computes it here; `source` computes the same in the exported JavaScript from
 * `output` and `input`, with the helpers that it names. A test holds the two to each other.
 */
export type Feature = {
  readonly id: string;
  /** Completes "fails when …", with the comparison in words. */
  readonly says: string;
  readonly value: (text: FeatureText) => number;
  readonly source: string;
  readonly helpers: readonly HelperName[];
};

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const sentences = (text: string): string[] =>
  text.split(/(?<=[.!?])\s+|\n+/u).filter((part) => /[\p{L}\p{N}]/u.test(part));
const content = (text: string): string[] => words(text).filter((word) => word.length > 3);
const share = (found: number, of: number): number => (of === 0 ? 0 : found / of);
const count = (text: string, pattern: RegExp): number => (text.match(pattern) ?? []).length;

function novelShare(list: readonly string[], input: string): number {
  const known = new Set(words(input));
  return share(list.filter((word) => !known.has(word)).length, list.length);
}

function ngrams(list: readonly string[], n: number): string[] {
  return list.slice(0, Math.max(0, list.length - n + 1)).map((_, i) => list.slice(i, i + n).join(" "));
}

function novelNgrams(output: string, input: string, n: number): number {
  const known = new Set(ngrams(words(input), n));
  const mine = ngrams(words(output), n);
  return share(mine.filter((gram) => !known.has(gram)).length, mine.length);
}

function repeated(output: string, n: number): number {
  const grams = ngrams(words(output), n);
  return share(grams.length - new Set(grams).size, grams.length);
}

function supports({ output, input }: FeatureText): number[] {
  const known = new Set(words(input));
  return sentences(output).map((sentence) => {
    const list = content(sentence);
    return list.length === 0 ? 1 : list.filter((word) => known.has(word)).length / list.length;
  });
}

/** The helpers as they stand in exported code. */
export const HELPERS = {
  words: "const words = (text) => text.toLowerCase().match(/[\\p{L}\\p{N}]+/gu) || [];",
  sentences:
    "const sentences = (text) => text.split(/(?<=[.!?])\\s+|\\n+/u).filter((part) => /[\\p{L}\\p{N}]/u.test(part));",
  content: "const content = (text) => words(text).filter((word) => word.length > 3);",
  share: "const share = (found, of) => (of === 0 ? 0 : found / of);",
  count: "const count = (text, pattern) => (text.match(pattern) || []).length;",
  novelShare:
    "const novelShare = (list, input) => { const known = new Set(words(input)); return share(list.filter((word) => !known.has(word)).length, list.length); };",
  ngrams:
    'const ngrams = (list, n) => list.slice(0, Math.max(0, list.length - n + 1)).map((_, i) => list.slice(i, i + n).join(" "));',
  novelNgrams:
    "const novelNgrams = (output, input, n) => { const known = new Set(ngrams(words(input), n)); const mine = ngrams(words(output), n); return share(mine.filter((gram) => !known.has(gram)).length, mine.length); };",
  repeated:
    "const repeated = (output, n) => { const grams = ngrams(words(output), n); return share(grams.length - new Set(grams).size, grams.length); };",
  supports:
    "const supports = (output, input) => { const known = new Set(words(input)); return sentences(output).map((sentence) => { const list = content(sentence); return list.length === 0 ? 1 : list.filter((word) => known.has(word)).length / list.length; }); };",
} as const;
export type HelperName = keyof typeof HELPERS;

/** Helpers that a helper needs, before itself. */
const NEEDS: Readonly<Record<HelperName, readonly HelperName[]>> = {
  words: [],
  sentences: [],
  content: ["words"],
  share: [],
  count: [],
  novelShare: ["words", "share"],
  ngrams: [],
  novelNgrams: ["words", "ngrams", "share"],
  repeated: ["words", "ngrams", "share"],
  supports: ["words", "sentences", "content"],
};

/** The helpers with all that they need, in an order in which they can be defined. */
export function withNeeds(names: readonly HelperName[]): HelperName[] {
  const ordered = new Set<HelperName>();
  const add = (name: HelperName) => {
    for (const needed of NEEDS[name]) add(needed);
    ordered.add(name);
  };
  for (const name of names) add(name);
  return [...ordered];
}

const feature = (id: string, says: string, rest: Pick<Feature, "value" | "source" | "helpers">): Feature => ({
  id,
  says,
  ...rest,
});

const counting = (id: string, says: string, pattern: RegExp): Feature =>
  feature(id, says, {
    value: ({ output }) => count(output, pattern),
    source: `count(output, ${pattern.toString()})`,
    helpers: ["count"],
  });

/** Everything that induction looks at; docs/features.md lists them for people. */
export const FEATURES: readonly Feature[] = [
  feature("characters", "the number of characters", {
    value: ({ output }) => output.length,
    source: "output.length",
    helpers: [],
  }),
  feature("words", "the number of words", {
    value: ({ output }) => words(output).length,
    source: "words(output).length",
    helpers: ["words"],
  }),
  feature("sentences", "the number of sentences", {
    value: ({ output }) => sentences(output).length,
    source: "sentences(output).length",
    helpers: ["sentences"],
  }),
  feature("lines", "the number of lines", {
    value: ({ output }) => output.split("\n").length,
    source: 'output.split("\\n").length',
    helpers: [],
  }),
  feature("words-a-sentence", "the mean number of words a sentence", {
    value: ({ output }) => share(words(output).length, sentences(output).length),
    source: "share(words(output).length, sentences(output).length)",
    helpers: ["words", "sentences", "share"],
  }),
  feature("word-length", "the mean length of a word", {
    value: ({ output }) => share(words(output).join("").length, words(output).length),
    source: 'share(words(output).join("").length, words(output).length)',
    helpers: ["words", "share"],
  }),
  feature("distinct-words", "the share of distinct words", {
    value: ({ output }) => share(new Set(words(output)).size, words(output).length),
    source: "share(new Set(words(output)).size, words(output).length)",
    helpers: ["words", "share"],
  }),
  feature("repeated-3", "the share of repeated word triples", {
    value: ({ output }) => repeated(output, 3),
    source: "repeated(output, 3)",
    helpers: ["repeated"],
  }),
  feature("novel-words", "the share of words that are not in the input", {
    value: ({ output, input }) => novelShare(content(output), input),
    source: "novelShare(content(output), input)",
    helpers: ["content", "novelShare"],
  }),
  feature("novel-pairs", "the share of word pairs that are not in the input", {
    value: ({ output, input }) => novelNgrams(output, input, 2),
    source: "novelNgrams(output, input, 2)",
    helpers: ["novelNgrams"],
  }),
  feature("novel-fours", "the share of four-word runs that are not in the input", {
    value: ({ output, input }) => novelNgrams(output, input, 4),
    source: "novelNgrams(output, input, 4)",
    helpers: ["novelNgrams"],
  }),
  feature("novel-word-count", "the number of distinct longer words that are not in the input", {
    value: ({ output, input }) => {
      const known = new Set(words(input));
      return new Set(content(output).filter((word) => !known.has(word))).size;
    },
    source: "new Set(content(output).filter((word) => !new Set(words(input)).has(word))).size",
    helpers: ["words", "content"],
  }),
  feature("weakest-sentence", "the support of the least supported sentence", {
    value: (text) => Math.min(1, ...supports(text)),
    source: "Math.min(1, ...supports(output, input))",
    helpers: ["supports"],
  }),
  feature("mean-support", "the mean share of a sentence's words found in the input", {
    value: (text) => {
      const all = supports(text);
      return all.length === 0 ? 1 : all.reduce((sum, value) => sum + value, 0) / all.length;
    },
    source:
      "((all) => (all.length === 0 ? 1 : all.reduce((sum, value) => sum + value, 0) / all.length))(supports(output, input))",
    helpers: ["supports"],
  }),
  feature("novel-numbers", "the number of figures that are not in the input", {
    value: ({ output, input }) =>
      (output.match(/\d[\d.,]*/g) ?? []).filter((figure) => !input.includes(figure)).length,
    source: "(output.match(/\\d[\\d.,]*/g) || []).filter((figure) => !input.includes(figure)).length",
    helpers: [],
  }),
  feature("novel-names", "the number of capitalised words that are not in the input", {
    value: ({ output, input }) =>
      (output.match(/(?<=[a-z,] )\p{Lu}\p{L}+/gu) ?? []).filter((name) => !input.includes(name)).length,
    source:
      "(output.match(/(?<=[a-z,] )\\p{Lu}\\p{L}+/gu) || []).filter((name) => !input.includes(name)).length",
    helpers: [],
  }),
  feature("length-to-input", "the length compared with that of the input", {
    value: ({ output, input }) => share(output.length, input.length),
    source: "share(output.length, input.length)",
    helpers: ["share"],
  }),
  counting("digits", "the number of digits", /\d/g),
  counting("capitals", "the number of capital letters", /\p{Lu}/gu),
  counting("questions", "the number of question marks", /\?/g),
  counting("exclamations", "the number of exclamation marks", /!/g),
  counting("commas", "the number of commas", /,/g),
  counting("links", "the number of links", /https?:\/\/|www\./gi),
  counting("bullets", "the number of list items", /^[ \t]*(?:[-*•]|\d+[.)])\s/gm),
  counting("markdown", "the number of markdown marks", /\*\*|^#{1,6}\s|```|`/gm),
  counting("quotes", "the number of quotation marks", /["“”«»]/g),
  counting("apologies", "the number of apologies", /\b(?:sorry|apolog\w*|regret)\b/gi),
  counting(
    "refusals",
    "the number of refusing phrases",
    /\b(?:can(?:no|['’])t|unable to|not able to|won['’]t|as an ai|not appropriate|against my)/gi,
  ),
  counting(
    "hedges",
    "the number of hedging words",
    /\b(?:maybe|perhaps|might|may|possibly|probably|could|seems?)\b/gi,
  ),
  counting("first-person", "the number of words in the first person singular", /\b(?:I|me|my|mine)\b|I['’]/g),
  counting("negations", "the number of negations", /\b(?:no|not|never|none)\b|n['’]t\b/gi),
  counting(
    "promises",
    "the number of promising words",
    /\b(?:will|guarantee\w*|promise\w*|definitely|certainly)\b/gi,
  ),
  counting(
    "courtesies",
    "the number of courteous words",
    /\b(?:please|thank\w*|glad|happy|welcome|regards|appreciate)\b/gi,
  ),
  counting("placeholders", "the number of placeholders", /\{\{?[\w ]+\}\}?|\[[A-Z_ ][A-Za-z_ ]*\]/g),
  counting("emoji", "the number of emoji", /\p{Extended_Pictographic}/gu),
  feature("unfinished", "ending without a final mark (1 when so)", {
    value: ({ output }) => Number(!/[.!?…)"”'’\]}]\s*$/u.test(output)),
    source: "Number(!/[.!?…)\"”'’\\]}]\\s*$/u.test(output))",
    helpers: [],
  }),
];
