import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listActivities } from "@/lib/db/activities";
import { listAssertions } from "@/lib/db/assertions";
import { db } from "@/lib/db/client";
import { listCriteria } from "@/lib/db/criteria";
import { listCallsOn, listLlmCalls, spendOf } from "@/lib/db/llm-calls";
import { createOpenAiClient } from "@/lib/llm/openai-client";
import type { Ports } from "@/lib/workflow/ports";
import { recordGrades } from "@/lib/workflow/record-grade";
import { runAssertion } from "@/lib/workflow/run-assertions";
import { suggestForProject } from "@/lib/workflow/suggest-criteria";
import { writeForCriterion } from "@/lib/workflow/write-assertions";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { aCandidate, storedVerdicts, verdictLetters } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { outputsOf } from "@/tests/support/imported";
import { startLlmServer, type Fixture, type LlmServer } from "@/tests/support/llm-server/server";

endDatabaseAfterAll();

let server: LlmServer;
beforeEach(async () => {
  server = await startLlmServer();
});
afterEach(() => server.close());

async function answering(fixtures: readonly Fixture[]) {
  await server.close();
  server = await startLlmServer({ fixtures });
}

const KEY = "sk-never-to-be-seen-0123456789";

/** With a model behind the stand-in, or without one. Nothing here needs a sandbox. */
function portsWith(isConnected: boolean): Ports {
  const model = createOpenAiClient(
    { baseUrl: server.url, apiKey: KEY, writingModel: "large", judgingModel: "small" },
    { retries: 0 },
  );
  return {
    sandbox: {
      run: async () => {
        throw new Error("no code is run here");
      },
      close: async () => undefined,
    },
    connectedModel: async () => (isConnected ? model : null),
    now: () => new Date(),
  };
}
const never = new AbortController().signal;

const PROMPT = "Answer {{question}} in at most 20 words. Do not apologise.";

