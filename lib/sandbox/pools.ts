import { startChild, type Child, type Program } from "./child";
import { createImageKeeper } from "./python-image";

/** Spare interpreters that nobody used for so long are given up: each holds some 200 MB. */
const IDLE_MS = 5 * 60_000;
const MAX_SPARES = 2;

/** Where a job gets its processes from, and what becomes of them after. */
export type Pool = {
  readonly take: () => Promise<Child>;
  readonly giveBack: (child: Child) => void;
  readonly close: () => Promise<void>;
};

export class SandboxClosedError extends Error {
  override readonly name = "SandboxClosedError";
  constructor() {
    super("The sandbox is closed");
  }
}

/** Keeps account of every process that was started, so that none outlives `close`. */
function createRegister() {
  const living = new Set<Child>();
  const starting = new Set<Promise<unknown>>();
  let closed = false;
  return {
    isClosed: () => closed,
    start: async (program: Program): Promise<Child> => {
      if (closed) throw new SandboxClosedError();
      const start = startChild(program);
      starting.add(start);
      try {
        const child = await start;
        living.add(child);
        return child;
      } finally {
        starting.delete(start);
      }
    },
    end: (child: Child) => {
      child.kill();
      living.delete(child);
    },
    close: async () => {
      closed = true;
      await Promise.allSettled(starting);
      for (const child of living) child.kill();
      living.clear();
    },
  };
}

const quickjs: Program = {
  script: "javascript-child.mjs",
  args: [],
  reads: ["node_modules/quickjs-emscripten/", "node_modules/quickjs-emscripten-core/", "node_modules/@jitl/"],
};

/** QuickJS gets a fresh runtime a chunk, so its processes can be used again by other assertions. */
export function createJavascriptPool(size: number): Pool {
  const register = createRegister();
  const idle: Child[] = [];
  return {
    take: async () => {
      for (let child = idle.pop(); child; child = idle.pop()) {
        if (child.isAlive()) return child;
        register.end(child);
      }
      return register.start(quickjs);
    },
    giveBack: (child) => {
      if (child.isAlive() && idle.length < size && !register.isClosed()) idle.push(child);
      else register.end(child);
    },
    close: register.close,
  };
}

/**
 * A Python interpreter serves one part of one job and is thrown away. Spare ones warm up meanwhile on cores that no
 * job needs, so that the next job does not wait.
 */
export function createPythonPool(size: number, cacheFolder: string | null): Pool {
  const register = createRegister();
  const image = createImageKeeper(cacheFolder);
  const spares: Promise<Child>[] = [];
  let busy = 0;
  let starting = 0;
  let idle: NodeJS.Timeout | undefined;

  const start = async (): Promise<Child> => {
    starting += 1;
    try {
      return await image.use((file) =>
        register.start({
          script: "python-child.mjs",
          args: file === null ? [] : [file],
          reads: ["node_modules/pyodide/", "node_modules/ws/", ...(file === null ? [] : [file])],
        }),
      );
    } finally {
      starting -= 1;
    }
  };
  const dropSpares = () => {
    for (const spare of spares.splice(0)) spare.then(register.end, () => undefined);
  };
  const warmUp = () => {
    clearTimeout(idle);
    if (register.isClosed()) return;
    while (spares.length < Math.min(size, MAX_SPARES) && (busy === 0 || busy + starting < size)) {
      const spare = start();
      // Whoever takes it hears of a failure.
      spare.catch(() => undefined);
      spares.push(spare);
    }
    idle = setTimeout(dropSpares, IDLE_MS).unref();
  };

  return {
    take: async () => {
      busy += 1;
      try {
        const spare = spares.shift();
        const child = await (spare ?? start());
        warmUp();
        return child.isAlive() ? child : await start();
      } catch (error) {
        busy -= 1;
        throw error;
      }
    },
    giveBack: (child) => {
      busy -= 1;
      register.end(child);
      warmUp();
    },
    close: async () => {
      clearTimeout(idle);
      await register.close();
    },
  };
}
