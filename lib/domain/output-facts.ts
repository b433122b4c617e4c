import type { Json } from "./json";
import type { Output } from "./output";

type Metadata = Output["metadata"];

/** Names as they are compared: "latency_ms", "latencyMs" and "Latency ms" are one. */
const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

const isRecord = (value: Json): value is Record<string, Json> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What is known by name, also one level down ("usage": { "prompt_tokens": 12 }). */
function named(metadata: Metadata): Map<string, Json> {
  const inner = Object.values(metadata).flatMap((value) => (isRecord(value) ? Object.entries(value) : []));
  return new Map([...inner, ...Object.entries(metadata)].map(([name, value]) => [plainName(name), value]));
}

/** A number, also where a table held it as text; null: it is none. */
function numberOf(value: Json | undefined): number | null {
  const number =
    typeof value === "number"
      ? value
      : typeof value === "string" && value.trim() !== ""
        ? Number(value)
        : NaN;
  return Number.isFinite(number) && number >= 0 ? number : null;
}

function first(facts: ReadonlyMap<string, Json>, names: readonly string[]): number | null {
  for (const name of names) {
    const number = numberOf(facts.get(name));
    if (number !== null) return number;
  }
  return null;
}

const INPUT = ["prompttokens", "inputtokens", "tokensin", "tokensprompt", "tokensinput"];
const OUTPUT = ["completiontokens", "outputtokens", "tokensout", "tokenscompletion", "tokensoutput"];
const TOTAL = ["totaltokens", "tokens", "tokencount", "tokenstotal", "tokenusage"];
const TIMES = ["latency", "duration", "responsetime", "elapsed", "elapsedtime"];
const COSTS = ["cost", "totalcost", "price"];

/** Tokens, latency and cost of an output, as far as its metadata tells: each in a few words. */
export function factsOf(metadata: Metadata): string[] {
  const facts = named(metadata);
  return [sayTokens(facts), sayTime(facts), sayCost(facts)].filter((fact) => fact !== null);
}

function sayTokens(facts: ReadonlyMap<string, Json>): string | null {
  const [read, written] = [first(facts, INPUT), first(facts, OUTPUT)];
  const say = (count: number) => count.toLocaleString("en");
  if (read !== null && written !== null) return `${say(read)} + ${say(written)} tokens`;
  const total = first(facts, TOTAL);
  if (total !== null) return `${say(total)} tokens`;
  if (written !== null) return `${say(written)} tokens written`;
  return read === null ? null : `${say(read)} tokens read`;
}

/** Without a unit in its name a time is said as it is: it may be either. */
function sayTime(facts: ReadonlyMap<string, Json>): string | null {
  const inMs = first(
    facts,
    TIMES.flatMap((name) => [`${name}ms`, `${name}millis`, `${name}milliseconds`]),
  );
  const inSeconds = first(
    facts,
    TIMES.flatMap((name) => [`${name}s`, `${name}sec`, `${name}secs`, `${name}seconds`]),
  );
  const seconds = inMs === null ? inSeconds : inMs / 1_000;
  if (seconds !== null) return seconds < 1 ? `${Math.round(seconds * 1_000)} ms` : `${seconds.toFixed(1)} s`;
  const unknown = first(facts, TIMES);
  return unknown === null ? null : `latency ${unknown.toLocaleString("en", { maximumFractionDigits: 3 })}`;
}

function sayCost(facts: ReadonlyMap<string, Json>): string | null {
  const dollars = first(
    facts,
    COSTS.flatMap((name) => [`${name}usd`, `${name}dollars`, `usd${name}`]),
  );
  if (dollars !== null) return `$${precise(dollars)}`;
  const unknown = first(facts, COSTS);
  return unknown === null ? null : `cost ${precise(unknown)}`;
}

const precise = (amount: number): string =>
  amount.toLocaleString("en", amount >= 1 ? { maximumFractionDigits: 2 } : { maximumSignificantDigits: 3 });

const MODELS = ["model", "modelname", "modelid", "llm", "llmmodel", "engine"];

/** The model that made an output, where its metadata names it; null: it does not. */
export function modelOf(metadata: Metadata): string | null {
  const facts = named(metadata);
  for (const name of MODELS) {
    const value = facts.get(name);
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return null;
}