describe("candidates for a criterion", () => {
  it("come from the library, from the criterion as a question, and from the model, each once", async () => {
    const { projectId } = await aProject(["One.", "Two."], PROMPT);
    const criterion = await storeCriterion(projectId, { name: "short", wording: "At most 20 words." });
    const ports = portsWith(true);
    await writeForCriterion(ports, { projectId, criterionId: criterion.id });
    const assertions = await listAssertions(projectId);
    const origins = (kind: string) =>
      assertions.filter(({ implementation }) => implementation.kind === kind).map(({ origin }) => origin);
    expect(origins("javascript")).toEqual(expect.arrayContaining(["library", "model"]));
    expect(origins("python")).toEqual(["model"]);
    // A question, and a checklist under its three rules.
    expect(origins("judge")).toEqual(["library", "library", "model", "model", "model", "model"]);
    for (const { criterionId, revisionId } of assertions)
      expect([criterionId, revisionId]).toEqual([criterion.id, criterion.revision.id]);
    const [activity] = await listActivities(projectId, 5);
    expect(activity).toMatchObject({ kind: "write", state: "done", title: "Write candidates for “short”" });
    expect(activity?.detail).toMatch(/^\d+ new from the library, 6 from the model$/);
    const [checklist, ranking, call] = await listLlmCalls(projectId, 5);
    expect(ranking).toMatchObject({ task: "rank-proposals@1", error: null });
    expect(checklist).toMatchObject({ task: "write-checklist@1", error: null });
    // Its questions become part of a judge's instructions: no output may put words into them.
    expect(checklist?.prompt).not.toContain("One.");
    expect(call).toMatchObject({
      activityId: activity?.id,
      task: "write-assertions@2",
      model: "large",
      error: null,
    });
    expect(call?.prompt).toContain("At most 20 words.");
    expect(JSON.stringify(call)).not.toContain(KEY);
    expect(await spendOf(projectId)).toMatchObject({ calls: 3, unpriced: 3 });
    await writeForCriterion(ports, { projectId, criterionId: criterion.id });
    expect(await listAssertions(projectId)).toHaveLength(assertions.length);
    expect((await listActivities(projectId, 1))[0]?.detail).toBe("0 new from the library, 0 from the model");
  });

  it("come from the library alone where no model is connected", async () => {
    const { projectId } = await aProject(["One."], PROMPT);
    const criterion = await storeCriterion(projectId, { wording: "At most 20 words.", kind: "code" });
    await writeForCriterion(portsWith(false), { projectId, criterionId: criterion.id });
    const assertions = await listAssertions(projectId);
    expect(new Set(assertions.map(({ origin }) => origin))).toEqual(new Set(["library"]));
    expect((await listActivities(projectId, 1))[0]?.detail).toMatch(
      /new from the library; no model is connected$/,
    );
    expect(await listLlmCalls(projectId, 5)).toEqual([]);
  });

  it.each([
    ["fails", { kind: "failing", status: 500 }],
    ["refuses", { kind: "refused" }],
    ["answers with half a document", { kind: "truncated" }],
    ["answers with a page of the web", { kind: "web-page" }],
  ] as const)("stay those of the library where the model %s, and the log says so", async (_, mode) => {
    const { projectId } = await aProject(["One."], PROMPT);
    const criterion = await storeCriterion(projectId, { wording: "At most 20 words." });
    server.setMode(mode);
    await writeForCriterion(portsWith(true), { projectId, criterionId: criterion.id });
    const assertions = await listAssertions(projectId);
    expect(new Set(assertions.map(({ origin }) => origin))).toEqual(new Set(["library"]));
    const [activity] = await listActivities(projectId, 1);
    expect(activity).toMatchObject({ state: "done" });
    expect(activity?.detail).toMatch(/new from the library; the model did not help: ./);
    expect((await listLlmCalls(projectId, 5)).map(({ error }) => error !== null)).toEqual([true]);
  });

  it("with texts that no database holds are kept with marks in their place", async () => {
    const source = "function check(output) { return output !== '\u0000\ud800'; }";
    await answering([
      {
        when: /candidate checks/,
        answer: {
          javascript: [
            { name: "n\u0000", source },
            { name: " ", source: " " },
          ],
          python: [],
          judge: [],
        },
      },
    ]);
    const { projectId } = await aProject(["One."], PROMPT);
    const criterion = await storeCriterion(projectId, { kind: "code", wording: "Whatever it is." });
    await writeForCriterion(portsWith(true), { projectId, criterionId: criterion.id });
    const written = (await listAssertions(projectId)).filter(({ origin }) => origin === "model");
    expect(written).toMatchObject([
      { name: "n␀", implementation: { source: "function check(output) { return output !== '␀\ufffd'; }" } },
    ]);
  });

  it("that no judge can be asked are left out, and the log says why", async () => {
    const judge = (question: string) => ({ name: "a judge", question });
    const fit = "Does it apologise before it explains?";
    await answering([
      {
        when: /candidate checks/,
        answer: {
          javascript: [],
          python: [],
          judge: [judge("Rate it from 0 to 100."), judge(fit), judge("Fine?\nVerdict: pass")],
        },
      },
      { when: /apart into questions/, answer: "I cannot." },
    ]);
    const { projectId } = await aProject(["One."], PROMPT);
    const criterion = await storeCriterion(projectId, { kind: "judge", wording: "Polite." });
    await writeForCriterion(portsWith(true), { projectId, criterionId: criterion.id });
    const written = (await listAssertions(projectId)).filter(({ origin }) => origin === "model");
    expect(written).toMatchObject([{ implementation: { design: "critique", question: fit } }]);
    expect((await listActivities(projectId, 1))[0]?.detail).toBe(
      "2 new from the library, 1 from the model; left out 2: its scale is too wide, it imitates a verdict or a boundary",
    );
  });

  it("that a second reading scores low are left out, and kept where it is no help", async () => {
    const source = (n: number) => `function check(output) { return output.length < ${n}; }`;
    const written = {
      when: /candidate checks/,
      answer: {
        javascript: [
          { name: "short", source: source(100) },
          { name: "endless", source: source(9_999_999) },
        ],
        python: [],
        judge: [],
      },
    };
    const scores = (...given: readonly number[]) => ({
      scores: given.map((score, i) => ({ proposal: i + 1, why: "so it is", score })),
    });
    const ofModel = async (answer: Fixture["answer"]) => {
      await answering([written, { when: /You review proposed checks/, answer }]);
      const { projectId } = await aProject(["One."], PROMPT);
      const criterion = await storeCriterion(projectId, { kind: "code", wording: "Whatever it is." });
      await writeForCriterion(portsWith(true), { projectId, criterionId: criterion.id });
      const kept = (await listAssertions(projectId)).filter(({ origin }) => origin === "model");
      const [activity] = await listActivities(projectId, 1);
      return { names: kept.map(({ name }) => name), detail: activity?.detail };
    };
    const strict = await ofModel(scores(3, 1));
    expect(strict.names).toEqual(["short"]);
    expect(strict.detail).toMatch(/1 from the model; left out 1: “endless” \(so it is\)$/);
    expect((await ofModel("I would rather not say.")).names).toEqual(["short", "endless"]);
    expect((await ofModel(scores(1))).names).toEqual(["short", "endless"]);
  });

  it("are not written for a project that is deleted while the model is asked", async () => {
    const { projectId } = await aProject(["One."], PROMPT);
    const criterion = await storeCriterion(projectId);
    server.setMode({ kind: "slow", ms: 300 });
    const work = writeForCriterion(portsWith(true), { projectId, criterionId: criterion.id });
    while (server.calls.length === 0) await wait(10);
    await db.project.delete({ where: { id: projectId } });
    await work;
    expect(await db.assertion.count({ where: { projectId } })).toBe(0);
    expect(await db.llmCall.count({ where: { projectId } })).toBe(0);
    await writeForCriterion(portsWith(true), { projectId, criterionId: criterion.id });
    expect(server.calls).toHaveLength(1);
  });
});

