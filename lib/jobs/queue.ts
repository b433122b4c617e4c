import { PgBoss } from "pg-boss";
import { Job, jobKey } from "@/lib/domain/job";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

/**
 * Two queues: what a person waits for does not stand behind thousands of verdicts. With each, how many jobs one process
 * does at once: code waits for the sandbox's own pool, judges for the network.
 */
const QUEUES = { asked: 2, work: 4 } as const;
type QueueName = keyof typeof QUEUES;

const queueOf = ({ kind }: Job): QueueName => (kind === "run" || kind === "drift" ? "work" : "asked");

/** Jobs of a process that died are taken over after this long without a sign of life. */
const HEARTBEAT_SECONDS = 10;

/**
 * How often a job is tried again. What follows from missing verdicts is never given up: a model may be away for a day.
 * What asks a model anew each time is not repeated for ever.
 */
function retryLimit(job: Job): number {
  switch (job.kind) {
    case "run":
    case "import":
      return 1_000_000;
    case "suggest":
    case "write":
    case "anew":
    case "induce":
    case "tend":
    case "judge":
    case "probe":
    case "perturb":
    case "recheck":
    case "drift":
      return 3;
  }
}

const remembered = globalThis as typeof globalThis & { touchstoneQueue?: Promise<PgBoss> | undefined };

/** pg-boss keeps its own schema in the same Postgres; one connection to it a process. */
function queue(): Promise<PgBoss> {
  return (remembered.touchstoneQueue ??= open());
}

async function open(): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: env.DATABASE_URL,
    max: 4,
    useListenNotify: true,
    superviseIntervalSeconds: HEARTBEAT_SECONDS,
    monitorIntervalSeconds: HEARTBEAT_SECONDS,
  });
  boss.on("error", (error) => log.error("the queue reports", error));
  await boss.start();
  for (const name of Object.keys(QUEUES)) {
    await boss.createQueue(name, {
      // One waiting and one active job a key: asking twice is asking once, and asking during a run queues one more look.
      policy: "stately",
      notify: true,
      retryDelay: 2,
      retryBackoff: true,
      retryDelayMax: 60,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: 6 * 3600,
      deleteAfterSeconds: 24 * 3600,
    });
  }
  return boss;
}

/** Asks the background to look at something. Asking for what is waiting already does nothing. */
export async function enqueue(job: Job): Promise<void> {
  const boss = await queue();
  await boss.send(queueOf(job), job, { singletonKey: jobKey(job), retryLimit: retryLimit(job) });
}

export type JobHandler = (job: Job, signal: AbortSignal) => Promise<void>;

/** Takes part in the background work until it is stopped; a handler that throws is tried again, later and later. */
export async function startWorker(handle: JobHandler): Promise<void> {
  const boss = await queue();
  for (const [name, localConcurrency] of Object.entries(QUEUES)) {
    await boss.work(
      name,
      { localConcurrency, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 },
      async (jobs) => {
        for (const { data, signal } of jobs) await handleOne(handle, { data, signal });
      },
    );
  }
}

async function handleOne(
  handle: JobHandler,
  { data, signal }: { readonly data: unknown; readonly signal: AbortSignal },
): Promise<void> {
  const job = Job.safeParse(data);
  if (!job.success) {
    log.warn("left out a job that this version does not know");
    return;
  }
  try {
    await handle(job.data, signal);
  } catch (error) {
    log.error(`job ${jobKey(job.data)} failed and is tried again`, error);
    throw error;
  }
}

/** Finishes what is under way (a few seconds at most) and lets go of the database. */
export async function stopQueue(): Promise<void> {
  const boss = await remembered.touchstoneQueue;
  remembered.touchstoneQueue = undefined;
  await boss?.stop({ graceful: true, timeout: 5_000 });
}
