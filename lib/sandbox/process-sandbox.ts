import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import type { Verdict } from "@/lib/domain/verdict";
import type { Child } from "./child";
import { chunksOf } from "./chunks";
import { createJavascriptPool } from "./javascript-pool";
import { SandboxClosedError, type Pool } from "./pool";
import { toVerdict } from "./protocol";
import { createPythonPool } from "./python-pool";
import { defaultLimits, type Limits, type Sandbox, type SandboxItem, type SandboxJob } from "./sandbox";

/** An output that kills its process costs seconds: after so many, the rest is not tried. */
const MAX_KILLS = 3;
/** A further Python interpreter has to save more than it costs to start. */
const PYTHON_START_MS = 300;

type Setting = {
  /** Processes at once; default: one a core. */
  readonly size?: number;
  /** Where the memory image of the Python interpreter is kept between starts; null: none, each start takes seconds. */
  readonly cacheFolder: string | null;
};

type Slot = { readonly items: readonly SandboxItem[]; verdicts: readonly Verdict[] };

/** One job under way: what its lanes share. */
type Run = {
  readonly job: SandboxJob;
  readonly limits: Limits;
  readonly signal: AbortSignal | undefined;
  readonly pool: Pool;
  /** Not yet begun; lanes take from the front. */
  readonly waiting: Slot[];
  /** When the first output was tried; null before. */
  startedAt: number | null;
  /** Why the rest need not be tried; empty when it should. */
  gaveUp: string;
  kills: number;
};

/** JavaScript in QuickJS and Python in Pyodide, in child processes without rights. See docs/decisions/003. */
export function createSandbox({ size = availableParallelism(), cacheFolder }: Setting): Sandbox {
  const limit = pLimit(size);
  const pools = { javascript: createJavascriptPool(size), python: createPythonPool(size, cacheFolder) };
  let closed = false;
  const assertOpen = () => {
    if (closed) throw new SandboxClosedError();
  };

  async function run(job: SandboxJob, { limits, signal }: Parameters<Sandbox["run"]>[1] = {}) {
    signal?.throwIfAborted();
    assertOpen();
    const slots = chunksOf(job.items).map((items): Slot => ({ items, verdicts: [] }));
    const shared: Run = {
      ...{ job, signal, pool: pools[job.language], limits: { ...defaultLimits(job), ...limits } },
      ...{ waiting: [...slots], startedAt: null, gaveUp: "", kills: 0 },
    };
    const lanes = job.language === "javascript" ? Math.min(size, slots.length) : Math.min(1, slots.length);
    const startLanes = (count: number): Promise<unknown> =>
      Promise.all(Array.from({ length: count }, () => limit(() => runLane(shared, further))));
    let others: Promise<unknown> = Promise.resolve();
    // Python begins with one interpreter, and takes more once it is known that they are worth their start.
    const further = (msAChunk: number) => {
      if (job.language === "javascript") return;
      const worth = Math.floor((msAChunk * shared.waiting.length) / PYTHON_START_MS);
      others = startLanes(Math.min(worth, size - 1, shared.waiting.length));
      // Awaited below, when the first lane is done; a failure before that is not lost.
      others.catch(() => undefined);
    };
    await startLanes(lanes);
    await others;
    assertOpen();
    return slots.flatMap(({ verdicts }) => verdicts);
  }

  return {
    run,
    close: async () => {
      closed = true;
      await Promise.all([pools.javascript.close(), pools.python.close()]);
    },
  };
}

/** One process at a time, chunk after chunk until none is left. `measured` is told what the first one took. */
async function runLane(run: Run, measured: (msAChunk: number) => void): Promise<void> {
  const held: { child: Child | null } = { child: null };
  const stop = () => held.child?.kill();
  run.signal?.addEventListener("abort", stop);
  const release = () => {
    if (held.child) run.pool.giveBack(held.child);
    held.child = null;
  };
  const renew = async (): Promise<Child> => {
    if (held.child?.isAlive()) return held.child;
    release();
    const child = await run.pool.take();
    held.child = child;
    run.signal?.throwIfAborted();
    return child;
  };
  try {
    for (let slot = run.waiting.shift(); slot; slot = run.waiting.shift()) {
      const first = run.startedAt === null;
      run.startedAt ??= performance.now();
      const begun = performance.now();
      slot.verdicts = await judgeSlot(run, slot.items, renew);
      if (first) measured(performance.now() - begun);
    }
  } finally {
    run.signal?.removeEventListener("abort", stop);
    release();
  }
}

/** A chunk that its process did not survive is tried again one by one, to find the output that killed it. */
async function judgeSlot(
  run: Run,
  items: readonly SandboxItem[],
  renew: () => Promise<Child>,
): Promise<Verdict[]> {
  const together = await judgeTogether(run, items, renew);
  if (together) return together;
  if (items.length === 1) return [killed(run)];
  const verdicts: Verdict[] = [];
  for (const item of items) verdicts.push(...((await judgeTogether(run, [item], renew)) ?? [killed(run)]));
  return verdicts;
}

function killed(run: Run): Verdict {
  run.kills += 1;
  const message = "it had to be stopped: it ran out of memory, or no longer answered";
  if (run.kills >= MAX_KILLS) run.gaveUp ||= `not run: on ${MAX_KILLS} outputs before, ${message}`;
  return { kind: "error", message };
}

/** Null: the process died on it. */
async function judgeTogether(
  run: Run,
  items: readonly SandboxItem[],
  renew: () => Promise<Child>,
): Promise<Verdict[] | null> {
  const { perItemMs, perJobMs, memoryMb } = run.limits;
  const jobMs = perJobMs - (performance.now() - (run.startedAt ?? performance.now()));
  if (jobMs <= 0)
    run.gaveUp ||= `not run: the assertion had used up its ${Math.round(perJobMs / 1_000)} s before`;
  if (run.gaveUp !== "") return items.map(() => ({ kind: "error", message: run.gaveUp }));
  run.signal?.throwIfAborted();
  const child = await renew();
  const chunk = { source: run.job.source, text: JSON.stringify(items), count: items.length };
  const done = await child.judge({ ...chunk, perItemMs, jobMs, memoryMb });
  run.signal?.throwIfAborted();
  if (!done) return null;
  run.gaveUp ||= done.gaveUp;
  return done.results.map(toVerdict);
}
