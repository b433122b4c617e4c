import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import pLimit from "p-limit";
import type { Verdict } from "@/lib/domain/verdict";
import { log } from "@/lib/log";
import { startChild, type Child } from "./child";
import { toVerdict } from "./protocol";
import type { RunOptions, Sandbox, SandboxItem, SandboxJob } from "./sandbox";

const PER_ITEM_MS = { javascript: 250, python: 500 } as const;
/** A chunk's limits: small enough to spread over the cores, large enough that messages cost little. */
const CHUNK_ITEMS = 500;
const CHUNK_CHARS = 2 << 20;
/** Python needs an interpreter of its own for each part: only large jobs are worth a second one. */
const PYTHON_PART = 2_500;
const MAX_KILLS = 3;

type Setting = {
  /** Processes at once; default: one a core. */
  readonly size?: number;
  /** Where the memory image of the Python interpreter is kept between starts; null: none, each start takes seconds. */
  readonly cacheFolder: string | null;
};

/** What the parts of one job share: why the rest need not be tried, and how to stop it. */
type Run = {
  readonly job: SandboxJob;
  readonly perItemMs: number;
  readonly signal: AbortSignal | undefined;
  gaveUp: string;
  kills: number;
};

/** JavaScript in QuickJS and Python in Pyodide, in child processes without rights. See docs/decisions/003. */
export function createSandbox({ size = availableParallelism(), cacheFolder }: Setting): Sandbox {
  const limit = pLimit(size);
  const javascript = createIdlePool(size);
  const python = createSpares(cacheFolder);

  async function runPart(run: Run, items: readonly SandboxItem[]): Promise<Verdict[]> {
    const source = run.job.language === "javascript" ? javascript : python;
    const verdicts: Verdict[] = [];
    let child: Child | null = null;
    const stop = () => child?.kill();
    run.signal?.addEventListener("abort", stop);
    try {
      for (const chunk of chunksOf(items)) {
        run.signal?.throwIfAborted();
        if (!child?.isAlive()) child = await source.take();
        verdicts.push(...(await judgeChunk(run, child, chunk)));
      }
      return verdicts;
    } finally {
      run.signal?.removeEventListener("abort", stop);
      if (child) source.giveBack(child);
    }
  }

  /** A chunk on which the child died is halved until the one output that killed it is found. */
  async function judgeChunk(run: Run, child: Child, items: readonly SandboxItem[]): Promise<Verdict[]> {
    if (run.gaveUp !== "") return items.map(() => ({ kind: "error", message: run.gaveUp }));
    const done = await child.judge({ type: "run", source: run.job.source, items, perItemMs: run.perItemMs });
    run.signal?.throwIfAborted();
    if (done) {
      run.gaveUp ||= done.gaveUp;
      return done.results.map(toVerdict);
    }
    if (items.length === 1) {
      run.kills += 1;
      const message = "the sandbox had to be stopped: it ran out of memory or no longer answered";
      if (run.kills >= MAX_KILLS) run.gaveUp = `not run: on ${MAX_KILLS} outputs before ${message}`;
      return [{ kind: "error", message }];
    }
    const half = Math.ceil(items.length / 2);
    return [...(await runPart(run, items.slice(0, half))), ...(await runPart(run, items.slice(half)))];
  }

  return {
    run: async (job, options: RunOptions = {}) => {
      options.signal?.throwIfAborted();
      const perItemMs = options.perItemMs ?? PER_ITEM_MS[job.language];
      const run: Run = { job, perItemMs, signal: options.signal, gaveUp: "", kills: 0 };
      const parts = job.language === "javascript" ? chunksOf(job.items) : partsOf(job.items, size);
      const verdicts = await Promise.all(parts.map((part) => limit(() => runPart(run, part))));
      return verdicts.flat();
    },
    close: async () => {
      javascript.close();
      await python.close();
    },
  };
}

