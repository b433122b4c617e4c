import { expect, it } from "vitest";
import type { Json } from "@/lib/domain/json";
import { withoutModel } from "@/lib/domain/without-model";
import { anOutput } from "@/tests/support/an-evaluator";

const seen = (metadata: Record<string, Json>, variables: Record<string, string> = {}) => {
  const output = withoutModel({ ...anOutput(1, "text"), metadata, variables });
  return { metadata: output.metadata, variables: output.variables };
};

it.each([
  "model",
  "Model",
  "model_name",
  "modelName",
  "llm",
  "llm-version",
  "llm_provider",
  "model.engine",
  "gpt_model",
])("leaves out %s", (name) =>
  expect(seen({ [name]: "gpt-x", tone: "kind" }).metadata).toEqual({ tone: "kind" }),
);

it("leaves out the name of the model wherever else it stands, and fields deeper down", () => {
  const config = { model: "gpt-x", steps: [{ llm: "small" }, "gpt-x", "other"], note: "kept" };
  expect(seen({ config, run: "gpt-x" }, { by: "small", question: "Why?" })).toEqual({
    metadata: { config: { steps: [{}, "other"], note: "kept" } },
    variables: { question: "Why?" },
  });
});

it("keeps what only sounds like it", () => {
  const metadata = { insurance_provider: "Aetna", engine: "diesel", remodelled: "yes", provider: "DHL" };
  const variables = { insurer: "Aetna", fuel: "diesel" };
  expect(seen(metadata, variables)).toEqual({ metadata, variables });
  // Of another kind of model nothing is left out of the input.
  expect(seen({ car_model: "Golf" }, { car: "Golf" }).variables).toEqual({ car: "Golf" });
});
