/** What in a text looks as if it were written for its judge. It flags, and never decides. */
export type Suspicion =
  /** A line that looks like a boundary, the header of a role, or a verdict. */
  | "imitation"
  /** It tells whoever reads it what to do or to answer. */
  | "instruction"
  /** Letters that nobody sees. */
  | "hidden letters"
  /** An instruction that was written so that it has to be decoded. */
  | "encoded instruction";

const INVISIBLE =
  /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;
/** Joiners make emoji and Indic or Arabic words; marks of direction stand in honest right-to-left text. */
const HIDDEN = /[\u2060-\u2064\u202d\u202e]|[\u{e0020}-\u{e007f}]{2}|(?<=\p{L})\u200b(?=\p{L})/u;
/** A flag of a region is an emoji that such letters follow. */
const FLAG = /\u{1f3f4}[\u{e0020}-\u{e007f}]+/gu;

/** What a text looks like to a reader who sees no invisible characters and takes wide letters for plain ones. */
export const plain = (text: string): string => text.normalize("NFKC").replaceAll(INVISIBLE, "");

/** Boundaries; role headers of chat formats; verdicts as an answer would give them. */
const IMITATIONS = [
  /<<\s*(?:DATA|END)\b/i,
  /^[\s#*_>[<|]*(?:im_start\|>)?\s*(?:system|assistant|user|developer)\b[\s\]>|*_]*(?::|$)/i,
  /<\|?\/?(?:im_start|im_end|system|assistant|endoftext)\b|\[\/?INST\]|<<\/?SYS>>/i,
  /"(?:verdict|nonce)"\s*:/i,
  /^[\s*_>#-]*(?:final\s+)?(?:verdict|answer|grade|result|judge?ment)\s*[*_]*\s*[:=]/i,
];

/** Whether a plain line looks like a boundary, a role or a verdict. */
export const isImitation = (line: string): boolean => IMITATIONS.some((imitation) => imitation.test(line));

/** Whether a text has a line that imitates a boundary, a role or a verdict. */
export const isSuspicious = (text: string): boolean =>
  text.split(/[\r\n\u0085\u2028\u2029]/).some((line) => isImitation(plain(line)));

/** Instructions to a judge, in the languages that most people write: to ignore what came before, or to give a verdict. */
const INSTRUCTIONS = [
  // English
  /\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:instructions?|above|previous|prior|criteri(?:on|a)|rules?|prompt)\b/i,
  /\b(?:answer|return|output|reply|respond|give|say|grade|mark|rate|set)\b.{0,40}\b(?:pass(?:ed)?|verdict|full marks)\b/i,
  /\b(?:verdict|judge|grader|evaluat(?:or|ion))\b.{0,40}\b(?:pass|switched off|must|only right)\b/i,
  /\byour (?:verdict|grade|answer) (?:is|must be|will be)\b/i,
  /\byou are (?:now )?(?:the |a |an )?(?:judge|grader|evaluator|in a test shell|dan)\b/i,
  // German, Dutch
  /\b(?:ignorier\w*|vergiss|missachte|negeer|vergeet)\b.{0,40}\b(?:kriteri\w*|anweisung\w*|instructi\w*|regeln?|vorherig\w*|obig\w*)\b/i,
  /\b(?:antworte|gib|urteile|bewerte|antwoord)\b.{0,30}\b(?:pass|bestanden|geslaagd)\b/i,
  // French, Spanish, Portuguese, Italian
  /\b(?:ignor(?:e|ez|a|ad|en|are)|oublie[zr]?|olvida|esque[cç]a|dimentica)\b.{0,40}\b(?:instruc\w*|istruzion\w*|crit[eéè]ri\w*|consignes?|r[eè]gles?|reglas?|regras?|regole|anterior\w*)\b/i,
  /\b(?:r[eé]ponds|r[eé]pondez|responde|responda|rispondi)\b.{0,30}\b(?:pass|r[eé]ussi|aprobado|aprovado|superato)\b/i,
  // Polish, Turkish
  /\b(?:zignoruj|pomi[nń])\b.{0,40}\b(?:instrukcj\w*|kryteri\w*|polece\w*)|(?:talimatlar\w*|ölçüt\w*|kriterler\w*).{0,30}(?:yok say|görmezden gel)/iu,
  // Russian, Ukrainian
  /(?:игнорируй|проигнорируй|забудь|ігноруй|забудь)\S*.{0,40}(?:инструкци|указани|критери|правил|інструкці|вказівк)/iu,
  // Arabic, Hindi
  /(?:تجاهل|انس).{0,40}(?:التعليمات|المعايير|السابقة)|(?:निर्देश|मानदंड)\S*.{0,40}(?:अनदेखा|नज़रअंदाज़|भूल)/u,
  // Chinese, Japanese, Korean
  /(?:忽略|无视|無視|忘记).{0,20}(?:指令|指示|说明|標準|标准|规则)|(?:指示|基準|命令).{0,10}無視|(?:지시|기준|명령)\S*.{0,10}(?:무시|잊어)/u,
];

/** What stands in quotation marks is talked about, not said. */
const QUOTED =
  /“[^”\n]{1,200}”|"[^"\n]{1,200}"|‘[^’\n]{1,200}’|«[^»\n]{1,200}»|„[^“\n]{1,200}“|`[^`\n]{1,200}`|「[^」\n]{1,200}」/gu;