/** Splits by number and by size, so that a 10 MB output travels alone. */
function chunksOf(items: readonly SandboxItem[]): SandboxItem[][] {
  const chunks: SandboxItem[][] = [];
  let current: SandboxItem[] = [];
  let chars = 0;
  for (const item of items) {
    const weight = item.output.length + (item.context.prompt?.length ?? 0);
    if (current.length > 0 && (current.length >= CHUNK_ITEMS || chars + weight > CHUNK_CHARS)) {
      chunks.push(current);
      current = [];
      chars = 0;
    }
    current.push(item);
    chars += weight;
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}

function partsOf(items: readonly SandboxItem[], size: number): SandboxItem[][] {
  if (items.length === 0) return [];
  const parts = Math.min(size, Math.ceil(items.length / PYTHON_PART));
  const each = Math.ceil(items.length / parts);
  return Array.from({ length: parts }, (_, i) => items.slice(i * each, (i + 1) * each)).filter(({ length }) => length > 0);
}

type Source = { readonly take: () => Promise<Child>; readonly giveBack: (child: Child) => void };

/** QuickJS gets a fresh runtime a chunk, so its processes can be used again by other assertions. */
function createIdlePool(size: number): Source & { readonly close: () => void } {
  const all = new Set<Child>();
  const idle: Child[] = [];
  return {
    take: async () => {
      for (let child = idle.pop(); child; child = idle.pop()) if (child.isAlive()) return child;
      const child = await startChild({
        script: "javascript-child.mjs",
        args: [],
        reads: ["node_modules/quickjs-emscripten/", "node_modules/quickjs-emscripten-core/", "node_modules/@jitl/"],
      });
      all.add(child);
      return child;
    },
    giveBack: (child) => {
      if (child.isAlive() && idle.length < size) idle.push(child);
      else {
        child.kill();
        all.delete(child);
      }
    },
    close: () => {
      for (const child of all) child.kill();
    },
  };
}

/** A Python interpreter serves one assertion and is thrown away; the next one warms up meanwhile. */
function createSpares(cacheFolder: string | null): Source & { readonly close: () => Promise<void> } {
  const all = new Set<Child>();
  let spare: Promise<Child> | null = null;
  let closed = false;
  let image: Promise<string | null> | null = null;

  const start = async (): Promise<Child> => {
    image ??= findImage(cacheFolder);
    const file = await image;
    const child = await startChild({
      script: "python-child.mjs",
      args: file === null ? [] : [file],
      reads: ["node_modules/pyodide/", "node_modules/ws/", ...(file === null ? [] : [file])],
    });
    all.add(child);
    if (closed) child.kill();
    return child;
  };
  const warmUp = () => {
    spare ??= start();
    // Whoever takes it hears of a failure.
    spare.catch(() => undefined);
  };

  return {
    take: async () => {
      const taken = spare ?? start();
      spare = null;
      const child = await taken;
      if (!closed) warmUp();
      return child.isAlive() ? child : start();
    },
    giveBack: (child) => {
      child.kill();
      all.delete(child);
    },
    close: async () => {
      closed = true;
      for (const child of all) child.kill();
      await spare?.catch(() => undefined);
      for (const child of all) child.kill();
    },
  };
}

/** The memory image for this version of Pyodide, made at first use; null where it cannot be made or kept. */
async function findImage(cacheFolder: string | null): Promise<string | null> {
  if (cacheFolder === null) return null;
  const folder = path.resolve(cacheFolder);
  const { version } = await import("pyodide");
  const file = path.join(folder, `pyodide-${version}-1.snapshot`);
  if (existsSync(file)) return file;
  try {
    mkdirSync(folder, { recursive: true });
    const root = /* turbopackIgnore: true */ process.cwd();
    const maker = spawn(process.execPath, [path.join(root, "lib/sandbox/python-snapshot.mjs"), file], { stdio: "ignore" });
    await new Promise((resolve) => maker.on("exit", resolve).on("error", resolve));
  } catch (error) {
    log.error("the Python sandbox starts without its memory image, which is slower", error);
  }
  return existsSync(file) ? file : null;
}
