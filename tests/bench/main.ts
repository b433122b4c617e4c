// `npm run bench [-- NAMES]`: runs tests/bench/*.bench.ts, prints a table, and keeps it in docs/benchmarks.md.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { BenchRow } from "./bench-row";

const folder = import.meta.dirname;

/** A process for each file: what one has loaded, opened or grown to is not counted against the next. */
async function runFile(file: string): Promise<readonly BenchRow[]> {
  const child = spawn(process.execPath, ["--import", "tsx", path.join(folder, "run-file.ts"), file], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const rows: unknown[] = [];
  child.on("message", (row) => rows.push(row));
  const [code]: unknown[] = await once(child, "close");
  if (code !== 0) throw new Error(`${file} ended with ${String(code)}`);
  return rows.map((row) => BenchRow.parse(row));
}

const figure = (value: number): string => {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return value >= 10 ? value.toFixed(1) : value.toPrecision(2);
};

const sayMet = (met: boolean | null): string => (met === null ? "–" : met ? "yes" : "**no**");

const line = (row: BenchRow): string =>
  `| ${[
    row.name,
    `${figure(row.ours)} ${row.unit}`,
    row.baseline === null ? "–" : `${figure(row.baseline)} ${row.unit}`,
    row.ratio === null ? "–" : `${figure(row.ratio)}×`,
    row.goal,
    sayMet(row.met),
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
  process.exitCode = rows.every((row) => row.met !== false) ? 0 : 1;
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
