import { UsageError, type Flags } from "./command";

/** The text of a flag; undefined when it was not given. */
export function textFlag(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}

type Range = { readonly min: number; readonly max: number; readonly isWhole?: boolean };

function toNumber(name: string, text: string, { min, max, isWhole = false }: Range): number {
  const value = Number(text);
  const fits = text.trim() !== "" && value >= min && value <= max && (!isWhole || Number.isInteger(value));
  if (fits) return value;
  const kind = isWhole ? "a whole number" : "a number";
  const range = max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`;
  throw new UsageError(`--${name} must be ${kind} ${range}, not "${text}".`);
}

/** The number of a flag, checked; undefined when it was not given. */
export function numberFlag(flags: Flags, name: string, range: Range): number | undefined {
  const text = textFlag(flags, name);
  return text === undefined ? undefined : toNumber(name, text, range);
}

/** The numbers of a flag that takes a list with commas; undefined when it was not given. */
export const numbersFlag = (flags: Flags, name: string, range: Range): number[] | undefined =>
  textFlag(flags, name)
    ?.split(",")
    .map((text) => toNumber(name, text, range));

/** One of several words; the first is the default. */
export function wordFlag<W extends string>(flags: Flags, name: string, words: readonly [W, ...W[]]): W {
  const text = textFlag(flags, name);
  if (text === undefined) return words[0];
  const word = words.find((candidate) => candidate === text);
  if (word === undefined)
    throw new UsageError(`--${name} must be one of ${words.join(", ")}, not "${text}".`);
  return word;
}

/** The one positional argument that a command needs. */
export function onlyPositional(positionals: readonly string[], what: string): string {
  const [first, ...rest] = positionals;
  if (first === undefined) throw new UsageError(`Give ${what}.`);
  if (rest.length > 0) throw new UsageError(`Give only ${what}: "${rest.join(" ")}" is too much.`);
  return first;
}
