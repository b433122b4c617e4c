// A worker process that takes a job and never ends it: `node --import tsx tests/support/stuck-worker.ts`.
import { startWorker } from "@/lib/jobs/queue";

await startWorker(async () => {
  console.log("took a job");
  await new Promise(() => undefined);
});