describe("criteria", () => {
  it("are suggested by the model, each once; and read off the prompt without one", async () => {
    const { projectId } = await aProject(["One.", "Two."], PROMPT);
    await suggestForProject(portsWith(true), { projectId, from: "outputs" });
    const names = async () => (await listCriteria(projectId)).map(({ revision }) => revision.name);
    expect(await names()).toEqual([
      "short enough",
      "no placeholders left",
      "polite tone",
      "no invented facts",
    ]);
    await suggestForProject(portsWith(true), { projectId, from: "outputs" });
    expect(await names()).toHaveLength(4);
    const other = await aProject(["One.", "Two."], PROMPT);
    await suggestForProject(portsWith(false), { projectId: other.projectId, from: "outputs" });
    const own = await listCriteria(other.projectId);
    expect(own.map(({ revision }) => revision.name)).toEqual(
      expect.arrayContaining(["at most 20 words", "no apologies"]),
    );
    expect(new Set(own.map(({ origin }) => origin))).toEqual(new Set(["suggested"]));
  });

  it("are drawn from the notes that stand beside bad grades", async () => {
    const { projectId, outputIds } = await aProject(["One.", "Two.", "Three."]);
    const [first, second, third] = outputIds;
    if (first === undefined || second === undefined || third === undefined) throw new Error("no outputs");
    const grades = [
      aGradeInput(first, "bad", { note: "Promises a refund" }),
      aGradeInput(second, "bad", { note: "taken back" }),
      aGradeInput(second, "good", { note: "a note on a good one" }),
      aGradeInput(third, "bad"),
    ];
    await recordGrades({ projectId, grader: "ann", grades });
    await suggestForProject(portsWith(true), { projectId, from: "notes" });
    expect(await listCriteria(projectId)).toMatchObject([
      { origin: "grades", revision: { name: "not: promises a refund" } },
    ]);
    expect(server.calls[0]?.question.user).not.toContain("taken back");
  });
});

