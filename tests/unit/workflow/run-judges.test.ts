import { afterEach, beforeEach, expect, it } from "vitest";
import { EvaluatorManifest } from "@/lib/domain/evaluator";
import { runEvaluator, type EvaluatorRow } from "@/lib/workflow/run-evaluator";
import { judging } from "@/tests/support/llm-server/judging";
import { startLlmServer, type LlmServer } from "@/tests/support/llm-server/server";

let server: LlmServer;
beforeEach(async () => {
  server = await startLlmServer({
    fixtures: [
      judging({
        passes: (_, output) => output.includes("sound"),
        pYes: (output) => (output.includes("sound") ? 0.9 : 0.4),
        level: (output) => (output.includes("sound") ? 5 : 2),
      }),
    ],
  });
});
afterEach(() => server.close());

const exemplar = (text: string, label: "good" | "bad") => ({
  ...{ outputId: 1, text, variables: {}, label },
  note: "as it should be",
  borderline: false,
});
const common = { criterion: null, kind: "judge", question: "Is it sound?", model: "measured" };
const items = ["q1", "q2"].map((id) => ({ id, question: `Is ${id} so?`, weight: "primary" }));
const exemplars = [exemplar("A sound example.", "good"), exemplar("A rotten example.", "bad")];
const levels = ["a", "b", "c", "d", "e"];

/** One of every design, as it stands in a published file. */
const manifest = EvaluatorManifest.parse({
  touchstone: 1,
  name: "all designs",
  assertions: [
    { ...common, name: "by hand" },
    { ...common, name: "direct", design: "direct" },
    { ...common, name: "checklist", design: "checklist", items, rule: { kind: "all" } },
    { ...common, name: "few-shot", design: "few-shot", exemplars },
    { ...common, name: "pairwise", design: "pairwise", exemplars },
    { ...common, name: "rubric", design: "rubric", levels, passFrom: 4 },
    { ...common, name: "probability", design: "probability", samples: null, threshold: 0.5 },
    { ...common, name: "samples", design: "probability", samples: 3, threshold: 0.5 },
    { ...common, name: "for and against", design: "for-and-against" },
    { ...common, name: "cascade", design: "cascade", samples: null, low: 0.1, high: 0.8 },
    {
      ...{ ...common, name: "jury", design: "jury", rule: { kind: "majority" } },
      members: ["direct", "critique", "for-and-against"].map((design) => ({
        name: design,
        judge: { kind: "judge", question: "Is it sound?", design },
      })),
    },
  ],
});

const row = (output: string, reference: string | null = "It is sound."): EvaluatorRow => ({
  id: output,
  output,
  context: { input: {}, prompt: null, metadata: {} },
  reference,
  recorded: new Map(),
});

const verdictsOf = async (...rows: readonly EvaluatorRow[]) => {
  const { results } = await runEvaluator(manifest, rows, {
    connection: { baseUrl: server.url, apiKey: null },
    model: null,
    cacheFolder: null,
  });
  return results.map(({ verdicts }) =>
    Object.fromEntries(Object.entries(verdicts).map(([name, { kind }]) => [name, kind])),
  );
};

const all = (kind: string) => Object.fromEntries(manifest.assertions.map(({ name }) => [name, kind]));

it("asks every design of a published file outside of the app, with the model that was measured", async () => {
  const [sound, rotten] = await verdictsOf(row("All is sound."), row("All is rotten."));
  expect(sound).toEqual(all("pass"));
  expect(rotten).toEqual(all("fail"));
  expect(new Set(server.calls.map(({ question }) => question.request.model))).toEqual(new Set(["measured"]));
});

it("errs without a verified reference where one is wanted, and leaves out its own examples", async () => {
  const [without, shown] = await verdictsOf(row("All is sound.", null), row("A rotten example."));
  expect(without).toEqual({ ...all("pass"), rubric: "error" });
  expect(shown).toEqual({ ...all("fail"), "few-shot": "notApplicable", pairwise: "notApplicable" });
});
