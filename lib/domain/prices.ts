import { z } from "zod";

/** US dollars for a million tokens. Prices change: they are an estimate for the log, not a bill. */
export const Price = z.object({ in: z.number().min(0).max(10_000), out: z.number().min(0).max(10_000) });
export type Price = z.infer<typeof Price>;

/** What a person has entered, by the name that he gave the model; it goes before the list prices. */
export type OwnPrices = ReadonlyMap<string, Price>;

/** List prices of late 2025, by the model's own name. */
const PRICES: ReadonlyMap<string, Price> = new Map([
  ["gpt-5", { in: 1.25, out: 10 }],
  ["gpt-5.1", { in: 1.25, out: 10 }],
  ["gpt-5-mini", { in: 0.25, out: 2 }],
  ["gpt-5-nano", { in: 0.05, out: 0.4 }],
  ["gpt-4.1", { in: 2, out: 8 }],
  ["gpt-4.1-mini", { in: 0.4, out: 1.6 }],
  ["gpt-4.1-nano", { in: 0.1, out: 0.4 }],
  ["gpt-4o", { in: 2.5, out: 10 }],
  ["gpt-4o-mini", { in: 0.15, out: 0.6 }],
  ["gpt-4-turbo", { in: 10, out: 30 }],
  ["gpt-4", { in: 30, out: 60 }],
  ["gpt-3.5-turbo", { in: 0.5, out: 1.5 }],
  ["o3", { in: 2, out: 8 }],
  ["o3-mini", { in: 1.1, out: 4.4 }],
  ["o4-mini", { in: 1.1, out: 4.4 }],
  ["claude-sonnet-4", { in: 3, out: 15 }],
  ["claude-sonnet-4.5", { in: 3, out: 15 }],
  ["claude-3.5-haiku", { in: 0.8, out: 4 }],
  ["gemini-2.5-pro", { in: 1.25, out: 10 }],
  ["gemini-2.5-flash", { in: 0.3, out: 2.5 }],
]);

/** "openai/gpt-4o-2024-08-06" → "gpt-4o": the vendor that routers put before, and the date of a snapshot, aside. */
const familyOf = (model: string): string =>
  model.slice(model.lastIndexOf("/") + 1).replace(/-(\d{4}-\d{2}-\d{2}|\d{4}|\d{8}|latest)$/, "");

/**
 * The price of a model; null when it is not known. A name that only begins like a known one has no known price:
 * "gpt-5-pro" is not "gpt-5".
 */
export const priceOf = (model: string, own: OwnPrices = new Map()): Price | null =>
  own.get(model) ?? PRICES.get(familyOf(model)) ?? null;

/** What tokens cost, in US dollars; null when the price or the number of tokens is not known. */
export function costOf(
  price: Price | null,
  tokensIn: number | null,
  tokensOut: number | null,
): number | null {
  if (!price || tokensIn === null || tokensOut === null) return null;
  return (tokensIn * price.in + tokensOut * price.out) / 1_000_000;
}
