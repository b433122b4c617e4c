import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { listActivities, startActivity } from "@/lib/db/activities";
import { pool } from "@/lib/db/client";
import { findImport } from "@/lib/db/imports";
import { enqueue, startWorker, stopQueue } from "@/lib/jobs/queue";
import type { Sandbox } from "@/lib/sandbox/sandbox";
import { previewImport, startImport } from "@/lib/workflow/import-outputs";
import { keepHouse } from "@/lib/workflow/keep-house";
import type { Ports } from "@/lib/workflow/ports";
import { withActivity } from "@/lib/workflow/with-activity";
import { workInBackground } from "@/lib/workflow/work-in-background";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { aCandidate, verdictLetters } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk, planOf, upload } from "@/tests/support/import-file";

endDatabaseAfterAll();
afterEach(stopQueue);

const PASSING: Sandbox = {
  run: async ({ items }) => items.map(() => ({ kind: "pass" })),
  close: async () => undefined,
};
const ports = (now = () => new Date()): Ports => ({
  sandbox: PASSING,
  connectedModel: async () => null,
  now,
});
const implementation = { kind: "javascript", source: "function check() { return true; }" } as const;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(20);
}

it("begins with what an earlier process left: verdicts that are missing, and imports that did not end", async () => {
  const { projectId, outputIds } = await aProject(["a", "b"]);
  const { id } = await aCandidate(projectId, await storeCriterion(projectId), implementation);
  const importId = await upload('[{"output": "c"}]');
  expectOk(await startImport(importId, planOf(expectOk(await previewImport(importId)), { projectId })));
  // As if the queue were lost, too.
  await stopQueue();
  await pool.query("DELETE FROM pgboss.job");
  await workInBackground(ports());
  await until(async () => (await findImport(importId))?.state === "done");
  await until(async () => (await verdictLetters(id, outputIds)) === "pp");
});

it("does not give up on verdicts, however often it failed before", async () => {
  const { projectId, outputIds } = await aProject(["a"]);
  const { id } = await aCandidate(projectId, await storeCriterion(projectId), implementation);
  let failures = 0;
  await startWorker(async () => {
    failures += 1;
    throw new Error("the model is away");
  });
  await enqueue({ kind: "run", projectId, assertionId: id });
  const job = async () =>
    (
      await pool.query<{ state: string }>(
        `SELECT state FROM pgboss.job WHERE singleton_key = $1 ORDER BY created_on DESC LIMIT 1`,
        [`run:${id}`],
      )
    ).rows[0];
  await until(async () => (await job())?.state === "retry");
  // A day later.
  await pool.query(`UPDATE pgboss.job SET retry_count = 1440, start_after = now() WHERE singleton_key = $1`, [
    `run:${id}`,
  ]);
  await until(async () => failures > 1 && (await job())?.state !== "active");
  expect(await job()).toEqual({ state: "retry" });
  await stopQueue();
  await workInBackground(ports());
  await until(async () => (await verdictLetters(id, outputIds)) === "p");
});

it("ends in the log what a process that died had begun, but not what others are doing", async () => {
  const { projectId } = await aProject(["a"]);
  const lost = await startActivity(projectId, { kind: "write", title: "lost" });
  await wait(20);
  const between = new Date();
  await wait(20);
  await startActivity(projectId, { kind: "write", title: "alive" });
  await keepHouse(new Date(between.getTime() + 60_000));
  const activities = await listActivities(projectId, 5);
  expect(activities.map(({ title, state }) => [title, state])).toEqual([
    ["alive", "running"],
    ["lost", "failed"],
  ]);
  expect(activities.find(({ id }) => id === lost)?.detail).toBe(
    "The process that did this stopped. What was left is picked up again.",
  );
});

it("says in the log how work failed, and fails", async () => {
  const { projectId } = await aProject(["a"]);
  const work = withActivity(ports(), { projectId, kind: "induce", title: "Learn" }, async () => {
    throw new Error("no room\u0000 left");
  });
  await expect(work).rejects.toThrow("no room");
  expect(await listActivities(projectId, 1)).toMatchObject([{ state: "failed", detail: "no room␀ left" }]);
});
