import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { listAssertions } from "@/lib/db/assertions";
import { db } from "@/lib/db/client";
import { createQueue } from "@/lib/workflow/manage-queues";
import { limitSpending } from "@/lib/workflow/hold-judging";
import { priceJudgeTrial, tryCode, tryJudge } from "@/lib/workflow/try-out";
import { createSandbox } from "@/lib/sandbox/process-sandbox";
import { QUEUE_SETTINGS, WHOLE_DRAW } from "@/tests/support/a-world";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk } from "@/tests/support/import-file";
import { aWorld, gradeInTurn, portsTo, type World } from "@/tests/support/judge-world";
import { judging } from "@/tests/support/llm-server/judging";
import { startLlmServer, type LlmServer } from "@/tests/support/llm-server/server";

endDatabaseAfterAll();

const sandbox = createSandbox({ size: 2, cacheFolder: ".cache/sandbox" });
afterAll(() => sandbox.close());

let server: LlmServer;
let world: World;
beforeEach(async () => {
  server = await startLlmServer({
    fixtures: [judging({ passes: (_asked, output) => output.includes("sound") })],
  });
  world = await aWorld(
    Array.from({ length: 12 }, (_, i) => `Reply ${i}, ${i % 2 === 0 ? "sound" : "rotten"}.`),
  );
});
afterEach(() => server.close());

const isSound = "function check(output) {\n  return output.includes('sound');\n}";

const run = (source: string, on: Parameters<typeof tryCode>[1]["on"] = { round: 0 }) =>
  tryCode(
    { sandbox },
    {
      ...{ projectId: world.projectId, criterionId: world.criterion.id, person: "ann" },
      ...{ language: "javascript", source, on },
    },
  );

describe("a dry run of code", () => {
  it("looks at graded good and bad outputs first, says what it says of each, and stores nothing", async () => {
    expectOk(await gradeInTurn(world, { to: 6 }));
    const trials = expectOk(await run(isSound));
    expect(trials).toHaveLength(5);
    const count = (label: string | null) => trials.filter((trial) => trial.label === label).length;
    expect(count("good")).toBeGreaterThanOrEqual(2);
    expect(count("bad")).toBeGreaterThanOrEqual(2);
    for (const { excerpt, verdict } of trials)
      expect(verdict.kind).toBe(excerpt.includes("sound") ? "pass" : "fail");
    expect(await listAssertions(world.projectId)).toEqual([]);
    const where = { assertion: { projectId: world.projectId } };
    expect(await db.verdict.count({ where })).toBe(0);
  });

  it("draws others in another round, and the same in the same", async () => {
    const idsOf = async (round: number) => expectOk(await run(isSound, { round })).map(({ name }) => name);
    expect(await idsOf(0)).toEqual(await idsOf(0));
    expect(await idsOf(1)).not.toEqual(await idsOf(0));
  });

  it("shows an error with its line, apart from a failure", async () => {
    const [trial] = expectOk(
      await run("function check(output) {\n  return output.nope.length > 1;\n}", {
        name: String(world.outputIds[1]),
      }),
    );
    expect(trial?.verdict).toMatchObject({ kind: "error", message: expect.stringMatching(/^line 2: /) });
  });

  it("is not done on what this person has still to grade in a queue", async () => {
    expectOk(await gradeInTurn(world, { to: 1 }));
    const settings = { ...QUEUE_SETTINGS, assignees: ["ann"] };
    const queue = { projectId: world.projectId, by: "bob", overlapShare: 0, now: new Date() };
    expectOk(await createQueue({ ...queue, settings, draw: WHOLE_DRAW }));
    expect(await run(isSound, { name: String(world.outputIds[5]) })).toMatchObject({
      problem: { code: "bad-input", sentence: expect.stringContaining("graded blind") },
    });
    const drawn = await run(isSound);
    const names = drawn.ok ? drawn.value.map(({ name }) => name) : [];
    expect(names.filter((name) => name !== String(world.outputIds[0]))).toEqual([]);
  });
});

describe("a judge on one output", () => {
  const aJudge = () =>
    aCandidate(world.projectId, world.criterion, {
      kind: "judge",
      question: "Is it sound?",
      design: "direct",
    });
  const on = async (name = String(world.outputIds[1])) => ({
    projectId: world.projectId,
    assertionId: (await aJudge()).id,
    person: "ann",
    on: { name },
  });
  const callCount = () => db.llmCall.count({ where: { projectId: world.projectId } });

  it("tells what it takes without asking, then asks once and keeps the call but no verdict", async () => {
    const target = await on();
    expect(expectOk(await priceJudgeTrial(portsTo(server), target))).toMatchObject({
      name: target.on.name,
      calls: 1,
    });
    expect(await callCount()).toBe(0);
    const { verdict } = expectOk(await tryJudge(portsTo(server), target));
    expect(verdict.kind).toBe("fail");
    expect(await callCount()).toBe(1);
    expect(await db.verdict.count({ where: { assertionId: target.assertionId } })).toBe(0);
  });

  it("is not asked where the budget does not suffice, or no model is connected", async () => {
    const target = await on();
    const alone = { ...portsTo(server), connectedModel: async () => null };
    expect(await priceJudgeTrial(alone, target)).toMatchObject({ problem: { code: "no-connection" } });
    expectOk(await limitSpending(world.projectId, 0));
    expect(await tryJudge(portsTo(server), target)).toMatchObject({ ok: false });
    expect(await callCount()).toBe(0);
  });
});
