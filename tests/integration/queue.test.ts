import { afterAll, expect, it } from "vitest";
import { db, disconnect } from "@/lib/db/client";
import { AssertionId, ProjectId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import { publish, stopNotices, subscribe, type ProjectEvent } from "@/lib/jobs/notify";
import { enqueue, startWorker, stopQueue } from "@/lib/jobs/queue";

afterAll(async () => {
  await stopQueue();
  await stopNotices();
  await disconnect();
});

const projectId = ProjectId.parse("p1");
const run = (id: number): Job => ({ kind: "run", projectId, assertionId: AssertionId.parse(id) });

it("asks once for what is waiting already, and tries again what failed", async () => {
  await enqueue(run(1));
  await enqueue(run(1));
  await enqueue(run(2));
  const seen: Job[] = [];
  let failures = 1;
  await new Promise<void>((resolve, reject) => {
    startWorker(async (job) => {
      if (job.kind === "run" && job.assertionId === 2 && failures-- > 0) throw new Error("not yet");
      seen.push(job);
      if (seen.length === 2) resolve();
    }).catch(reject);
  });
  expect(seen.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([run(1), run(2)]);
});

it("tells whoever watches a project, and nobody else", async () => {
  const seen: ProjectEvent[] = [];
  const heard = new Promise<void>((resolve) => {
    subscribe("p1", (event) => {
      seen.push(event);
      resolve();
    });
  });
  await db.$queryRaw`SELECT 1`;
  // The listener connects in the background: notices are repeated until it hears one.
  const repeat = setInterval(() => void publish("p1", "grades"), 50);
  await publish("other", "outputs");
  await heard;
  clearInterval(repeat);
  expect(new Set(seen)).toEqual(new Set(["grades"]));
});
