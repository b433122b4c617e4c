/**
 * How the TypeScript and promptfoo exports read an answer: as strictly as the app (lib/domain/parse-judgement,
 * lib/llm/read-structured), which the tests hold it against. Between « and » stand the types.
 */
export const READING_JAVASCRIPT = String.raw`
«type Judged = "pass" | "fail" | "na";
type Judgement = { readonly judged: Judged; readonly critique: string | null; readonly evidence: string | null };

»const WORDS = new Map«<string, Judged>»([
  ["yes", "pass"], ["pass", "pass"], ["passed", "pass"], ["true", "pass"], ["1", "pass"], ["good", "pass"],
  ["no", "fail"], ["fail", "fail"], ["failed", "fail"], ["false", "fail"], ["0", "fail"], ["bad", "fail"],
  ["n/a", "na"], ["na", "na"], ["not applicable", "na"], ["unknown", "na"], ["not assessable", "na"],
]);
const VERDICT_KEYS = new Set(["verdict", "pass", "passed", "answer", "grade", "result"]);
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;
const plain = (text«: string») => text.normalize("NFKC").replaceAll(INVISIBLE, "");

/** The value of JSON text; undefined: it is none. */
function fromJson(text«: string»)«: unknown» {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
const isObject = (value«: unknown»)«: value is Record<string, unknown>» =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The word without case, markdown, quotes, brackets and a final full stop. */
const bare = (text«: string») =>
  text.trim().replace(/^[\s*_\u0060"'“”‘’[\](){}#>~]+|[\s*_\u0060"'“”‘’[\](){}#>~.!]+$/g, "").trim().toLowerCase();

/** Top-level {...} spans; braces inside strings do not count. */
function objectsIn(text«: string»)«: string[]» {
  const found«: string[]» = [];
  let [depth, start, inString] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === "\\") i++;
      else if (char === '"') inString = false;
    } else if (char === '"' && depth > 0) inString = true;
    else if (char === "{") {
      if (depth === 0) start = i;
      depth++;
    } else if (char === "}" && depth > 0) {
      depth--;
      if (depth === 0) found.push(text.slice(start, i + 1));
    }
  }
  return found;
}

/** The keys as written: two equal ones contradict each other, and JSON.parse would hide it. */
function keysOf(object«: string»)«: string[]» {
  const keys«: string[]» = [];
  let [depth, last] = [0, ""];
  for (const [token] of object.matchAll(/"(?:\\.|[^"\\])*"|[{}[\]:]/g)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (token === ":" && depth === 1) keys.push(String(fromJson(last) ?? last));
    else last = token;
  }
  return keys;
}

function wordOf(value«: unknown»)«: Judged | undefined» {
  if (typeof value === "boolean") return value ? "pass" : "fail";
  if (value === 1 || value === 0) return value === 1 ? "pass" : "fail";
  return typeof value === "string" ? WORDS.get(bare(plain(value).trim())) : undefined;
}
const textOf = (value«: unknown») => (typeof value === "string" && value !== "" ? value : null);

/** "none": there is no object with a verdict; null: there are several that contradict, or one that says nothing. */
function jsonVerdicts(text«: string», nonce«?: string»)«: Judgement | null | "none"» {
  const found«: (Judgement | null)[]» = [];
  for (const candidate of objectsIn(text)) {
    const fields = fromJson(candidate);
    if (!isObject(fields)) continue;
    const said = keysOf(candidate).filter((key) => VERDICT_KEYS.has(key));
    if (said.length === 0 || (nonce !== undefined && fields["nonce"] !== nonce)) continue;
    const judged = said.length === 1 ? wordOf(fields[said[0] ?? ""]) : undefined;
    found.push(judged === undefined ? null : { judged, critique: textOf(fields["critique"]), evidence: textOf(fields["evidence"]) });
  }
  const [first] = found;
  if (first === undefined) return "none";
  return found.every((other) => other?.judged === first?.judged) ? first : null;
}

/** "Yes, because …" and "No - it …": the word, then punctuation that ends it. "No one …" does not count. */
function openingWord(line«: string») {
  const word = /^[\s*_"']*(yes|no|pass|fail)[*_"']*\s*(?:[,.;:!]|\s[-–—]\s)/i.exec(line)?.[1];
  return word === undefined ? undefined : WORDS.get(word.toLowerCase());
}

const LABEL = /^[\s*_>#-]*(?:final\s+)?(?:verdict|answer|grade|result|judg(?:e)?ment)\s*[*_]*\s*[:=]\s*(.+)$/i;

function proseVerdict(text«: string»)«: Judged | undefined» {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "");
  const label = lines.flatMap((line) => LABEL.exec(line)?.[1] ?? []).at(-1);
  if (label !== undefined) return WORDS.get(bare(label));
  const [first, last] = [lines[0] ?? "", lines.at(-1) ?? ""];
  const opening = WORDS.get(bare(first)) ?? (lines.length === 1 ? openingWord(first) : undefined);
  const closing = WORDS.get(bare(last));
  if (lines.length > 1 && opening !== undefined && closing === undefined) {
    const opposite = opening === "pass" ? /\b(no|fail|fails|failed|false)\b/i : /\b(yes|pass|passes|passed|true)\b/i;
    if (lines.slice(1).some((line) => opposite.test(line))) return undefined;
  }
  if (opening !== undefined && closing !== undefined && opening !== closing) return undefined;
  return closing ?? opening;
}

/**
 * Strict: an answer that is not what was asked for, or contradicts itself, is null, which becomes an error and never a
 * verdict. With a nonce, only a JSON object that repeats it counts.
 */
«export »function readJudgement(raw«: string», nonce«?: string»)«: Judgement | null» {
  const text = raw.trim().replace(/<(think|thinking|reasoning)>[\s\S]*?<\/\1>/gi, "").trim();
  // Reasoning that never ends was cut off before a verdict.
  if (text === "" || /<(think|thinking|reasoning)>/i.test(text)) return null;
  const objects = jsonVerdicts(text, nonce);
  if (objects !== "none") return objects;
  if (nonce !== undefined) return null;
  const words = plain(text).trim();
  const judged = WORDS.get(bare(words)) ?? proseVerdict(words);
  return judged === undefined ? null : { judged, critique: null, evidence: null };
}

const loose = (text«: string») =>
  text.normalize("NFKC").replaceAll("¦", " ").replaceAll(/[\s"'“”‘’\u00ab\u00bb\u0060*_]+/g, " ").trim().toLowerCase();

/** The same with its quote, which must stand in the output. */
function readCritique(text«: string», nonce«: string», output«: string»)«: Judgement | null» {
  const judgement = readJudgement(text, nonce);
  const isQuoted = (part«: string») => loose(output).includes(loose(part));
  return judgement?.evidence && !judgement.evidence.split(/…|\.{3}/).every(isQuoted) ? null : judgement;
}

/** What read makes of a JSON answer, with or without a code fence around it; null: nothing that fits. */
function readObject«<T>»(text«: string», nonce«: string», read«: (fields: Record<string, unknown>) => T | null»)«: T | null» {
  const fenced = /\u0060\u0060\u0060(?:json)?\s*([\s\S]*?)\u0060\u0060\u0060/i.exec(text)?.[1];
  for (const candidate of [text, fenced, text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)]) {
    const fields = candidate === undefined ? undefined : fromJson(candidate.trim());
    if (!isObject(fields) || typeof fields["nonce"] !== "string") continue;
    const answer = read(fields);
    if (answer !== null) return fields["nonce"] === nonce ? answer : null;
  }
  return null;
}

«type Ticks = ReadonlyMap<string, "yes" | "no" | "n/a">;

»/** One answer too few or too many, and the whole counts as none. */
function readAnswers(text«: string», nonce«: string», ids«: readonly string[]»)«: Ticks | null» {
  const answers = readObject(text, nonce, (fields) => {
    const said«: unknown» = fields["answers"];
    if (!Array.isArray(said)) return null;
    const read«: [string, "yes" | "no" | "n/a"][]» = [];
    for (const one of said) {
      if (!isObject(one) || typeof one["id"] !== "string") return null;
      const answer = one["answer"];
      if (answer !== "yes" && answer !== "no" && answer !== "n/a") return null;
      read.push([one["id"], answer]);
    }
    return read;
  });
  const ticks = new Map(answers);
  return answers?.length === ids.length && ids.every((id) => ticks.has(id)) ? ticks : null;
}

const LEVELS = 5;

/** The level null: the criterion cannot apply. */
const readLevel = (text«: string», nonce«: string») =>
  readObject(text, nonce, ({ critique, level }) => {
    if (typeof critique !== "string") return null;
    if (level === "n/a") return { level: null, critique };
    return typeof level === "number" && Number.isInteger(level) && level >= 1 && level <= LEVELS ? { level, critique } : null;
  });

const readBetter = (text«: string», nonce«: string») =>
  readObject(text, nonce, ({ better }) => (better === "first" || better === "second" || better === "equal" ? better : null));
`;
