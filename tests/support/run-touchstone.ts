import { execFile } from "node:child_process";
import { join } from "node:path";

const repo = join(import.meta.dirname, "../..");

export type Told = { readonly code: number; readonly out: string; readonly err: string };
/** Runs the command line as a person would, in a process of its own. */
export const touchstone = (...args: string[]): Promise<Told> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", "bin/touchstone.ts", ...args],
      { cwd: repo },
      (error, out, err) => resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
  });
