import { expect, it } from "vitest";
import { costOf } from "@/lib/domain/prices";

it.each([
  ["gpt-4o", 2.5],
  ["gpt-4o-2024-08-06", 2.5],
  ["openai/gpt-4o", 2.5],
  ["gpt-4o-mini-2024-07-18", 0.15],
  ["gpt-4-0613", 30],
])("a million tokens into %s cost $%d", (model, dollars) => {
  expect(costOf(model, 1_000_000, 0)).toBe(dollars);
});

it.each(["gpt-5-pro", "gpt-4o-audio-preview", "llama3.2", "", "openai/gpt-4o:free"])(
  "%j has no known price, which is not free of charge",
  (model) => {
    expect(costOf(model, 1_000_000, 0)).toBeNull();
  },
);

it("is not known without the number of tokens", () => {
  expect(costOf("gpt-4o", null, 5)).toBeNull();
  expect(costOf("gpt-4o", 5, null)).toBeNull();
});
