import type { Label } from "./grade";

const GOOD =
  /^(?:good|pass(?:ed)?|yes|y|true|1|1\.0|ok|correct|positive|up|accept(?:ed)?|👍|✓|✅|thumbs[ _-]?up|c)$/iu;
const BAD =
  /^(?:bad|fail(?:ed)?|no|n|false|0|0\.0|-1|incorrect|wrong|negative|down|reject(?:ed)?|👎|✕|✗|❌|thumbs[ _-]?down|i)$/iu;
const NONE = /^(?:|null|none|n\/a|na|nan|skip(?:ped)?|unknown|unsure|ungraded)$/iu;

/** What a value usually means; undefined: it has to be asked. */
export function guessMeaning(value: string): Label | "none" | undefined {
  const word = value.trim();
  if (GOOD.test(word)) return "good";
  if (BAD.test(word)) return "bad";
  return NONE.test(word) ? "none" : undefined;
}
