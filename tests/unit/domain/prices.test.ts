import { expect, it } from "vitest";
import { costOf, priceOf } from "@/lib/domain/prices";

it.each([
  ["gpt-4o", 2.5],
  ["gpt-4o-2024-08-06", 2.5],
  ["openai/gpt-4o", 2.5],
  ["gpt-4o-mini-2024-07-18", 0.15],
  ["gpt-4-0613", 30],
])("a million tokens into %s cost $%d", (model, dollars) => {
  expect(costOf(priceOf(model), 1_000_000, 0)).toBe(dollars);
});

it.each(["gpt-5-pro", "gpt-4o-audio-preview", "llama3.2", "", "openai/gpt-4o:free"])(
  "%j has no known price, which is not free of charge",
  (model) => {
    expect(costOf(priceOf(model), 1_000_000, 0)).toBeNull();
  },
);

it("is not known without the number of tokens", () => {
  expect(costOf(priceOf("gpt-4o"), null, 5)).toBeNull();
  expect(costOf(priceOf("gpt-4o"), 5, null)).toBeNull();
});

it("is what the person says it is, before any list", () => {
  const own = new Map([["gpt-4o", { in: 1, out: 2 }]]);
  expect(priceOf("gpt-4o", own)).toEqual({ in: 1, out: 2 });
  expect(costOf(priceOf("llama3.2", new Map([["llama3.2", { in: 0, out: 0 }]])), 5, 5)).toBe(0);
});
