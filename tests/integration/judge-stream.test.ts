import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { addChoice } from "@/lib/db/choices";
import { db } from "@/lib/db/client";
import { createOpenAiClient } from "@/lib/llm/openai-client";
import type { Ports } from "@/lib/workflow/ports";
import { runAssertion } from "@/lib/workflow/run-assertions";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { aCandidate, verdictLetters } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { startLlmServer, type LlmServer } from "@/tests/support/llm-server/server";

endDatabaseAfterAll();

const never = new AbortController().signal;
let server: LlmServer;
beforeEach(async () => {
  server = await startLlmServer();
});
afterEach(() => server.close());

function ports(concurrency: number): Ports {
  const model = createOpenAiClient(
    { baseUrl: server.url, apiKey: null, writingModel: "large", judgingModel: "small" },
    { retries: 0, concurrency },
  );
  return {
    sandbox: { run: async () => [], close: async () => undefined },
    connectedModel: async () => model,
    now: () => new Date(),
  };
}

/** A judge that a person chose: it is asked about everything. */
async function aChosenJudge(outputs: number) {
  const { projectId, outputIds } = await aProject(Array.from({ length: outputs }, (_, i) => `Reply ${i}.`));
  const criterion = await storeCriterion(projectId, { kind: "judge" });
  const implementation = { kind: "judge", design: "direct", question: "Is it without FAULT?" } as const;
  const { id } = await aCandidate(projectId, criterion, implementation);
  await addChoice({ projectId, criterionId: criterion.id, by: "ann" }, { kind: "pin", assertionId: id });
  const judged = async () => (await verdictLetters(id, outputIds)).replaceAll(".", "").length;
  return { target: { projectId, assertionId: id }, judged };
}

it("a judge uses every slot of its connection, and never more", async () => {
  const { target, judged } = await aChosenJudge(120);
  server.setMode({ kind: "slow", ms: 200 });
  await runAssertion(ports(20), target, never);
  expect([await judged(), server.calls.length, server.busiest()]).toEqual([120, 120, 20]);
  expect(await db.llmCall.count({ where: { projectId: target.projectId } })).toBe(120);
});

it("judges that run at once share the slots", async () => {
  const judges = [await aChosenJudge(60), await aChosenJudge(60), await aChosenJudge(60)];
  server.setMode({ kind: "slow", ms: 20 });
  const shared = ports(12);
  await Promise.all(judges.map(({ target }) => runAssertion(shared, target, never)));
  for (const { judged } of judges) expect(await judged()).toBe(60);
  expect(server.busiest()).toBe(12);
});

it("a process that is killed loses no answer that came: only the calls under way are made again", async () => {
  const OUTPUTS = 150;
  const AT_ONCE = 8;
  const { target, judged } = await aChosenJudge(OUTPUTS);
  server.setMode({ kind: "slow", ms: 30 });
  const worker = spawn(
    process.execPath,
    [
      ...["--import", "tsx", "tests/support/judging-worker.ts"],
      ...[target.projectId, String(target.assertionId), server.url, String(AT_ONCE)],
    ],
    { env: { ...process.env }, stdio: ["ignore", "ignore", "inherit"] },
  );
  const over = once(worker, "exit");
  while (server.calls.length < 60 && worker.exitCode === null) await wait(5);
  worker.kill("SIGKILL");
  await over;
  const before = await judged();
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(OUTPUTS);
  server.setMode({ kind: "normal" });
  await runAssertion(ports(AT_ONCE), target, never);
  expect(await judged()).toBe(OUTPUTS);
  expect(server.calls.length).toBeLessThanOrEqual(OUTPUTS + AT_ONCE);
});

it("stops when the project is deleted while judges are asked", async () => {
  const { target } = await aChosenJudge(200);
  server.setMode({ kind: "slow", ms: 10 });
  const work = runAssertion(ports(10), target, never);
  while (server.calls.length < 30) await wait(5);
  await db.project.delete({ where: { id: target.projectId } });
  await work;
  expect(server.calls.length).toBeLessThan(200);
  expect(await db.llmCall.count({ where: { projectId: target.projectId } })).toBe(0);
});
