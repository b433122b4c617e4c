import { describe, expect, it } from "vitest";
import { factsOf, modelOf } from "@/lib/domain/output-facts";

describe("what metadata says of how an output came about", () => {
  it("is read under the names that tools give it", () => {
    expect(
      factsOf({ prompt_tokens: 1200, completion_tokens: 34, latency_ms: 812, cost_usd: 0.00123 }),
    ).toEqual(["1,200 + 34 tokens", "812 ms", "$0.00123"]);
    expect(factsOf({ tokensOut: "34", "Latency (s)": "2.41", totalCost: 1.5 })).toEqual([
      "34 tokens written",
      "2.4 s",
      "cost 1.5",
    ]);
    expect(factsOf({ usage: { input_tokens: 5, output_tokens: 6 }, latencyMs: 1500 })).toEqual([
      "5 + 6 tokens",
      "1.5 s",
    ]);
  });

  it("says no unit that it does not know", () => {
    expect(factsOf({ latency: 812, cost: 0.002, tokens: 40 })).toEqual([
      "40 tokens",
      "latency 812",
      "cost 0.002",
    ]);
  });

  it("says nothing of what is not there, or no number", () => {
    expect(factsOf({})).toEqual([]);
    expect(factsOf({ tokens: "many", latency_ms: null, cost: -1, tokens_in: [3] })).toEqual([]);
    expect(factsOf({ tokens: "" })).toEqual([]);
  });

  it("names the model where it is told", () => {
    expect(modelOf({ Model: "gpt-4o", data_model: "v3" })).toBe("gpt-4o");
    expect(modelOf({ request: { model_name: "small" } })).toBe("small");
    expect(modelOf({ insurance_provider: "Aetna", model: "" })).toBeNull();
  });
});
