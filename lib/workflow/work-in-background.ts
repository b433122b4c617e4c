import { disconnect } from "@/lib/db/client";
import { stopNotices } from "@/lib/jobs/notify";
import { startWorker, stopQueue } from "@/lib/jobs/queue";
import { handleJob } from "./handle-job";
import type { Ports } from "./ports";
import { resumeWork } from "./resume-work";
import { keepHouse } from "./keep-house";
import { log } from "@/lib/log";

const KEEP_HOUSE_EVERY_MS = 60_000;

let housekeeping: NodeJS.Timeout | undefined;

/** Takes part in the background work, beginning with what an earlier process left. */
export async function workInBackground(ports: Ports): Promise<void> {
  await startWorker((job, signal) => handleJob(ports, job, signal));
  await resumeWork();
  await keepHouse(ports.now());
  clearInterval(housekeeping);
  housekeeping = setInterval(() => {
    keepHouse(ports.now()).catch((error: unknown) => log.error("could not keep house", error));
  }, KEEP_HOUSE_EVERY_MS).unref();
}

/** Lets jobs under way go back to the queue, and ends every connection of this process. */
export async function stopBackground(): Promise<void> {
  clearInterval(housekeeping);
  await stopQueue();
  await stopNotices();
  await disconnect();
}
