// `npm run bench [-- NAMES]`: runs tests/bench/*.bench.ts, prints a table, and keeps it in docs/benchmarks.md.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { BenchRow } from "./bench-row";

type BenchModule = { readonly run: () => Promise<readonly BenchRow[]> };

const folder = import.meta.dirname;

function isBenchModule(value: unknown): value is BenchModule {
  return typeof value === "object" && value !== null && "run" in value && typeof value.run === "function";
}

async function runFile(file: string): Promise<readonly BenchRow[]> {
  const loaded: unknown = await import(pathToFileURL(path.join(folder, file)).href);
  if (!isBenchModule(loaded)) throw new Error(`${file} exports no run()`);
  return loaded.run();
}

const figure = (value: number): string => {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return value >= 10 ? value.toFixed(1) : value.toPrecision(2);
};

const line = (row: BenchRow): string =>
  `| ${[
    row.name,
    `${figure(row.ours)} ${row.unit}`,
    row.baseline === null ? "–" : `${figure(row.baseline)} ${row.unit}`,
    row.ratio === null ? "–" : `${figure(row.ratio)}×`,
    row.goal,
    row.met ? "yes" : "**no**",
  ].join(" | ")} |`;

const HEAD = "| what | ours | beside it | ratio | goal | met |\n| --- | --- | --- | --- | --- | --- |";

function machine(): string {
  const [cpu] = cpus();
  return `${cpu?.model.trim() || "unknown processor"}, ${cpus().length} cores, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".bench.ts"))
    .filter((file) => wanted.length === 0 || wanted.some((name) => file.includes(name)))
    .sort();
  if (files.length === 0) throw new Error(`No benchmark is named ${wanted.join(", ")}.`);
  const rows: BenchRow[] = [];
  console.log(HEAD);
  for (const file of files) {
    for (const row of await runFile(file)) {
      rows.push(row);
      console.log(line(row));
    }
  }
  // A part would drop the rest of the table.
  if (wanted.length === 0) save(rows);
  process.exitCode = rows.every((row) => row.met) ? 0 : 1;
}

function save(rows: readonly BenchRow[]): void {
  mkdirSync("docs", { recursive: true });
  writeFileSync(
    "docs/benchmarks.md",
    [
      "# Benchmarks",
      `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}.`,
      `Machine: ${machine()}.`,
      "Ratios are between figures of one run; they vary by some 20 % from run to run.",
      [HEAD, ...rows.map(line)].join("\n"),
    ].join("\n\n") + "\n",
  );
}

await main();