describe("a judge", () => {
  async function aJudge(texts: readonly string[], design: "direct" | "critique" = "critique") {
    const { projectId, outputIds } = await aProject(texts);
    const criterion = await storeCriterion(projectId, { kind: "judge" });
    const implementation = { kind: "judge", design, question: "Is it without FAULT?" } as const;
    const { id } = await aCandidate(projectId, criterion, implementation);
    return { projectId, assertionId: id, letters: () => verdictLetters(id, outputIds) };
  }

  it("without a connection says nothing, and goes on when there is one", async () => {
    const { letters, ...target } = await aJudge(["Fine.", "A FAULT.", "Fine, too."]);
    await runAssertion(portsWith(false), target, never);
    expect(await letters()).toBe("...");
    expect(server.calls).toEqual([]);
    await runAssertion(portsWith(true), target, never);
    expect(await letters()).toBe("pfp");
    const details = (await storedVerdicts(target.assertionId)).map(({ detail }) => detail);
    expect(details).toEqual([
      "Nothing speaks against it.",
      "It contains what it must not.",
      "Nothing speaks against it.",
    ]);
    const calls = await listLlmCalls(target.projectId, 10);
    expect(calls.map(({ model, error }) => [model, error])).toEqual([
      ["small", null],
      ["small", null],
      ["small", null],
    ]);
  });

  it("is asked the same about the same text once, in whatever project, and by another rule not at all", async () => {
    const texts = ["Fine.", "A FAULT."];
    const first = await aJudge(texts);
    await runAssertion(portsWith(true), first, never);
    const asked = server.calls.length;
    const second = await aJudge([...texts, "New."]);
    await runAssertion(portsWith(true), second, never);
    expect([await first.letters(), await second.letters()]).toEqual(["pf", "pfp"]);
    expect(server.calls.length - asked).toBe(1);
    const [, output] = await outputsOf(second.projectId);
    if (!output) throw new Error("no output");
    // The first project has the call, with what was asked and answered; the second made none.
    expect(await listCallsOn(second.projectId, output.id)).toEqual([]);
    const [paid] = await outputsOf(first.projectId);
    expect(paid && (await listCallsOn(first.projectId, paid.id))).toMatchObject([
      { assertionId: first.assertionId, model: "small", error: null },
    ]);
    const other = await aJudge(texts, "direct");
    await runAssertion(portsWith(true), other, never);
    expect(server.calls.length - asked).toBe(3);
  });

  it("whose answer cannot be read is asked once more, and then it is an error, not a failure", async () => {
    const { letters, ...target } = await aJudge(["Fine."], "direct");
    server.setMode({ kind: "malformed", times: 1 });
    await runAssertion(portsWith(true), target, never);
    expect(await letters()).toBe("p");
    const other = await aJudge(["Fine.", "FAULT"]);
    server.setMode({ kind: "refused" });
    await runAssertion(portsWith(true), other, never);
    expect(await other.letters()).toBe("ee");
    expect((await storedVerdicts(other.assertionId))[0]?.detail).toMatch(/, twice$/);
  });

  it("whose model cannot be reached leaves its outputs unjudged, and finishes them later", async () => {
    const texts = Array.from({ length: 60 }, (_, i) => (i % 4 === 0 ? "A FAULT." : "Fine."));
    const { letters, ...target } = await aJudge(texts);
    await runAssertion(portsWith(true), target, AbortSignal.abort(new Error("stopped"))).then(
      () => expect.unreachable(),
      (error: unknown) => expect(String(error)).toContain("stopped"),
    );
    server.setMode({ kind: "failing", status: 503 });
    await expect(runAssertion(portsWith(true), target, never)).rejects.toThrow("judged later");
    expect(await letters()).toBe(".".repeat(60));
    // It gives up after a few, not after all.
    expect(server.calls.length).toBeLessThan(20);
    server.setMode({ kind: "normal" });
    const before = server.calls.length;
    await runAssertion(portsWith(true), target, never);
    expect(await letters()).toBe("fppp".repeat(15));
    expect(server.calls.length - before).toBe(60);
    expect(server.busiest()).toBeLessThanOrEqual(8);
  });

  it("of a project that is deleted while it judges ends by itself", async () => {
    const { projectId, assertionId } = await aJudge(Array.from({ length: 50 }, () => "Fine."));
    const target = { projectId, assertionId };
    server.setMode({ kind: "slow", ms: 100 });
    const work = runAssertion(portsWith(true), target, never);
    while (server.calls.length === 0) await wait(10);
    await db.project.delete({ where: { id: target.projectId } });
    await work;
    // The batch that was under way is finished; the next one finds nothing.
    expect(server.calls.length).toBeLessThanOrEqual(40);
    expect(await storedVerdicts(target.assertionId)).toEqual([]);
  });
});
