import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { readJudging as readPause } from "@/lib/db/judging";
import { spendOf } from "@/lib/db/llm-calls";
import { savePrice } from "@/lib/db/prices";
import type { OwnPrices } from "@/lib/domain/prices";
import { createOpenAiClient } from "@/lib/llm/openai-client";
import { enterPrice, holdJudging, letJudge, limitRun, limitSpending } from "@/lib/workflow/hold-judging";
import type { Ports } from "@/lib/workflow/ports";
import { readJudging } from "@/lib/workflow/read-judging";
import { readRail } from "@/lib/workflow/read-rail";
import { runAssertion } from "@/lib/workflow/run-assertions";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { aCandidate, verdictLetters } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk } from "@/tests/support/import-file";
import { startLlmServer, type LlmServer } from "@/tests/support/llm-server/server";

endDatabaseAfterAll();

const PRICES: OwnPrices = new Map([["small", { in: 100, out: 400 }]]);
const never = new AbortController().signal;
let server: LlmServer;
beforeEach(async () => {
  server = await startLlmServer();
  await savePrice("small", { in: 100, out: 400 });
});
afterEach(async () => {
  await savePrice("small", null);
  await server.close();
});

function ports(retries = 0): Ports {
  const model = createOpenAiClient(
    { baseUrl: server.url, apiKey: null, writingModel: "large", judgingModel: "small" },
    { retries, prices: PRICES },
  );
  return {
    sandbox: {
      run: async () => Promise.reject(new Error("no code is run here")),
      close: async () => undefined,
    },
    connectedModel: async () => model,
    now: () => new Date("2026-11-20T10:00:00Z"),
  };
}

/** A judge over outputs of different lengths. */
async function aJudge(outputs: number, design: "direct" | "critique" = "critique") {
  const texts = Array.from(
    { length: outputs },
    (_, i) => `Reply ${i}. ${"More words. ".repeat(1 + (i % 9))}`,
  );
  const { projectId, outputIds } = await aProject(texts);
  const criterion = await storeCriterion(projectId, { kind: "judge" });
  const implementation = { kind: "judge", design, question: "Is it without FAULT?" } as const;
  const { id } = await aCandidate(projectId, criterion, implementation);
  const judged = async () =>
    Array.from(await verdictLetters(id, outputIds)).filter((letter) => letter !== ".").length;
  return { projectId, assertionId: id, judged };
}
const leftOf = async (projectId: Awaited<ReturnType<typeof aJudge>>["projectId"]) =>
  (await readJudging(projectId, "small"))?.left;

describe("the estimate", () => {
  it.each(["direct", "critique"] as const)("of a %s judge is within a tenth of the bill", async (design) => {
    const { judged, ...target } = await aJudge(80, design);
    await limitSpending(target.projectId, null);
    const first = await leftOf(target.projectId);
    // Prompts are known before the first call, so that tokens in are; tokens out are learnt from the first answers.
    expect(first).toMatchObject({ outputs: 80, calls: 80 });
    const before = server.calls.length;
    const stop = new AbortController();
    const work = runAssertion(ports(), target, stop.signal);
    while ((await judged()) < 16) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    await work.catch(() => undefined);
    const [left, spent] = [await leftOf(target.projectId), await spendOf(target.projectId)];
    await runAssertion(ports(), target, never);
    const bill = (await spendOf(target.projectId)).cost - spent.cost;
    expect(await judged()).toBe(80);
    // Calls that were under way when it was stopped are made again: sixteen at most while a judge may still lose.
    expect(server.calls.length - before).toBeGreaterThanOrEqual(80);
    expect(server.calls.length - before).toBeLessThanOrEqual(80 + 16);
    expect(Math.abs((left?.cost ?? 0) - bill) / bill).toBeLessThan(0.1);
    const total = (await spendOf(target.projectId)).cost;
    expect(Math.abs((first?.tokensIn ?? 0) * 1e-4 - total) / total).toBeLessThan(0.6);
    expect(await leftOf(target.projectId)).toMatchObject({ calls: 0, cost: 0 });
  });

  it("does not know what an unknown model costs, and says so", async () => {
    const { projectId } = await aJudge(5);
    expect((await readJudging(projectId, "nobody-knows"))?.left).toMatchObject({ calls: 5, cost: null });
  });
});

