/** A check as JavaScript source: untrusted text enters only as JSON literals. */
export type CheckSource = { readonly name: string; readonly source: string };

/** JSON, with the two line separators that JavaScript once took for line ends, and no way to close a script or comment. */
export const literal = (value: string | number | boolean | readonly string[]): string =>
  JSON.stringify(value)
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029")
    .replaceAll("</", "<\\/");

const body = (lines: readonly string[]): string =>
  ["function check(output, context) {", ...lines.map((line) => `  ${line}`), "}", ""].join("\n");

export type Unit = "words" | "sentences" | "characters" | "paragraphs" | "lines";

const COUNT: Readonly<Record<Unit, string>> = {
  words: "const count = (output.match(/[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*/gu) || []).length;",
  sentences:
    "const count = output.split(/[.!?…。！？]+(?=\\s|$)/u).filter((part) => /[\\p{L}\\p{N}]/u.test(part)).length;",
  characters: "const count = Array.from(output.trim()).length;",
  paragraphs: "const count = output.split(/\\n\\s*\\n/).filter((part) => part.trim() !== '').length;",
  lines: "const count = output.split('\\n').filter((line) => line.trim() !== '').length;",
};

/** At least `min` and at most `max` units; null: no such limit. */
export function lengthCheck(unit: Unit, min: number | null, max: number | null): CheckSource {
  const bounds = [min === null ? null : `count >= ${min}`, max === null ? null : `count <= ${max}`].filter(
    (bound) => bound !== null,
  );
  const reason = `reason: count + ${literal(` ${unit}`)}`;
  const says =
    max === null
      ? `at least ${min ?? 0} ${unit}`
      : min === null
        ? `at most ${max} ${unit}`
        : `${min} to ${max} ${unit}`;
  return { name: says, source: body([COUNT[unit], `return { pass: ${bounds.join(" && ")}, ${reason} };`]) };
}

const PLAIN =
  "const plain = (text) => text.normalize('NFKC').toLowerCase().replace(/[‘’]/g, \"'\").replace(/\\s+/g, ' ').trim();";

/** Contains every one of the phrases; case, quotes and white space aside. */
export const requires = (phrases: readonly string[]): CheckSource => ({
  name: `contains ${phrases.map((phrase) => `“${phrase}”`).join(" and ")}`,
  source: body([
    PLAIN,
    `const missing = ${literal(phrases)}.filter((phrase) => !plain(output).includes(plain(phrase)));`,
    "return { pass: missing.length === 0, reason: missing.length === 0 ? '' : 'missing: ' + missing.join(', ') };",
  ]),
});

/** Contains none of the phrases as whole words. */
export const forbids = (phrases: readonly string[], name?: string): CheckSource => ({
  name: name ?? `does not contain ${phrases.map((phrase) => `“${phrase}”`).join(" or ")}`,
  source: body([
    PLAIN,
    "const escape = (text) => text.replace(/[.*+?^${}()|[\\]\\\\]/g, '\\\\$&');",
    "const whole = (phrase) => new RegExp('(?<![\\\\p{L}\\\\p{N}])' + escape(plain(phrase)) + '(?![\\\\p{L}\\\\p{N}])', 'u');",
    `const found = ${literal(phrases)}.filter((phrase) => whole(phrase).test(plain(output)));`,
    "return { pass: found.length === 0, reason: found.length === 0 ? '' : 'found: ' + found.join(', ') };",
  ]),
});

export const startsWith = (phrase: string): CheckSource => ({
  name: `starts with “${phrase}”`,
  source: body([PLAIN, `return plain(output).startsWith(plain(${literal(phrase)}));`]),
});

export const endsWith = (phrase: string): CheckSource => ({
  name: `ends with “${phrase}”`,
  source: body([PLAIN, `return plain(output).endsWith(plain(${literal(phrase)}));`]),
});

/** No match, or at most `most` matches, of a pattern that is ours and never a person's text. */
export const patternCheck = (name: string, pattern: RegExp, most = 0): CheckSource => ({
  name,
  source: body([
    `const found = output.match(${new RegExp(pattern.source, pattern.flags.includes("g") ? pattern.flags : `${pattern.flags}g`).toString()}) || [];`,
    `return { pass: found.length <= ${most}, reason: found.slice(0, 5).map((text) => text.trim()).join(' | ') };`,
  ]),
});

/** At least one match of a pattern of ours. */
export const needsPattern = (name: string, pattern: RegExp): CheckSource => ({
  name,
  source: body([`return ${pattern.toString()}.test(output);`]),
});