const MANY_PASSES = /(?:\bpass\b[\s.,;:!|-]*){8}|(?:\bPASS\b[^\n]*\n[^\n]*){5}/iu;

const instructs = (text: string): boolean =>
  MANY_PASSES.test(text) || INSTRUCTIONS.some((instruction) => instruction.test(text));

/** Longer texts are looked at at both ends: that is where models are steered from, and all of it costs too much. */
const LOOKED_AT = 20_000;
const ends = (text: string): string =>
  text.length <= 2 * LOOKED_AT ? text : `${text.slice(0, LOOKED_AT)}\n${text.slice(-LOOKED_AT)}`;

/** What looks as if it were written for a judge; empty: nothing. Decoded copies are looked at, the text is not changed. */
export function findSuspicions(text: string): Suspicion[] {
  const looked = ends(text);
  const seen = plain(looked);
  const found: Suspicion[] = [];
  if (seen.split(/[\r\n\u0085\u2028\u2029]/).some(isImitation)) found.push("imitation");
  if (instructs(seen.replaceAll(QUOTED, " … "))) found.push("instruction");
  if (HIDDEN.test(looked.replaceAll(FLAG, ""))) found.push("hidden letters");
  if (decodings(looked, seen).some((copy) => instructs(copy) || /^\s*pass\W*$/i.test(copy)))
    found.push("encoded instruction");
  return found;
}

const MOST_PIECES = 20;

/** What a model might decode: base64, hexadecimal, letters turned by thirteen, letters of the tag block. */
function decodings(text: string, seen: string): string[] {
  const base64 = [...seen.matchAll(/\b[A-Za-z0-9+/]{6,}={0,2}/g)]
    .slice(0, MOST_PIECES)
    .flatMap(([piece]) => fromBase64(piece) ?? []);
  const hex = [...seen.matchAll(/\b(?:[0-9a-f]{2}[ :]?){4,}\b/gi)]
    .slice(0, MOST_PIECES)
    .flatMap(
      ([piece]) => readable((piece.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => parseInt(pair, 16))) ?? [],
    );
  const tags = [...text.matchAll(/[\u{e0020}-\u{e007e}]{4,}/gu)].map(([piece]) =>
    Array.from(piece, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0xe0020) - 0xe0000)).join(
      "",
    ),
  );
  return [...base64, ...hex, ...tags, ...(/[a-z]/i.test(seen) ? [turned(seen)] : [])];
}

const turned = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const start = letter <= "Z" ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - start + 13) % 26) + start);
  });

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function fromBase64(piece: string): string | null {
  const bytes: number[] = [];
  let [bits, held] = [0, 0];
  for (const letter of piece.replaceAll("=", "")) {
    bits = (bits << 6) | ALPHABET.indexOf(letter);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push((bits >> held) & 255);
    bits &= (1 << held) - 1;
  }
  return readable(bytes);
}

/** Null: bytes that are no plain text. */
const readable = (bytes: readonly number[]): string | null =>
  bytes.length >= 4 &&
  bytes.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127))
    ? String.fromCharCode(...bytes)
    : null;