describe("a budget", () => {
  it("is never passed, whatever is left to judge, and judging goes on where it is raised", async () => {
    const { judged, ...target } = await aJudge(80);
    const whole = (await leftOf(target.projectId))?.cost ?? 0;
    const budget = whole / 3;
    expectOk(await limitSpending(target.projectId, budget));
    await runAssertion(ports(), target, never);
    const { cost } = await spendOf(target.projectId);
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(budget);
    const soFar = await judged();
    expect(soFar).toBeLessThan(80);
    expect((await readPause(target.projectId))?.pause).toMatchObject({ kind: "budget" });
    expect((await readRail(target.projectId))?.pause).toMatch(/raise the budget to go on$/);
    // Asked again it does nothing; with more it ends.
    await runAssertion(ports(), target, never);
    expect(await judged()).toBe(soFar);
    expectOk(await limitSpending(target.projectId, whole * 10));
    expect((await readPause(target.projectId))?.pause).toBeNull();
    await runAssertion(ports(), target, never);
    expect(await judged()).toBe(80);
  });

  it("is kept by several judges at once, and used but for what a few calls may cost", async () => {
    const { projectId, assertionId } = await aJudge(120);
    const target = { projectId, assertionId };
    const whole = (await leftOf(target.projectId))?.cost ?? 0;
    const budget = whole / 2;
    expectOk(await limitSpending(target.projectId, budget));
    server.setMode({ kind: "slow", ms: 15 });
    const same = ports();
    await Promise.all([1, 2, 3].map(() => runAssertion(same, target, never)));
    const { cost } = await spendOf(target.projectId);
    expect(cost).toBeLessThanOrEqual(budget);
    expect(cost).toBeGreaterThan(budget - (2 * 8 * whole) / 120);
    expect(await db.spendingHold.count({ where: { projectId: target.projectId } })).toBe(0);
  });

  it("counts what other processes have put aside, until they have died", async () => {
    const { judged, ...target } = await aJudge(20);
    const whole = (await leftOf(target.projectId))?.cost ?? 0;
    expectOk(await limitSpending(target.projectId, 10 * whole));
    const until = (seconds: number) => new Date(Date.now() + seconds * 1_000);
    const other = { projectId: target.projectId, amount: 9.9 * whole };
    const { id } = await db.spendingHold.create({ data: { ...other, until: until(86_400) } });
    await runAssertion(ports(), target, never);
    expect(await judged()).toBe(0);
    expect((await readPause(target.projectId))?.pause?.kind).toBe("budget");
    await db.spendingHold.update({ where: { id }, data: { until: until(-86_400) } });
    expectOk(await letJudge(target.projectId));
    await runAssertion(ports(), target, never);
    expect(await judged()).toBe(20);
  });

  it("of one run stops that run, and the next one goes on", async () => {
    const { judged, ...target } = await aJudge(80);
    const whole = (await leftOf(target.projectId))?.cost ?? 0;
    for (const share of [0.2, 0.25]) {
      const before = await spendOf(target.projectId);
      expectOk(await limitRun(target.projectId, share * whole));
      await runAssertion(ports(), target, never);
      const spent = (await spendOf(target.projectId)).cost - before.cost;
      expect(spent).toBeGreaterThan(0);
      expect(spent).toBeLessThanOrEqual(share * whole);
      expect((await readRail(target.projectId))?.pause).toMatch(/allow another run to go on$/);
    }
    expect(await judged()).toBeLessThan(80);
    expectOk(await limitRun(target.projectId, null));
    await runAssertion(ports(), target, never);
    expect(await judged()).toBe(80);
  });

  it("cannot be kept without a price: nothing is asked until one is entered", async () => {
    await savePrice("small", null);
    const { judged, ...target } = await aJudge(3);
    expectOk(await limitSpending(target.projectId, 5));
    await runAssertion(ports(), target, never);
    expect(server.calls).toEqual([]);
    expect((await readPause(target.projectId))?.pause?.kind).toBe("price");
    expectOk(await enterPrice("small", { in: 1, out: 1 }));
    await runAssertion(ports(), target, never);
    expect(await judged()).toBe(3);
  });
});

describe("judging", () => {
  it("pauses by hand and goes on", async () => {
    const { judged, ...target } = await aJudge(3);
    expectOk(await holdJudging(target.projectId, new Date()));
    await runAssertion(ports(), target, never);
    expect([server.calls.length, await judged()]).toEqual([0, 0]);
    expectOk(await letJudge(target.projectId));
    await runAssertion(ports(), target, never);
    expect(await judged()).toBe(3);
  });

  it("asks a provider that is away once, says why it waits, and goes on by itself", async () => {
    const { judged, ...target } = await aJudge(40);
    server.setMode({ kind: "failing", status: 503 });
    await expect(runAssertion(ports(), target, never)).rejects.toThrow("cannot be reached");
    expect(server.calls.length).toBe(1);
    expect((await readPause(target.projectId))?.pause).toMatchObject({ kind: "outage" });
    expect((await readRail(target.projectId))?.pause).toMatch(/503/);
    server.setMode({ kind: "normal" });
    await runAssertion(ports(), target, never);
    expect(await judged()).toBe(40);
    expect((await readPause(target.projectId))?.pause).toBeNull();
  });

  it("outlives a storm of refusals for too many requests: nothing is lost, nothing is an error", async () => {
    const { judged, ...target } = await aJudge(20);
    server.setMode({ kind: "rate-limited", retryAfter: 0, times: 6 });
    await runAssertion(ports(8), target, never);
    expect(await judged()).toBe(20);
    expect((await readRail(target.projectId))?.pause).toBeNull();
  });
});
