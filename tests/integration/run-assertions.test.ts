import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { db, pool } from "@/lib/db/client";
import { findUnfinishedAssertions } from "@/lib/db/unfinished";
import type { SandboxJob, Sandbox } from "@/lib/sandbox/sandbox";
import { createSandbox } from "@/lib/sandbox/process-sandbox";
import type { Ports } from "@/lib/workflow/ports";
import { runAssertion } from "@/lib/workflow/run-assertions";
import { aCandidate, storedVerdicts, verdictLetters } from "@/tests/support/candidates";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";

endDatabaseAfterAll();

const sandbox = createSandbox({ size: 2, cacheFolder: ".cache/sandbox" });
afterAll(() => sandbox.close());

const portsWith = (box: Sandbox): Ports => ({
  sandbox: box,
  connectedModel: async () => null,
  now: () => new Date(),
});
const never = new AbortController().signal;

/** Passes everything, and calls `onRun` before it answers. */
const countingSandbox = (onRun: (job: SandboxJob) => Promise<void> | void): Sandbox => ({
  run: async (job) => {
    await onRun(job);
    return job.items.map(() => ({ kind: "pass" }));
  },
  close: async () => undefined,
});

it("writes a verdict for every output, in both languages, and a second run finds nothing to do", async () => {
  const { projectId, outputIds } = await aProject(["good", "bad one", "good too", "bad"]);
  const criterion = await storeCriterion(projectId);
  const source = {
    javascript:
      "function check(output, context) { return { pass: !output.includes('bad'), reason: context.input.question }; }",
    python: "def check(output, context):\n    return 'bad' not in output",
  };
  for (const kind of ["javascript", "python"] as const) {
    const { id } = await aCandidate(projectId, criterion, { kind, source: source[kind] });
    await runAssertion(portsWith(sandbox), { projectId, assertionId: id }, never);
    expect(await verdictLetters(id, outputIds)).toBe("pfpf");
    const [first] = await storedVerdicts(id);
    expect(first?.detail).toBe(kind === "javascript" ? "Question 0" : null);
    let runs = 0;
    const counting = countingSandbox(() => {
      runs += 1;
    });
    await runAssertion(portsWith(counting), { projectId, assertionId: id }, never);
    expect(runs).toBe(0);
  }
});

it.each([
  [
    "throws",
    "function check(output) { if (output === 'b') throw new TypeError('no b\\u0000'); return true; }",
    "no b",
  ],
  ["never ends", "function check(output) { while (output === 'b') {} return true; }", "timed out after"],
  [
    "allocates without end",
    "function check(output) { const all = []; while (output === 'b') all.push('x'.repeat(1e6) + all.length); return true; }",
    "memory",
  ],
  [
    "returns a Promise",
    "function check(output) { return output === 'b' ? Promise.resolve(false) : true; }",
    "Promise",
  ],
  [
    "returns a number",
    "function check(output) { return output === 'b' ? 0 : true; }",
    "return true or false",
  ],
])("an assertion that %s gives an error with its message, never a failure", async (_, source, message) => {
  const { projectId, outputIds } = await aProject(["a", "b", "c"]);
  const { id } = await aCandidate(projectId, await storeCriterion(projectId), { kind: "javascript", source });
  await runAssertion(portsWith(sandbox), { projectId, assertionId: id }, never);
  expect(await verdictLetters(id, outputIds)).toBe("pep");
  expect((await storedVerdicts(id))[1]?.detail).toContain(message);
});

it.each([
  ["js", "js.process.exit(1)"],
  ["socket", "socket.create_connection(('127.0.0.1', 1))"],
  ["os", "os.system('exit 1')"],
])("a Python assertion that imports %s errs, and reaches nothing", async (name, reach) => {
  const { projectId, outputIds } = await aProject(["a", "b"]);
  const lines = [`import ${name}`, reach, "return False"].map((line) => `        ${line}`);
  const source = ["def check(output, context):", "    if output == 'b':", ...lines, "    return True"].join(
    "\n",
  );
  const { id } = await aCandidate(projectId, await storeCriterion(projectId), { kind: "python", source });
  await runAssertion(portsWith(sandbox), { projectId, assertionId: id }, never);
  expect(await verdictLetters(id, outputIds)).toBe("pe");
});

