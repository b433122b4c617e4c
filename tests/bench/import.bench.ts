import { createServer } from "node:http";
import { mulberry32 } from "@/lib/domain/rng";
import { createTestDatabase, startThrowawayPostgres } from "@/tests/support/throwaway-postgres.mjs";
import type { BenchRow } from "./bench-row";

const ROWS = 100_000;
const ASK_EVERY_MS = 100;

/** Rows of some 300 characters with variables, a grade of a criterion and a note. */
async function* someFile(): AsyncGenerator<Uint8Array> {
  const rng = mulberry32(5);
  const words =
    "the parcel left us on monday and will be with you soon sorry for the wait kind regards".split(" ");
  const text = (count: number) =>
    Array.from({ length: count }, () => words[Math.floor(rng() * words.length)] ?? "").join(" ");
  let lines = "id,question,output,model,grade: polite,note\n";
  for (let i = 0; i < ROWS; i++) {
    const label = i % 10 === 0 ? (rng() < 0.4 ? "bad" : "good") : "";
    lines += `r${i},${text(12)},"${text(40)}, ${i}",m${i % 3},${label},${label === "bad" ? text(5) : ""}\n`;
    if (lines.length < 1 << 16) continue;
    yield Buffer.from(lines);
    lines = "";
  }
  yield Buffer.from(lines);
}

type Answers = { readonly worst: number; readonly p99: number };

/** Asks a server of this process again and again. Times count from when a request was due, so that no stall is hidden. */
async function whileAsking(url: string, work: () => Promise<void>): Promise<Answers> {
  const times: number[] = [];
  const asked: Promise<void>[] = [];
  const begun = performance.now();
  const timer = setInterval(() => {
    while (begun + asked.length * ASK_EVERY_MS <= performance.now())
      asked.push(ask(begun + asked.length * ASK_EVERY_MS));
  }, ASK_EVERY_MS);
  const ask = async (due: number) => {
    const response = await fetch(url);
    await response.text();
    if (!response.ok) throw new Error(`It answered ${response.status}`);
    times.push(performance.now() - due);
  };
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  await Promise.all(asked);
  times.sort((a, b) => a - b);
  return { worst: times.at(-1) ?? 0, p99: times[Math.floor(0.99 * (times.length - 1))] ?? 0 };
}

/** A file of 100,000 rows into the embedded database, with its settings of every day, from upload to the last row. */
export async function run(): Promise<BenchRow[]> {
  const { url, stop } = await startThrowawayPostgres({ fast: false });
  try {
    // Read by lib/env when the modules below are loaded.
    process.env["DATABASE_URL"] = await createTestDatabase(url, "bench");
    return await measure();
  } finally {
    stop();
  }
}

async function measure(): Promise<BenchRow[]> {
  const { previewImport, receiveFile, runImport, startImport } =
    await import("@/lib/workflow/import-outputs");
  const { findImport } = await import("@/lib/db/imports");
  const { listProjects } = await import("@/lib/db/projects");
  const { stopBackground } = await import("@/lib/workflow/work-in-background");
  const server = createServer((_, response) => {
    listProjects().then(
      (projects) => response.end(JSON.stringify(projects)),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}/`;
  // A server that has just started loads Prisma with the first request.
  for (let i = 0; i < 5; i++) await (await fetch(url)).text();
  let seconds = 0;
  let outputs = 0;
  const answers = await whileAsking(url, async () => {
    const startedAt = performance.now();
    const received = await receiveFile("bench.csv", someFile(), "local");
    if (!received.ok) throw new Error("It was not taken.");
    const { importId } = received.value;
    const preview = await previewImport(importId);
    if (!preview.ok) throw new Error("It has no preview.");
    const { mapping } = preview.value;
    await startImport(importId, { projectId: null, name: "bench", promptTemplate: "", mapping });
    await runImport(importId);
    seconds = (performance.now() - startedAt) / 1_000;
    outputs = (await findImport(importId))?.outcome?.outputs ?? 0;
  });
  server.close();
  server.closeAllConnections();
  await stopBackground();
  if (outputs !== ROWS) throw new Error(`${outputs} of ${ROWS} rows came in.`);
  const row = (name: string, ours: number, [limit, unit]: readonly [number, string]): BenchRow => ({
    ...{ name, ours, baseline: null, unit, ratio: null },
    ...{ goal: `under ${limit} ${unit}`, met: ours < limit },
  });
  return [
    row("Import of 100,000 rows, from upload to the last row", seconds, [60, "s"]),
    row("Slowest answer to another request meanwhile", answers.worst, [200, "ms"]),
    row("99 of 100 answers meanwhile, at most", answers.p99, [200, "ms"]),
  ];
}
