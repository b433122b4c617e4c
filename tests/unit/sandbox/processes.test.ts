import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Verdict } from "@/lib/domain/verdict";
import { startChild } from "@/lib/sandbox/child";
import { createSandbox } from "@/lib/sandbox/process-sandbox";
import { toVerdict } from "@/lib/sandbox/protocol";
import type { SandboxItem } from "@/lib/sandbox/sandbox";

const folder = mkdtempSync(path.join(tmpdir(), "touchstone-processes-"));
afterAll(() => rmSync(folder, { recursive: true }));

const items = (...outputs: string[]): SandboxItem[] =>
  outputs.map((output) => ({ output, context: { input: {}, prompt: null, metadata: {} } }));
const kinds = (verdicts: readonly Verdict[]) => verdicts.map(({ kind }) => kind);
const errorOf = (verdict: Verdict | undefined) => (verdict?.kind === "error" ? verdict.message : "no error");
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
};
const fixture = (script: string) => ({
  script: `../../tests/fixtures/sandbox/${script}`,
  args: [],
  reads: [`tests/fixtures/sandbox/${script}`],
});
const chunk = { source: "", text: "[1]", count: 1, perItemMs: 100, jobMs: 1_000, memoryMb: 64 };

/** Processes whose parent is this one, by what the system says. */
function childrenOf(parent: number): number[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? [pid] : []));
}
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("the sandbox's processes", () => {
  it("have no files, environment, network, processes, workers or code from strings, whatever gets to run there", async () => {
    const canary = path.join(folder, "canary");
    writeFileSync(canary, "untouched");
    let calls = 0;
    const server = createServer((_, response) => response.end()).on("connection", () => (calls += 1));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : null;
    const child = await startChild(fixture("locked-child.mjs"));
    const done = await child.judge({ ...chunk, text: JSON.stringify([{ port, canary }]) });
    child.kill();
    server.close();
    expect(done?.results).toEqual([["p", ""]]);
    expect(readFileSync(canary, "utf8")).toBe("untouched");
    expect(calls).toBe(0);
  }, 180_000);

  it("cannot answer for a chunk whose token they do not know", async () => {
    const child = await startChild(fixture("lying-child.mjs"));
    expect(await child.judge(chunk)).toBeNull();
    expect(child.isAlive()).toBe(false);
  }, 180_000);

  it("end by themselves when the server is killed", async () => {
    const host = spawn(process.execPath, ["--import", "tsx", "tests/fixtures/sandbox/doomed-host.ts"], {
      stdio: "ignore",
    });
    const pid = host.pid ?? 0;
    await until(() => childrenOf(pid).length >= 3);
    const children = childrenOf(pid);
    host.kill("SIGKILL");
    await until(() => !children.some(isAlive));
    expect(children.length).toBeGreaterThanOrEqual(3);
  }, 180_000);

  it("are gone after close, and jobs under way reject rather than learn something false", async () => {
    const before = childrenOf(process.pid);
    const sandbox = createSandbox({ size: 1, cacheFolder: null });
    const job = { language: "javascript", items: items("a", "b") } as const;
    await sandbox.run({ ...job, source: "function check() { return true; }" });
    const started = childrenOf(process.pid).filter((pid) => !before.includes(pid));
    expect(started.length).toBeGreaterThanOrEqual(1);
    const run = sandbox.run(
      { ...job, source: "function check() { for (;;); }" },
      { limits: { perItemMs: 60_000 } },
    );
    const rejected = expect(run).rejects.toThrow("The sandbox is closed");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await sandbox.close();
    await rejected;
    await expect(sandbox.run({ ...job, source: "" })).rejects.toThrow("The sandbox is closed");
    await until(() => !started.some(isAlive));
  }, 180_000);
});

describe("the memory image of Python", () => {
  const source = "def check(output, context): return output == 'a'";

  it("is made at first use, and thrown away when it is damaged", async () => {
    const cacheFolder = path.join(folder, "images");
    const judge = async () => {
      const sandbox = createSandbox({ size: 1, cacheFolder });
      const verdicts = await sandbox.run({ language: "python", source, items: items("a", "b") });
      await sandbox.close();
      return kinds(verdicts);
    };
    expect(await judge()).toEqual(["pass", "fail"]);
    const [image = ""] = readdirSync(cacheFolder);
    writeFileSync(path.join(cacheFolder, image), "damaged");
    expect(await judge()).toEqual(["pass", "fail"]);
    expect(existsSync(path.join(cacheFolder, image))).toBe(false);
  }, 180_000);
});