it("killed midway leaves exactly the missing verdicts, which the next run asks for", async () => {
  const texts = Array.from({ length: 2_300 }, (_, i) => `text ${i}`);
  const { projectId, outputIds } = await aProject(texts);
  const implementation = { kind: "javascript", source: "function check() { return true; }" } as const;
  const { id } = await aCandidate(projectId, await storeCriterion(projectId), implementation);
  const target = { projectId, assertionId: id };
  const ending = new AbortController();
  const dying = countingSandbox(({ items }) => {
    if (items[0]?.output === "text 1000") ending.abort(new Error("the process ends"));
    ending.signal.throwIfAborted();
  });
  await expect(runAssertion(portsWith(dying), target, ending.signal)).rejects.toThrow("the process ends");
  expect(await verdictLetters(id, outputIds)).toBe("p".repeat(1_000) + ".".repeat(1_300));
  expect(await findUnfinishedAssertions()).toContainEqual(target);
  const asked: string[] = [];
  const next = countingSandbox(({ items }) => void asked.push(...items.map(({ output }) => output)));
  await runAssertion(portsWith(next), target, never);
  expect(asked).toEqual(texts.slice(1_000));
  expect(await findUnfinishedAssertions()).not.toContainEqual(target);
});

it("two runs at once write each verdict once", async () => {
  const { projectId, outputIds } = await aProject(["a", "b", "c"]);
  const implementation = { kind: "javascript", source: "function check() { return true; }" } as const;
  const { id } = await aCandidate(projectId, await storeCriterion(projectId), implementation);
  const slow = countingSandbox(() => wait(50));
  const run = () => runAssertion(portsWith(slow), { projectId, assertionId: id }, never);
  await Promise.all([run(), run(), run()]);
  expect(await verdictLetters(id, outputIds)).toBe("ppp");
});

it("ends by itself when the project is deleted while it runs", async () => {
  const { projectId } = await aProject(Array.from({ length: 1_500 }, (_, i) => `text ${i}`));
  const implementation = { kind: "javascript", source: "function check() { return true; }" } as const;
  const { id } = await aCandidate(projectId, await storeCriterion(projectId), implementation);
  let runs = 0;
  const deleting = countingSandbox(async () => {
    runs++;
    await db.project.delete({ where: { id: projectId } });
  });
  await runAssertion(portsWith(deleting), { projectId, assertionId: id }, never);
  expect(runs).toBe(1);
  expect(await storedVerdicts(id)).toEqual([]);
  await runAssertion(portsWith(deleting), { projectId, assertionId: id }, never);
  expect(runs).toBe(1);
});

it("a worker that is killed with SIGKILL loses no verdict, and the next one finishes", async () => {
  const { projectId, outputIds } = await aProject(Array.from({ length: 3_000 }, (_, i) => `text ${i}`));
  const source =
    "function check(output) { let x = 0; for (let i = 0; i < 30000; i++) x += i; return x > 0 && output.length % 2 === 0; }";
  const { id } = await aCandidate(projectId, await storeCriterion(projectId), { kind: "javascript", source });
  const worker = spawn(process.execPath, ["--import", "tsx", "bin/worker.ts"], {
    env: { ...process.env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const written = async () =>
    (
      await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM "Verdict" WHERE "assertionId" = $1`, [
        id,
      ])
    ).rows[0]?.n ?? 0;
  const over = new Promise((resolve) => worker.once("exit", resolve));
  for (let tries = 0; (await written()) === 0 && tries < 500; tries++) await wait(50);
  worker.kill("SIGKILL");
  await over;
  const before = await storedVerdicts(id);
  // In whole batches: what was under way is not there in part.
  expect(before.length % 1_000).toBe(0);
  expect(before.length).toBeGreaterThan(0);
  await runAssertion(portsWith(sandbox), { projectId, assertionId: id }, never);
  expect(await verdictLetters(id, outputIds)).toBe(
    outputIds.map((_, i) => (`text ${i}`.length % 2 === 0 ? "p" : "f")).join(""),
  );
});
