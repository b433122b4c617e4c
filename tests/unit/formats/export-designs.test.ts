import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { EvaluatorAssertion } from "@/lib/domain/evaluator";
import type { VerdictKind } from "@/lib/domain/verdict";
import { createOpenAiClient } from "@/lib/llm/openai-client";
import { judgeOne } from "@/lib/workflow/ask-judge";
import { anEvaluator } from "../../support/an-evaluator";
import { answer, judges, outputs, referenceOf, timesAsked } from "../../support/every-design";
import { nonceOf } from "../../support/llm-server/chat";
import { startLlmServer, type LlmServer, type Mode } from "../../support/llm-server/server";
import { runExported, unpackExport, type Language } from "../../support/run-exported";

// Real runners are started, on machines that have other things to do.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

type Verdicts = Readonly<
  Record<string, { readonly kind: VerdictKind; readonly reason?: string | undefined }>
>;

/** What an error says is another thing than that it is one. */
const comparable = (kind: VerdictKind, reason: string | undefined) =>
  kind === "error" || reason === undefined ? { kind } : { kind, reason };

async function appVerdicts({ url }: LlmServer): Promise<readonly Verdicts[]> {
  const model = createOpenAiClient(
    { baseUrl: url, apiKey: null, writingModel: "stand-in", judgingModel: "stand-in" },
    { retries: 0 },
  );
  const rows: Record<string, ReturnType<typeof comparable>>[] = outputs.map(() => ({}));
  for (const [name, judge] of Object.entries(judges)) {
    for (const [i, { text, prompt, variables }] of outputs.entries()) {
      // Known by its content alone, as it is elsewhere.
      const output = { text, prompt, variables };
      const reference = referenceOf(output.text);
      const said = await judgeOne(model, { judge, output, reference, onCall: async () => undefined });
      if (said.kind !== "judged") throw new Error(said.why);
      const { verdict } = said;
      const row = rows[i];
      if (row) row[name] = comparable(verdict.kind, verdict.kind === "error" ? undefined : verdict.reason);
    }
  }
  return rows;
}

/** What was put to the model, in no order. The app names a schema beside it, and wants the figures of every one word. */
const questionsTo = ({ calls }: LlmServer): string[] =>
  calls
    .map(({ question: put }) => {
      const { model, temperature, max_tokens: tokens, messages } = put.request;
      const nonce = nonceOf(put);
      return JSON.stringify({
        ...{ model, temperature, tokens },
        messages: messages.map(
          ({ role, content }) => `${role}: ${nonce && content.replaceAll(nonce, "NONCE")}`,
        ),
      });
    })
    .toSorted();

const members: EvaluatorAssertion[] = Object.entries(judges).map(([name, judge]) => ({
  ...judge,
  ...{ name, criterion: null, model: "stand-in" },
}));
const evaluator = anEvaluator(
  members,
  outputs.map((output) => ({ output, label: "good", verdicts: members.map(() => null) })),
);
const withReferences = {
  ...evaluator,
  manifest: {
    ...evaluator.manifest,
    examples: (evaluator.manifest.examples ?? []).map((example, i) => {
      const reference = referenceOf(outputs[i]?.text ?? "");
      return reference === null ? example : { ...example, reference };
    }),
  },
};

const PROGRAMS = {
  typescript: `import { evaluateAll } from "./evaluators.ts"; import { readFileSync } from "node:fs";
    console.log(JSON.stringify((await evaluateAll(JSON.parse(readFileSync(0, "utf8")))).map(({ verdicts }) => verdicts)));`,
  python: `import json, sys, evaluators
print(json.dumps([r["verdicts"] for r in evaluators.evaluate_all(json.load(sys.stdin))]))`,
  // As promptfoo calls it: with the test whose example it is; what throws was not measured.
  promptfoo: `(async () => {
    const count = JSON.parse(require("node:fs").readFileSync(0, "utf8")).length;
    const rows = Array.from({ length: count }, () => ({}));
    for (const name of ${JSON.stringify(Object.keys(judges))}) {
      const run = require("./evaluators/" + name + ".cjs");
      for (const [i, row] of rows.entries()) {
        row[name] = await run("", { test: { metadata: { touchstoneExample: i } } }).then(
          ({ pass, reason }) => {
            const kind = reason.startsWith("not applicable") ? "notApplicable" : pass ? "pass" : "fail";
            const why = reason.replace(/^not applicable ?/, "");
            return why === "" || why === kind ? { kind } : { kind, reason: why };
          },
          () => ({ kind: "error" }),
        );
      }
    }
    console.log(JSON.stringify(rows));
  })();`,
} as const satisfies Record<Language, string>;

const Rows = z.array(
  z.record(
    z.string(),
    z.object({ kind: z.enum(["pass", "fail", "notApplicable", "error"]), reason: z.string().optional() }),
  ),
);

async function exportedVerdicts(language: Language, { url }: LlmServer): Promise<readonly Verdicts[]> {
  const folder = unpackExport(withReferences, language);
  folders.push(folder);
  const given = outputs.map(({ text, variables }) => ({
    ...{ output: text, input: variables, reference: referenceOf(text) },
  }));
  const program = PROGRAMS[language];
  const said = await runExported(language, { folder, program, given, env: { OPENAI_BASE_URL: url } });
  return Rows.parse(said).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, { kind, reason }]) => [name, comparable(kind, reason)]),
    ),
  );
}

const folders: string[] = [];
const NARROW: Mode = { kind: "narrow", unknown: ["temperature", "max_tokens", "logprobs"] };
const open: LlmServer[] = [];

/** A stand-in of its own, whose every answer is given anew. */
async function standIn(mode: Mode): Promise<LlmServer> {
  timesAsked.clear();
  const server = await startLlmServer({
    fixtures: [{ when: () => true, answer, pYes: ({ user }) => (user.includes("partly") ? 0.55 : 0.9) }],
  });
  open.push(server);
  server.setMode(mode);
  return server;
}

const ours: { verdicts: readonly Verdicts[]; questions: readonly string[] } = { verdicts: [], questions: [] };
beforeAll(async () => {
  const server = await standIn({ kind: "normal" });
  ours.verdicts = await appVerdicts(server);
  ours.questions = questionsTo(server);
});
afterAll(async () => {
  await Promise.all(open.map(async (server) => server.close()));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("every design that asks one model", () => {
  it("is put to the test with verdicts of every kind", () => {
    for (const name of Object.keys(judges)) {
      const kinds = new Set(ours.verdicts.map((row) => row[name]?.kind));
      expect([name, kinds.has("pass"), kinds.has("fail")]).toEqual([name, true, true]);
    }
    // The sixth output has no reference.
    expect(ours.verdicts[5]?.["rubric"]?.kind).toBe("error");
    expect(ours.verdicts.map((row) => row["examples"]?.kind)).toEqual([
      ...["pass", "fail", "error", "notApplicable", "error", "pass", "notApplicable"],
    ]);
  });

  it.each(["typescript", "python", "promptfoo"] as const)(
    "asks and decides in the %s export as in the app",
    async (language) => {
      const server = await standIn({ kind: "normal" });
      expect(await exportedVerdicts(language, server)).toEqual(ours.verdicts);
      expect(questionsTo(server)).toEqual(ours.questions);
    },
  );

  it.each(["typescript", "python"] as const)(
    "does without what a server turns down in the %s export",
    async (language) => {
      const app = await appVerdicts(await standIn(NARROW));
      expect(await exportedVerdicts(language, await standIn(NARROW))).toEqual(app);
    },
  );
});