describe("limits", () => {
  const sandbox = createSandbox({ size: 2, cacheFolder: ".cache/sandbox" });
  afterAll(() => sandbox.close());
  const slow = {
    javascript: "function check() { const end = Date.now() + 40; while (Date.now() < end); return true; }",
    python:
      "import time\ndef check(output, context):\n    end = time.time() + 0.04\n    while time.time() < end: pass\n    return True",
  } as const;

  it.each(["javascript", "python"] as const)(
    "end a slow %s job, and say of the rest that it was not run",
    async (language) => {
      const outputs = Array.from({ length: 1_200 }, String);
      const verdicts = await sandbox.run(
        { language, source: slow[language], items: items(...outputs) },
        { limits: { perJobMs: 2_500 } },
      );
      expect(verdicts).toHaveLength(1_200);
      expect(verdicts[0]).toEqual({ kind: "pass" });
      expect(errorOf(verdicts.at(-1))).toMatch(/^not run: the assertion had used up/);
    },
    60_000,
  );

  it("find the one output that kills its process, and judge the others", async () => {
    const source =
      'import itertools\ndef check(output, context):\n    if output == "3": sum(itertools.repeat(1))\n    return int(output) % 2 == 0';
    const verdicts = await sandbox.run(
      { language: "python", source, items: items("0", "1", "2", "3", "4", "5") },
      { limits: { perItemMs: 100 } },
    );
    expect(kinds(verdicts)).toEqual(["pass", "fail", "pass", "error", "pass", "fail"]);
    expect(errorOf(verdicts[3])).toContain("no longer answered");
  }, 180_000);

  it("hold JavaScript to its memory, but give a large output room", async () => {
    const source =
      "function check(output) { const kept = []; for (let i = 0; i < 40; i++) kept.push(new Uint8Array(1e6)); return output.length > 0; }";
    const limits = { memoryMb: 32, perItemMs: 5_000 };
    const small = await sandbox.run({ language: "javascript", source, items: items("a") }, { limits });
    expect(errorOf(small[0])).toContain("out of memory");
    const large = await sandbox.run(
      { language: "javascript", source, items: items("x".repeat(10 << 20)) },
      { limits },
    );
    expect(large[0]).toEqual({ kind: "pass" });
  }, 180_000);

  it("run jobs at the same time, each with its own verdicts", async () => {
    const job = (language: "javascript" | "python", n: number) =>
      sandbox.run({
        language,
        source:
          language === "javascript"
            ? `const check = (o) => o === "${n}";`
            : `def check(o, c): return o == "${n}"`,
        items: items("0", "1", "2", "3", "4", "5"),
      });
    const wanted = [0, 1, 2, 3, 4, 5].map((n) => ({
      language: n % 2 === 0 ? ("javascript" as const) : ("python" as const),
      n,
    }));
    const all = await Promise.all(wanted.map(({ language, n }) => job(language, n)));
    for (const { n } of wanted)
      expect(all[n]?.map(({ kind }) => kind === "pass")).toEqual([0, 1, 2, 3, 4, 5].map((m) => m === n));
  }, 180_000);

  it("give nothing for no outputs", async () => {
    expect(await sandbox.run({ language: "python", source: "", items: [] })).toEqual([]);
  });
});

describe("what is recorded of a result", () => {
  it("is short, one line, and text that a database takes", () => {
    expect(toVerdict(["e", "line 1:\n  TypeError: a\u0000b \ud800"])).toEqual({
      kind: "error",
      message: "line 1: TypeError: ab \ufffd",
    });
    expect(toVerdict(["f", "x".repeat(9_000)])).toEqual({ kind: "fail", reason: "x".repeat(500) });
    expect(toVerdict(["e", ""])).toEqual({ kind: "error", message: "it failed without a message" });
  });
});
