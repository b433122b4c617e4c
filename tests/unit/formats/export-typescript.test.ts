import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { EvaluatorAssertion } from "@/lib/domain/evaluator";
import { exportFiles } from "@/lib/formats/export-files";
import {
  anEvaluator,
  anOutput,
  judge,
  javascript,
  python,
  SHORT_JS,
  twoMembers,
} from "../../support/an-evaluator";
import { parsedResult } from "../../support/parsed-results";

// Real runners are started, on machines that have other things to do.
vi.setConfig({ testTimeout: 120_000 });

// An expectation of Vitest is of type any.
const syntaxError: unknown = expect.stringContaining("SyntaxError");

const asked = { kind: "judge", criterion: null, question: "Is it\npolite?" } as const;
const item = (id: string) => ({ id, question: "Is it?", weight: "primary" as const });
const exemplar = (label: "good" | "bad") => ({
  ...{ outputId: null, text: "Hi\nAda", variables: { "a\nb": "c\nd" }, label, note: "", borderline: false },
});
const JUDGES: readonly EvaluatorAssertion[] = [
  judge("polite", "Is it polite?"),
  { ...asked, name: "shown", design: "few-shot", exemplars: [exemplar("good"), exemplar("bad")] },
  { ...asked, name: "all", design: "checklist", items: [item("a"), item("b")], rule: { kind: "all" } },
  { ...asked, name: "share", design: "probability", samples: 3, threshold: 0.5 },
  {
    ...{ ...asked, name: "bench", design: "jury", rule: { kind: "veto", votes: 1 } },
    members: [
      { name: "one", judge: { ...asked, design: "rubric", levels: ["1", "2", "3", "4", "5"], passFrom: 3 } },
      { name: "two", judge: { ...asked, design: "for-and-against" } },
    ],
  },
];

// Inside the checkout, so that the bundle finds vitest and the types of Node as it would in a project of its own.
const base = path.resolve(".cache/exports");
mkdirSync(base, { recursive: true });
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function unpack({ manifest, outputs }: ReturnType<typeof twoMembers>): string {
  const folder = mkdtempSync(path.join(base, "typescript-"));
  folders.push(folder);
  writeFileSync(path.join(folder, "vitest.config.mjs"), "export default {};\n");
  for (const file of exportFiles(manifest, outputs, "typescript").files)
    writeFileSync(path.join(folder, file.path), file.text);
  return folder;
}

/** Not synchronous: the model's stand-in in this process has to answer meanwhile. */
async function node(
  folder: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ readonly status: number | null; readonly stdout: string }> {
  const { PATH } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH, HOME: folder, NODE_ENV: "test", NO_COLOR: "1", ...env },
  });
  let stdout = "";
  child.stdout.on("data", (part) => (stdout += String(part)));
  child.stderr.on("data", (part) => (stdout += String(part)));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, stdout };
}

const vitest = (folder: string, env?: Record<string, string>) =>
  node(
    folder,
    [path.resolve("node_modules/vitest/vitest.mjs"), "run", "evaluators.test.ts", "--root", folder],
    env,
  );

const tsx = (folder: string, code: string, env?: Record<string, string>) =>
  node(
    folder,
    ["--import", "tsx", "--input-type=module", "-e", `import * as e from "./evaluators.ts";\n${code}`],
    env,
  );

describe("the TypeScript export", () => {
  it("passes its own tests, and fails them when a source was changed", async () => {
    const evaluator = twoMembers();
    const before = await vitest(unpack(evaluator));
    expect(before.stdout).toMatch(/Tests\s+3 passed/);
    expect(before.stdout).toContain("disagrees with the graders: 3 graded good evaluator says fail");
    const [short, apology] = evaluator.manifest.assertions;
    if (short?.kind !== "javascript" || !apology) throw new Error("expected a JavaScript member first");
    const changed = {
      ...evaluator.manifest,
      assertions: [{ ...short, source: SHORT_JS.replace("20", "2000") }, apology],
    };
    const after = await vitest(unpack({ ...evaluator, manifest: changed }));
    expect(after.status).toBe(1);
    expect(after.stdout).toMatch(/Tests\s+2 failed \| 1 passed/);
  });

  it("compiles under the strictest settings", () => {
    const folder = unpack(anEvaluator([...JUDGES, ...twoMembers().manifest.assertions], []));
    const program = ts.createProgram(
      [path.join(folder, "evaluators.ts"), path.join(folder, "evaluators.test.ts")],
      {
        strict: true,
        noEmit: true,
        noUncheckedIndexedAccess: true,
        exactOptionalPropertyTypes: true,
        noPropertyAccessFromIndexSignature: true,
        noUnusedLocals: true,
        erasableSyntaxOnly: true,
        verbatimModuleSyntax: true,
        skipLibCheck: true,
        target: ts.ScriptTarget.ES2023,
        lib: ["lib.es2023.d.ts"],
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        types: ["node"],
      },
    );
    const messages = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
    expect(messages).toEqual([]);
  });

  it("gives an error that names what is missing, never a pass or a fail", async () => {
    const folder = unpack(
      anEvaluator([judge("polite", "Is it polite?"), python("p", "def check(o, c): return True")], []),
    );
    const { stdout } = await tsx(
      folder,
      'process.env.PATH = ""; console.log(JSON.stringify(await e.evaluate({ output: "Hi" })))',
    );
    expect(parsedResult(stdout)).toEqual({
      id: null,
      pass: null,
      verdicts: {
        polite: { kind: "error", reason: "no model is connected: set OPENAI_API_KEY" },
        p: { kind: "error", reason: "python3 was not found: this assertion is written in Python" },
      },
    });
  });

  it("keeps exceptions, promises, endless loops and odd answers apart from failures", async () => {
    const folder = unpack(
      anEvaluator(
        [
          javascript("throws", "function check(output) { return output.x.y }"),
          javascript("promise", "async function check() { return true }"),
          javascript("loops", "const check = () => { while (true) {} }"),
          javascript("odd", "const check = () => 'yes'"),
          javascript("none", "const chek = () => true"),
          javascript("broken", "const check = ("),
          javascript("patches", "JSON.stringify = null; globalThis.leak = 1; const check = () => true"),
          javascript(
            "is alone",
            "const check = () => typeof leak === 'undefined' && typeof process === 'undefined'",
          ),
        ],
        [{ output: anOutput(1, "Hi"), label: "good", verdicts: Array.from({ length: 8 }, () => null) }],
      ),
    );
    const { stdout } = await tsx(folder, 'console.log(JSON.stringify(await e.evaluate({ output: "Hi" })))');
    expect(parsedResult(stdout).verdicts).toEqual({
      throws: { kind: "error", reason: "TypeError: Cannot read properties of undefined (reading 'y')" },
      promise: { kind: "error", reason: "check returned a Promise: return true or false" },
      loops: { kind: "error", reason: "timed out" },
      odd: { kind: "error", reason: "check returned string: return true or false" },
      none: { kind: "error", reason: "Error: the source defines no function check(output, context)" },
      broken: { kind: "error", reason: syntaxError },
      patches: { kind: "pass" },
      "is alone": { kind: "pass" },
    });
  });
});
