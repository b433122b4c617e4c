import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, expect, it } from "vitest";
import { AssertionId, ProjectId } from "@/lib/domain/ids";
import { jobKey, type Job } from "@/lib/domain/job";
import { publish, stopNotices, subscribe, type ProjectEvent } from "@/lib/jobs/notify";
import { enqueue, startWorker, stopQueue, type JobHandler } from "@/lib/jobs/queue";

afterEach(stopQueue);
afterAll(stopNotices);

const projectId = ProjectId.parse("p1");
const run = (id: number): Job => ({ kind: "run", projectId, assertionId: AssertionId.parse(id) });

/** Works with this handler until `count` jobs came through; resolves to their keys in that order. */
function workUntil(count: number, handle: JobHandler): Promise<string[]> {
  const done: string[] = [];
  return new Promise((resolve, reject) => {
    startWorker(async (job, signal) => {
      await handle(job, signal);
      done.push(jobKey(job));
      if (done.length === count) resolve(done);
    }).catch(reject);
  });
}

it("asks once for what is waiting already, and tries again what failed", async () => {
  await enqueue(run(1));
  await enqueue(run(1));
  await enqueue(run(2));
  let failures = 1;
  const done = await workUntil(2, async (job) => {
    if (job.kind === "run" && job.assertionId === 2 && failures-- > 0) throw new Error("not yet");
  });
  expect(done).toEqual(["run:1", "run:2"]);
});

it("looks once more, afterwards, when it is asked during the run", async () => {
  await enqueue(run(3));
  let active = 0;
  let most = 0;
  let asked = false;
  const done = await workUntil(3, async (job) => {
    if (jobKey(job) !== "run:3") return;
    most = Math.max(most, ++active);
    if (!asked) {
      asked = true;
      for (let i = 0; i < 3; i++) await enqueue(run(3));
      // Another key is not held up: once it is through, a worker was free to take the same key too, if it ever would.
      await enqueue(run(4));
      await new Promise((resolve) => setTimeout(resolve, 2_500));
    }
    active--;
  });
  expect(most).toBe(1);
  expect(done).toEqual(["run:4", "run:3", "run:3"]);
});

it("finishes the job of a worker process that was killed", async () => {
  const stuck = spawn(process.execPath, ["--import", "tsx", "tests/support/stuck-worker.ts"], {
    env: { ...process.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await enqueue(run(5));
    await once(stuck.stdout, "data");
  } finally {
    stuck.kill("SIGKILL");
  }
  expect(await workUntil(1, async () => undefined)).toEqual(["run:5"]);
});

it("tells whoever watches a project, and nobody else", async () => {
  const seen: ProjectEvent[] = [];
  const heard = new Promise<void>((resolve) => {
    subscribe("p1", (event) => {
      seen.push(event);
      if (event === "grades") resolve();
    });
  });
  // The listener connects in the background: both are repeated until it hears its own.
  const repeat = setInterval(() => {
    publish("other", "outputs")
      .then(() => publish("p1", "grades"))
      .catch(() => undefined);
  }, 50);
  await heard;
  clearInterval(repeat);
  expect(new Set(seen)).toEqual(new Set(["grades"]));
});
