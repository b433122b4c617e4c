import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listAssertions, listDropped } from "@/lib/db/assertions";
import { pool } from "@/lib/db/client";
import { reportCard } from "@/lib/domain/report-card";
import { enqueue, stopQueue } from "@/lib/jobs/queue";
import { readBoard } from "@/lib/workflow/read-board";
import { workInBackground } from "@/lib/workflow/work-in-background";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aWorld, gradeInTurn, portsTo } from "@/tests/support/judge-world";
import { judging } from "@/tests/support/llm-server/judging";
import { startLlmServer, type LlmServer } from "@/tests/support/llm-server/server";

endDatabaseAfterAll();

let server: LlmServer;
const isSound = (output: string): boolean => output.includes("sound");
beforeEach(async () => {
  server = await startLlmServer({
    fixtures: [
      // Right when it reasons, lenient in one word, and less sure of what it should not have let pass.
      judging({
        passes: (asked, output) => (asked === "direct" ? true : isSound(output)),
        pYes: (output) => (isSound(output) ? 0.97 : 0.6),
      }),
    ],
  });
});
afterEach(async () => {
  await stopQueue();
  await server.close();
});

const ports = () =>
  portsTo(server, async ({ items }) => items.map(() => ({ kind: "error", message: "it never runs" })));

/** When nothing has been waiting or under way for a while, the background has nothing left to do. */
async function atRest(): Promise<void> {
  for (let quiet = 0; quiet < 10;) {
    const { rows } = await pool.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM pgboss.job WHERE state IN ('created', 'retry', 'active')`,
    );
    quiet = rows[0]?.open === 0 ? quiet + 1 : 0;
    await wait(50);
  }
}

const TEXTS = Array.from({ length: 48 }, (_, i) => `Reply ${i}, ${i % 2 === 0 ? "sound" : "rotten"}.`);

it("grows with verdicts and grades, and comes to rest by itself", async () => {
  const world = await aWorld(TEXTS, { kind: "either" });
  const { projectId, criterion } = world;
  const designs = async () =>
    new Set(
      (await listAssertions(projectId)).flatMap(({ implementation }) =>
        implementation.kind === "judge" ? [implementation.design] : [],
      ),
    );
  await workInBackground(ports());
  await enqueue({ kind: "write", projectId, criterionId: criterion.id });
  await atRest();
  expect(await designs()).toEqual(new Set(["direct", "critique", "probability"]));
  // Code by a model that never runs is gone; its question and its checklist say what is said more cheaply.
  const reasons = (await listDropped(projectId)).map(({ why }) => why.replaceAll(/[“(].*[”)]/g, "…"));
  expect(reasons).toContain("it could not be run on 48 of 48 outputs …, and the model could not repair it");
  // As soon as enough is known, which may be before all 48 are judged; in any case always the same verdict.
  const alike = reasons.map((why) =>
    /^the same verdict as … on (\d+) of (\d+) outputs, and no cheaper$/.exec(why),
  );
  const counts = alike.flatMap((match) => (match ? [[Number(match[1]), Number(match[2])] as const] : []));
  expect(counts.length).toBeGreaterThan(0);
  for (const [same, of] of counts) {
    expect(same).toBe(of);
    expect(of).toBeGreaterThanOrEqual(30);
  }
  await gradeInTurn(world, { to: 12 });
  await atRest();
  await gradeInTurn(world, { from: 12, to: 32 });
  await atRest();
  expect((await designs()).has("few-shot")).toBe(true);
  const [report] = reportCard(await readBoard(projectId)).criteria;
  expect(report?.selected?.falseFailureRate.count).toBe(0);
  expect(report?.selected?.coverage).toEqual({ count: 16, of: 16 });
  const calls = server.calls.length;
  for (const { id } of await listAssertions(projectId))
    await enqueue({ kind: "run", projectId, assertionId: id });
  await enqueue({ kind: "tend", projectId, criterionId: criterion.id });
  await atRest();
  expect(server.calls).toHaveLength(calls);
});

it("comes to rest where no judge is any good: two refinements, one more round of candidates, and no more", async () => {
  await server.close();
  server = await startLlmServer({
    // Of the rotten ones it sees one in four.
    fixtures: [
      judging({ passes: (_, output) => isSound(output) || Number(/\d+/.exec(output)?.[0]) % 8 !== 1 }),
    ],
  });
  const world = await aWorld(TEXTS);
  const { projectId, criterion } = world;
  await workInBackground(ports());
  await enqueue({ kind: "write", projectId, criterionId: criterion.id });
  await gradeInTurn(world, { to: 40 });
  await atRest();
  const asked = (words: string) =>
    server.calls.filter(({ question: { system } }) => system.includes(words)).length;
  expect(asked("You improve the question")).toBe(2);
  expect(asked("candidate checks")).toBe(2);
  // Asked for once more while it was done: what is there by now is looked at first.
  await enqueue({ kind: "anew", projectId, criterionId: criterion.id });
  await atRest();
  expect(asked("candidate checks")).toBe(2);
  const refined = (await listAssertions(projectId, { retiredToo: true })).filter(
    ({ origin }) => origin === "refined",
  );
  expect(refined).toHaveLength(2);
});
