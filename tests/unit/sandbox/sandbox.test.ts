import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Verdict } from "@/lib/domain/verdict";
import { createSandbox } from "@/lib/sandbox/process-sandbox";
import type { SandboxItem } from "@/lib/sandbox/sandbox";
import { javascriptAttacks, javascriptTampering } from "@/tests/fixtures/sandbox/javascript-attacks";
import { pythonAttacks, pythonTampering } from "@/tests/fixtures/sandbox/python-attacks";

const folder = mkdtempSync(path.join(tmpdir(), "touchstone-sandbox-"));
const canary = path.join(folder, "canary");
const sandbox = createSandbox({ size: 2, cacheFolder: ".cache/sandbox" });
let server: Server;
let port = 0;
let calls = 0;

beforeAll(async () => {
  writeFileSync(canary, "untouched");
  process.env["TOUCHSTONE_CANARY"] = "secret";
  server = createServer((_, response) => {
    calls += 1;
    response.end("got out");
  });
  server.on("connection", () => (calls += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
  // The first interpreter waits for its memory image.
  await sandbox.run({
    language: "python",
    source: "def check(output, context): return True",
    items: [item("x")],
  });
}, 180_000);

afterAll(async () => {
  await sandbox.close();
  server.close();
  rmSync(folder, { recursive: true });
});

const item = (output: string, input: Record<string, string> = {}): SandboxItem => ({
  output,
  context: { input, prompt: null, metadata: {} },
});
const items = (...outputs: string[]) => outputs.map((output) => item(output));
const kinds = (verdicts: readonly Verdict[]) => verdicts.map(({ kind }) => kind);
const errorOf = (verdict: Verdict | undefined) => (verdict?.kind === "error" ? verdict.message : "no error");
const armed = (source: string) => source.replaceAll("CANARY", canary).replaceAll("PORT", String(port));

const honest = {
  javascript:
    'function check(output) { const parts = [...output.split(" ")]; parts.push("x"); return /sorry/.test(output) && JSON.parse("[1]")[0] === 1; }',
  python:
    'import re, json\ndef check(output, context):\n    return bool(re.search("sorry", output)) and json.loads("[1]")[0] == 1 and len(str(output)) > 0',
} as const;

async function expectUnharmed(language: keyof typeof honest) {
  const verdicts = await sandbox.run({
    language,
    source: honest[language],
    items: items("so sorry", "fine"),
  });
  expect(verdicts).toEqual([{ kind: "pass" }, { kind: "fail" }]);
  expect(readFileSync(canary, "utf8")).toBe("untouched");
  expect(calls).toBe(0);
}

const suites = [
  { language: "javascript", attacks: javascriptAttacks, tampering: javascriptTampering },
  { language: "python", attacks: pythonAttacks, tampering: pythonTampering },
] as const;

describe.each(suites)("untrusted $language", ({ language, attacks, tampering }) => {
  it("is attacked in at least 60 ways", () => {
    expect(attacks.length + tampering.length).toBeGreaterThanOrEqual(60);
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
  });

  it.concurrent.each(attacks)(
    "does not get out by $name",
    async ({ source }) => {
      const [verdict] = await sandbox.run(
        { language, source: armed(source), items: items("an output") },
        { limits: { perItemMs: 300 } },
      );
      expect(verdict?.kind).not.toBe("pass");
      expect(verdict?.kind).toMatch(/^(fail|error)$/);
      if (verdict?.kind === "error") expect(verdict.message).toMatch(/\S.{3,}/);
    },
    60_000,
  );

  it("has done no harm outside", () => expectUnharmed(language), 30_000);

  it.each(tampering)(
    "cannot change what the next assertion says by spoiling $name",
    async ({ source }) => {
      const verdicts = await sandbox.run({ language, source, items: items("a", "b") });
      expect(verdicts).toHaveLength(2);
      await expectUnharmed(language);
    },
    30_000,
  );

  it("keeps an error apart from a failure, and goes on after a time-out", async () => {
    const source =
      language === "javascript"
        ? 'function check(o) { if (o === "loop") for (;;); if (o === "throw") throw new TypeError("boo"); return o === "good"; }'
        : 'def check(o, c):\n    while o == "loop": pass\n    if o == "throw": raise TypeError("boo")\n    return o == "good"';
    const verdicts = await sandbox.run(
      { language, source, items: items("good", "loop", "throw", "bad", "good") },
      { limits: { perItemMs: 200 } },
    );
    expect(kinds(verdicts)).toEqual(["pass", "error", "error", "fail", "pass"]);
    expect(verdicts[1]).toEqual({ kind: "error", message: "timed out after 200 ms" });
    expect(errorOf(verdicts[2])).toContain("TypeError: boo");
  });

  it("stops trying an assertion that times out again and again, and says so", async () => {
    const source =
      language === "javascript" ? "function check() { for (;;); }" : "def check(o, c):\n    while True: pass";
    const verdicts = await sandbox.run(
      { language, source, items: items(...Array.from("abcdefghij")) },
      { limits: { perItemMs: 100 } },
    );
    expect(new Set(kinds(verdicts))).toEqual(new Set(["error"]));
    expect(errorOf(verdicts[9])).toMatch(/^not run: on 3 outputs before/);
  });

  it("sees the context as it is, with hostile keys and any text", async () => {
    const output = "שלום 😀 \u202e\u0000 </script> \ud800";
    const context = {
      input: { question: "¿qué?", ...Object.fromEntries([["__proto__", "polluted"]]) },
      prompt: "a prompt",
      metadata: { n: 3, list: [1, null] },
    };
    const source =
      language === "javascript"
        ? 'function check(o, c) { return { pass: o.includes("😀") && c.input.question === "¿qué?" && c.prompt === "a prompt" && c.metadata.list[1] === null && ({}).polluted === undefined, reason: "seen " + c.metadata.n }; }'
        : 'def check(o, c):\n    return {"pass": "😀" in o and c["input"]["question"] == "¿qué?" and c["prompt"] == "a prompt" and c["metadata"]["list"][1] is None, "reason": "seen " + str(c["metadata"]["n"])}';
    const verdicts = await sandbox.run({ language, source, items: [{ output, context }] });
    expect(verdicts).toEqual([{ kind: "pass", reason: "seen 3" }]);
  });

  it("judges an output of 10 MB, and many small ones in order", async () => {
    const big = "x".repeat(10 << 20);
    const source =
      language === "javascript"
        ? "function check(o) { return o.length > 5; }"
        : "def check(o, c):\n    return len(o) > 5";
    const outputs = [big, ...Array.from({ length: 6_000 }, (_, i) => "y".repeat(i % 12))];
    const verdicts = await sandbox.run(
      { language, source, items: items(...outputs) },
      { limits: { perItemMs: 5_000 } },
    );
    expect(kinds(verdicts)).toEqual(outputs.map((text) => (text.length > 5 ? "pass" : "fail")));
  }, 180_000);

  it("can be called off", async () => {
    const calledOff = new AbortController();
    const source =
      language === "javascript" ? "function check() { for (;;); }" : "def check(o, c):\n    while True: pass";
    const run = sandbox.run(
      { language, source, items: items("a", "b") },
      { limits: { perItemMs: 60_000 }, signal: calledOff.signal },
    );
    setTimeout(() => calledOff.abort(new Error("called off")), 600);
    await expect(run).rejects.toThrow("called off");
    await expectUnharmed(language);
  }, 180_000);
});
