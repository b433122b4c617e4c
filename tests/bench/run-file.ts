// One benchmark file, for main.ts: its rows are sent to the parent process as they come.
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { BenchRow } from "./bench-row";

type BenchModule = { readonly run: () => Promise<readonly BenchRow[]> };

function isBenchModule(value: unknown): value is BenchModule {
  return typeof value === "object" && value !== null && "run" in value && typeof value.run === "function";
}

const file = process.argv[2] ?? "";
const loaded: unknown = await import(pathToFileURL(path.join(import.meta.dirname, file)).href);
if (!isBenchModule(loaded)) throw new Error(`${file} exports no run()`);
for (const row of await loaded.run()) process.send?.(row);
process.disconnect();
