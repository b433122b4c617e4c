import { startChild, type Child, type Program } from "./child";

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
export function createRegister() {
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
