import { disconnect } from "@/lib/db/client";
import { stopNotices } from "@/lib/jobs/notify";
import { startWorker, stopQueue } from "@/lib/jobs/queue";
import { handleJob } from "./handle-job";
import type { Ports } from "./ports";
import { resumeWork } from "./resume-work";

/** Takes part in the background work, beginning with what an earlier process left. */
export async function workInBackground(ports: Ports): Promise<void> {
  await startWorker((job, signal) => handleJob(ports, job, signal));
  await resumeWork();
}

/** Lets jobs under way go back to the queue, and ends every connection of this process. */
export async function stopBackground(): Promise<void> {
  await stopQueue();
  await stopNotices();
  await disconnect();
}