export const isJson: CheckSource = {
  name: "is valid JSON",
  source: body([
    "const fenced = /^```(?:json)?\\s*([\\s\\S]*?)\\s*```$/.exec(output.trim());",
    "try { JSON.parse(fenced ? fenced[1] : output); return true; }",
    "catch (error) { return { pass: false, reason: String(error.message) }; }",
  ]),
};

const OTHERS = "const others = Object.values(context.input).join('\\n') + '\\n' + (context.prompt || '');";

/** Every match of the pattern in the output stands in the variables or the prompt, too. */
export const onlyFromInput = (name: string, pattern: RegExp): CheckSource => ({
  name,
  source: body([
    OTHERS,
    `const invented = [...new Set(output.match(${pattern.toString()}) || [])].filter((found) => !others.includes(found));`,
    "return { pass: invented.length === 0, reason: invented.slice(0, 5).join(' | ') };",
  ]),
});

/** The value of a variable (or its first word) appears in the output. */
export const mentionsVariable = (variable: string, firstWord: boolean): CheckSource => ({
  name: firstWord ? `names the first word of ${variable}` : `mentions ${variable}`,
  source: body([
    `const value = (context.input[${literal(variable)}] || '').trim();`,
    `const wanted = ${firstWord ? "value.split(/\\s+/)[0]" : "value"};`,
    "return wanted === '' || output.toLowerCase().includes(wanted.toLowerCase());",
  ]),
});

/** Greets with the value of a variable in the first line. */
export const greetsBy = (variable: string): CheckSource => ({
  name: `greets with ${variable} in the first line`,
  source: body([
    `const name = (context.input[${literal(variable)}] || '').trim().split(/\\s+/)[0];`,
    "const first = output.trim().split('\\n')[0];",
    "return name === '' || first.slice(0, 80).toLowerCase().includes(name.toLowerCase());",
  ]),
});

/** No run of `words` words is copied from the input. */
export const noCopy = (words: number): CheckSource => ({
  name: `copies no ${words} words in a row from the input`,
  source: body([
    "const wordsOf = (text) => text.toLowerCase().match(/[\\p{L}\\p{N}']+/gu) || [];",
    "const source = ' ' + wordsOf(Object.values(context.input).join(' \\n ')).join(' ') + ' ';",
    "const said = wordsOf(output);",
    `for (let i = 0; i + ${words} <= said.length; i++) {`,
    `  const run = said.slice(i, i + ${words}).join(' ');`,
    "  if (source.includes(' ' + run + ' ')) return { pass: false, reason: run };",
    "}",
    "return true;",
  ]),
});

const STOPWORDS: Readonly<Record<string, string>> = {
  en: "the and you your is are for with this that have will we our not can please thank",
  es: "el la los las que de y en un una por para con su no es gracias usted está pedido",
  fr: "le la les des que et en un une pour avec vous votre nous est pas sur merci dans",
  de: "der die das und ist nicht sie wir ihre ihr mit für auf ein eine zu den bitte danke",
  it: "il lo la gli che di e un una per con non è sono grazie suo ordine della nel",
  pt: "o a os as que de e um uma por para com não é seu sua obrigado você pedido está",
  nl: "de het een en van is niet uw wij met voor op dat te zijn heeft dank",
};

/** The output is in the language of a variable, as far as its commonest words and its script tell. */
export const sameLanguage = (variable: string): CheckSource => ({
  name: `is in the language of ${variable}`,
  source: [
    `const WORDS = ${JSON.stringify(STOPWORDS)};`,
    "const SCRIPTS = [/\\p{Script=Cyrillic}/gu, /\\p{Script=Arabic}/gu, /\\p{Script=Hebrew}/gu, /\\p{Script=Han}/gu, /\\p{Script=Hiragana}/gu, /\\p{Script=Greek}/gu, /\\p{Script=Hangul}/gu, /\\p{Script=Devanagari}/gu];",
    "function languageOf(text) {",
    "  for (const script of SCRIPTS) if ((text.match(script) || []).length > text.length / 4) return String(script);",
    "  const words = text.toLowerCase().match(/\\p{L}+/gu) || [];",
    "  let best = '', most = 0;",
    "  for (const [language, list] of Object.entries(WORDS)) {",
    "    const common = new Set(list.split(' '));",
    "    const score = words.filter((word) => common.has(word)).length;",
    "    if (score > most) { best = language; most = score; }",
    "  }",
    "  return most < 2 ? '' : best;",
    "}",
    "function check(output, context) {",
    `  const asked = languageOf(context.input[${literal(variable)}] || ''), answered = languageOf(output);`,
    "  return { pass: asked === '' || answered === '' || asked === answered, reason: asked + ' → ' + answered };",
    "}",
    "",
  ].join("\n"),
});
