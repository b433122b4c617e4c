import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";
import { LEAN } from "@/bin/run-node.mjs";
import { createTestDatabase, startThrowawayPostgres } from "@/tests/support/throwaway-postgres.mjs";
import type { BenchRow } from "./bench-row";

const CALLS = 10_000;
const SLOTS = 50;
const LATENCY_MS = 200;
const MEMORY_GOAL_MB = 400;

const Load = z.object({ calls: z.number(), busiest: z.number(), busySeconds: z.number() });

/** The stand-in as a process of its own, so that its work is not counted as ours. */
async function startStandIn(): Promise<{ readonly origin: string; readonly child: ChildProcess }> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "tests/support/llm-server/main.ts", "--port", "0"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line]: unknown[] = await once(child.stdout, "data");
  const url = /http:\S+/.exec(String(line))?.[0];
  if (url === undefined) throw new Error("the stand-in did not start");
  const { origin } = new URL(url);
  await fetch(`${origin}/control`, {
    method: "POST",
    body: JSON.stringify({ kind: "slow", ms: LATENCY_MS }),
  });
  return { origin, child };
}

/** One judge that is asked about 10,000 outputs: how many slots of the connection are busy, and what memory it takes. */
export async function run(): Promise<BenchRow[]> {
  const { url, stop } = await startThrowawayPostgres({ fast: false });
  const { origin, child } = await startStandIn();
  try {
    // Read by lib/env when the modules below are loaded.
    process.env["DATABASE_URL"] = await createTestDatabase(url, "bench");
    return await measure(origin);
  } finally {
    child.kill();
    stop();
  }
}

async function measure(origin: string): Promise<BenchRow[]> {
  const { aProject, storeCriterion } = await import("@/tests/support/a-project");
  const { aCandidate } = await import("@/tests/support/candidates");
  const { addChoice } = await import("@/lib/db/choices");
  const { stopBackground } = await import("@/lib/workflow/work-in-background");
  const texts = Array.from({ length: CALLS }, (_, i) => `Reply ${i}. ${"Some more words. ".repeat(i % 20)}`);
  const { projectId } = await aProject(texts);
  const criterion = await storeCriterion(projectId, { kind: "judge" });
  const question = "Is it without FAULT?";
  const { id } = await aCandidate(projectId, criterion, { kind: "judge", design: "direct", question });
  await addChoice({ projectId, criterionId: criterion.id, by: "bench" }, { kind: "pin", assertionId: id });
  await stopBackground();
  const { seconds, bytes } = await judge([projectId, String(id), `${origin}/v1`, String(SLOTS)]);
  const response = await fetch(`${origin}/load`);
  const load = Load.parse(await response.json());
  if (load.calls !== CALLS) throw new Error(`${load.calls} calls were made for ${CALLS} outputs`);
  const busy = (100 * load.busySeconds) / (SLOTS * seconds);
  const megabytes = bytes / 1024 ** 2;
  const common = { baseline: null, ratio: null };
  return [
    {
      ...common,
      name: `slots busy, ${CALLS.toLocaleString("en")} judge calls of ${LATENCY_MS} ms, ${SLOTS} at once`,
      ours: busy,
      unit: "%",
      goal: "at least 90 %",
      met: busy >= 90,
    },
    {
      ...common,
      name: "memory of the process that judges",
      ours: megabytes,
      unit: "MB",
      goal: `under ${MEMORY_GOAL_MB} MB`,
      met: megabytes < MEMORY_GOAL_MB,
    },
  ];
}

/** In a process of its own, as a worker does. */
async function judge(argv: readonly string[]): Promise<z.infer<typeof Told>> {
  const child = spawn(
    process.execPath,
    [LEAN, "--import", "tsx", "tests/support/judging-worker.ts", ...argv],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  await once(child, "close");
  return Told.parse(JSON.parse(Buffer.concat(parts).toString("utf8")));
}

const Told = z.object({ seconds: z.number(), bytes: z.number() });
