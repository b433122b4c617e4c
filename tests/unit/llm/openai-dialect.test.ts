import { describe, expect, it } from "vitest";
import { addressOf, startingDialect } from "@/lib/llm/openai-dialect";

describe("an address", () => {
  it.each([
    [
      "https://api.openai.com/v1/",
      { baseURL: "https://api.openai.com/v1", defaultQuery: {}, defaultHeaders: {} },
    ],
    [
      "http://127.0.0.1:11434/v1",
      { baseURL: "http://127.0.0.1:11434/v1", defaultQuery: {}, defaultHeaders: {} },
    ],
    [
      "https://us.openai.azure.com/openai/v1",
      {
        baseURL: "https://us.openai.azure.com/openai/v1",
        defaultQuery: {},
        defaultHeaders: { "api-key": "k" },
      },
    ],
    [
      "https://us.openai.azure.com/openai/deployments/mine?api-version=2025-01-01-preview",
      {
        baseURL: "https://us.openai.azure.com/openai/deployments/mine",
        defaultQuery: { "api-version": "2025-01-01-preview" },
        defaultHeaders: { "api-key": "k" },
      },
    ],
    [
      "https://us.openai.azure.com/openai/deployments/mine",
      {
        baseURL: "https://us.openai.azure.com/openai/deployments/mine",
        defaultQuery: { "api-version": "2024-10-21" },
        defaultHeaders: { "api-key": "k" },
      },
    ],
    [
      "https://openai.azure.com.evil.test/v1",
      { baseURL: "https://openai.azure.com.evil.test/v1", defaultQuery: {}, defaultHeaders: {} },
    ],
  ])("of %s", (baseUrl, address) => {
    expect(addressOf({ baseUrl, apiKey: "k" })).toEqual(address);
  });

  it("decides which limit of tokens is tried first", () => {
    expect(startingDialect({ baseUrl: "https://api.openai.com/v1" }).tokenLimit).toBe(
      "max_completion_tokens",
    );
    expect(startingDialect({ baseUrl: "http://127.0.0.1:1234/v1" }).tokenLimit).toBe("max_tokens");
  });
});
