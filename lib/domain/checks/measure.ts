import type { Criterion } from "../criterion";
import { z } from "zod";
import { parseJson } from "../json";
import { readRequirements, type LengthLimit, type Measure } from "./read-checks";
import type { Unit } from "./source";

const UNITS: Readonly<Record<Unit, (text: string) => number>> = {
  words: (text) => (text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []).length,
  sentences: (text) =>
    text.split(/[.!?…。！？]+(?=\s|$)/u).filter((part) => /[\p{L}\p{N}]/u.test(part)).length,
  characters: (text) => Array.from(text.trim()).length,
  paragraphs: (text) => text.split(/\n\s*\n/).filter((part) => part.trim() !== "").length,
  lines: (text) => text.split("\n").filter((line) => line.trim() !== "").length,
};

/** As the library's length checks count. */
export const countUnits = (unit: Unit, text: string): number => UNITS[unit](text);

/** What a criterion asks for that can be measured. `isAll`: it asks for nothing else, so that nobody need judge it. */
export type Measurable = { readonly what: Measure; readonly isAll: boolean };

/**
 * The one thing in a wording that can be measured; null: there is none, or several. Beside something else ("at most 120
 * words, and warm") only a length is: a phrase may be wanted under a condition.
 */
export function measurableIn(wording: string): Measurable | null {
  const [only, ...others] = readRequirements(wording);
  if (only?.measure === undefined || others.length > 0 || isTurned(only.measure, wording)) return null;
  const said = new Set(wordsOf(only.name));
  const isAll = wordsOf(wording).every((word) => FILLING.has(word) || said.has(word));
  return isAll || only.measure.kind === "length" ? { what: only.measure, isAll } : null;
}

/** Whether a criterion is measured rather than asked: whoever wants it judged is asked. */
export const isMeasured = ({ kind, revision }: Pick<Criterion, "kind" | "revision">): boolean =>
  kind !== "judge" && measurableIn(revision.wording)?.isAll === true;

/** Whether words around a requirement may turn it into another: "not in JSON", "no more than three bullet points". */
function isTurned({ kind }: Measure, wording: string): boolean {
  switch (kind) {
    case "avoids":
      return false;
    case "bullets":
      return /\d|\b(?:more|fewer|less|most|least|one|two|three|four|five|six|seven|eight|nine|ten)\b/i.test(
        wording,
      );
    case "length":
      return /\b(?:not?|never|without)\b(?! (?:more|fewer|less|longer|exceed))|n['’]t\b(?! exceed)/i.test(
        wording,
      );
    case "json":
    case "phrase":
      return /\b(?:not?|never|without|avoids?|nor)\b|n['’]t\b/i.test(wording);
  }
}

/** Words that ask for nothing beside what is measured. */
const FILLING = new Set(
  (
    "the a an this that output outputs response reply answer text it is are be has have must should shall will needs need to of in on " +
    "as with than and or more less fewer most least no not at max maximum min minimum up under over below within between exactly only " +
    "long longer short shorter brief concise length limit limits limited total overall keep stay stays its whole entire always never " +
    "avoid avoids without free contain contains include includes mention mentions use uses say says start starts begin begins end ends " +
    "open opens close closes phrase phrases word words sentence sentences character characters paragraph paragraphs line lines " +
    "object array format formatted valid nothing else point points list lists bulleted bullets bullet does do doesn t don exceed " +
    "one two three four five six seven eight nine ten twelve fifteen twenty"
  ).split(" "),
);

const wordsOf = (text: string): string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];

/** What is measured rather than asked, in words ("142 words; limit 120"), and whether that is as it should be. */
export type Measurement = { readonly says: string; readonly isWithin: boolean };

export function measure(what: Measure, text: string): Measurement {
  switch (what.kind) {
    case "length":
      return measureLength(what.limit, text);
    case "json":
      return verdict(isJson(text), ["valid JSON", "not valid JSON"]);
    case "phrase":
      return measurePhrase(what, text);
    case "avoids": {
      const found = what.phrases.filter((phrase) => wholeWord(phrase).test(plain(text)));
      return {
        says: found.length === 0 ? "none of it is there" : `has ${quoted(found)}`,
        isWithin: found.length === 0,
      };
    }
    case "bullets": {
      const count = (text.match(/^[ \t]*[-*•]\s+\S/gm) ?? []).length;
      return {
        says: `${count.toLocaleString("en")} bullet point${count === 1 ? "" : "s"}`,
        isWithin: count > 0 === what.isWanted,
      };
    }
  }
}

const verdict = (isWithin: boolean, [yes, no]: readonly [string, string]): Measurement => ({
  says: isWithin ? yes : no,
  isWithin,
});

function measureLength(limit: LengthLimit, text: string): Measurement {
  const count = countUnits(limit.unit, text);
  const isWithin = (limit.min === null || count >= limit.min) && (limit.max === null || count <= limit.max);
  const unit = count === 1 ? limit.unit.slice(0, -1) : limit.unit;
  return { says: `${count.toLocaleString("en")} ${unit}; ${sayLimit(limit)}`, isWithin };
}

function sayLimit({ min, max }: LengthLimit): string {
  const say = (bound: number) => bound.toLocaleString("en");
  if (min !== null && max !== null) return min === max ? `exactly ${say(min)}` : `${say(min)} to ${say(max)}`;
  if (max !== null) return `limit ${say(max)}`;
  return `at least ${say(min ?? 0)}`;
}

/** A fence around it is forgiven, as by the library's check. */
function isJson(text: string): boolean {
  const fenced = /^```(?:json)?\s*([\s\S]*?)\s*```$/.exec(text.trim());
  return parseJson(fenced?.[1] ?? text, z.json()).ok;
}

/** As the library's checks compare: case, quotes and white space aside. */
const plain = (text: string): string =>
  text.normalize("NFKC").toLowerCase().replaceAll(/[‘’]/g, "'").replaceAll(/\s+/g, " ").trim();

const wholeWord = (phrase: string): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])${plain(phrase).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(?![\p{L}\p{N}])`,
    "u",
  );

const quoted = (phrases: readonly string[]): string => phrases.map((phrase) => `“${phrase}”`).join(", ");

function measurePhrase({ place, phrase }: Extract<Measure, { kind: "phrase" }>, text: string): Measurement {
  const [within, wanted] = [plain(text), plain(phrase)];
  switch (place) {
    case "start":
      return verdict(within.startsWith(wanted), [
        `starts with “${phrase}”`,
        `does not start with “${phrase}”`,
      ]);
    case "end":
      return verdict(within.endsWith(wanted), [`ends with “${phrase}”`, `does not end with “${phrase}”`]);
    case "anywhere":
      return verdict(within.includes(wanted), [`contains “${phrase}”`, `does not contain “${phrase}”`]);
  }
}
