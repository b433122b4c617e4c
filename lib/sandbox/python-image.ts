import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { log } from "@/lib/log";
import { scriptPath } from "./child";

/**
 * Keeps the memory image from which interpreters start in a third of a second instead of in two. It is made at first
 * use, by a process that runs no guest code; the processes that do can read it and write nothing. Where it cannot be
 * made, kept or read, interpreters start without it.
 */
export function createImageKeeper(cacheFolder: string | null) {
  let image: Promise<string | null> | null = null;
  return {
    /** Gives `start` the image's file, or null for none; an image that does not start is thrown away. */
    use: async <T>(start: (file: string | null) => Promise<T>): Promise<T> => {
      image ??= cacheFolder === null ? Promise.resolve(null) : findImage(cacheFolder);
      const file = await image;
      if (file === null) return start(null);
      try {
        return await start(file);
      } catch (error) {
        const started = await start(null);
        log.error(
          "the Python sandbox started only without its memory image, which is made anew next time",
          error,
        );
        rmSync(file, { force: true });
        image = Promise.resolve(null);
        return started;
      }
    },
  };
}

async function findImage(cacheFolder: string): Promise<string | null> {
  const folder = path.resolve(/* turbopackIgnore: true */ cacheFolder);
  try {
    const file = path.join(folder, `python-${await imageVersion()}.image`);
    if (existsSync(file)) return file;
    mkdirSync(folder, { recursive: true });
    const maker = spawn(process.execPath, [scriptPath("python-snapshot.mjs"), file], { stdio: "ignore" });
    await new Promise((resolve) => maker.on("exit", resolve).on("error", resolve));
    if (existsSync(file)) return file;
    log.warn("the memory image of the Python sandbox could not be made: it starts slower without");
  } catch (error) {
    log.error("the Python sandbox starts slower, without its memory image", error);
  }
  return null;
}

/** An image fits one version of Pyodide, of Node and of what is preloaded. */
async function imageVersion(): Promise<string> {
  const { version } = await import("pyodide");
  const preloaded = readFileSync(scriptPath("python-modules.mjs"));
  const digest = createHash("sha256").update(preloaded).update(process.version).digest("hex");
  return `${version}-${digest.slice(0, 12)}`;
}
