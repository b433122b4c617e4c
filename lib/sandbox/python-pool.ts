import type { Child, Program } from "./child";
import { createRegister, type Pool } from "./pool";
import { createImageKeeper } from "./python-image";

/** Spare interpreters that nobody used for so long are given up: each holds some 200 MB. */
const IDLE_MS = 5 * 60_000;
const MAX_SPARES = 2;

/** A short job should not share its cores with the start of the next one's interpreter. */
const WARM_UP_AFTER_MS = 1_000;

const interpreter = (image: string | null): Program => ({
  script: "python-child.mjs",
  args: image === null ? [] : [image],
  reads: ["node_modules/pyodide/", "node_modules/ws/", ...(image === null ? [] : [image])],
});

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
  let later: NodeJS.Timeout | undefined;

  const start = async (): Promise<Child> => {
    starting += 1;
    try {
      return await image.use((file) => register.start(interpreter(file)));
    } finally {
      starting -= 1;
    }
  };
  const dropSpares = () => {
    for (const spare of spares.splice(0)) spare.then(register.end, () => undefined);
  };
  const warmUp = () => {
    clearTimeout(idle);
    clearTimeout(later);
    later = undefined;
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
        later ??= setTimeout(warmUp, WARM_UP_AFTER_MS).unref();
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
      clearTimeout(later);
      await register.close();
    },
  };
}
