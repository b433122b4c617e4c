/** US dollars for a million tokens. Prices change: they are an estimate for the log, not a bill. */
type Price = { readonly in: number; readonly out: number };

/** By the beginning of the model's name, longest match first: dated snapshots cost what their model costs. */
const PRICES: readonly (readonly [string, Price])[] = [
  ["gpt-4.1-nano", { in: 0.1, out: 0.4 }],
  ["gpt-4.1-mini", { in: 0.4, out: 1.6 }],
  ["gpt-4.1", { in: 2, out: 8 }],
  ["gpt-4o-mini", { in: 0.15, out: 0.6 }],
  ["gpt-4o", { in: 2.5, out: 10 }],
  ["gpt-5-nano", { in: 0.05, out: 0.4 }],
  ["gpt-5-mini", { in: 0.25, out: 2 }],
  ["gpt-5", { in: 1.25, out: 10 }],
  ["o4-mini", { in: 1.1, out: 4.4 }],
];

/** What a call cost, in US dollars; null when the price of the model or the number of tokens is not known. */
export function costOf(model: string, tokensIn: number | null, tokensOut: number | null): number | null {
  // OpenRouter and others put the vendor before the name.
  const name = model.slice(model.lastIndexOf("/") + 1);
  const price = PRICES.find(([start]) => name.startsWith(start))?.[1];
  if (!price || tokensIn === null || tokensOut === null) return null;
  return (tokensIn * price.in + tokensOut * price.out) / 1_000_000;
}
