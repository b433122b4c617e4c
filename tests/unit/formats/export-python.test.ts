import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { exportFiles } from "@/lib/formats/export-files";
import {
  anEvaluator,
  anOutput,
  judge,
  NO_APOLOGY_PY,
  python,
  SHORT_JS,
  javascript,
  twoMembers,
} from "../../support/an-evaluator";
import { parsedJson, parsedRun } from "../../support/parsed-results";

// Real runners are started, on machines that have other things to do.
vi.setConfig({ testTimeout: 120_000 });

/** An expectation of Vitest is of type any. */
const containing = (text: string): unknown => expect.stringContaining(text);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function unpack({ manifest, outputs }: ReturnType<typeof twoMembers>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "touchstone-python-"));
  folders.push(folder);
  for (const file of exportFiles(manifest, outputs, "python").files)
    writeFileSync(path.join(folder, file.path), file.text);
  return folder;
}

const python3 = (folder: string, args: readonly string[], env: Record<string, string> = {}) =>
  spawnSync("python3", args, {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: folder, NODE_ENV: "test", PYTHONDONTWRITEBYTECODE: "1", ...env },
  });

const hasPython = spawnSync("python3", ["--version"]).status === 0;
const hasPytest = spawnSync("python3", ["-m", "pytest", "--version"]).status === 0;
if (!hasPython) console.warn("skipped: python3 is not installed here");
else if (!hasPytest) console.warn("skipped in part: pytest is not installed here");

const evaluateIn = (folder: string, call: string, env: Record<string, string> = {}): unknown => {
  const { stdout, stderr } = python3(
    folder,
    ["-c", `import json, evaluators\nprint(json.dumps(${call}))`],
    env,
  );
  if (stdout === "") throw new Error(stderr);
  return parsedJson(stdout);
};

describe.skipIf(!hasPython)("the Python export", () => {
  it("says of every example what was published, in both languages", () => {
    const folder = unpack(twoMembers());
    const { stdout, stderr, status } = python3(folder, [
      "evaluators.py",
      "examples.jsonl",
      "--min-pass-rate",
      "0.25",
    ]);
    expect(stderr).toBe("");
    const { passRate, results } = parsedRun(stdout);
    expect(results.map(({ pass }) => pass)).toEqual([true, false, false, false]);
    expect(results[2]?.verdicts["short"]).toEqual({
      kind: "fail",
      reason: "46 characters, asked: When\u2028?",
    });
    expect(passRate).toBe(0.25);
    expect(status).toBe(0);
    expect(python3(folder, ["evaluators.py", "examples.jsonl", "--min-pass-rate", "0.5"]).status).toBe(1);
  });

  it.skipIf(!hasPytest)("passes its own tests, and fails them when a source was changed", () => {
    const evaluator = twoMembers();
    const folder = unpack(evaluator);
    const before = python3(folder, ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-s"]);
    expect(before.stdout).toContain("3 passed");
    expect(before.stdout).toContain("disagrees with the graders: 3 graded good evaluator says fail");
    const [short, apology] = evaluator.manifest.assertions;
    if (short?.kind !== "javascript" || !apology) throw new Error("expected a JavaScript member first");
    const changed = {
      ...evaluator.manifest,
      assertions: [{ ...short, source: SHORT_JS.replace("20", "2000") }, apology],
    };
    const after = python3(unpack({ ...evaluator, manifest: changed }), [
      "-m",
      "pytest",
      "-q",
      "-p",
      "no:cacheprovider",
    ]);
    expect(after.status).toBe(1);
    expect(after.stdout).toContain("2 failed, 1 passed");
  });

  it("gives an error that names what is missing, never a pass or a fail", () => {
    const folder = unpack(anEvaluator([judge("polite", "Is it polite?"), javascript("short", SHORT_JS)], []));
    // A PATH of one file: python3 itself.
    const where = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], {
      encoding: "utf8",
    }).stdout.trim();
    const { stdout } = spawnSync(
      where,
      ["-c", 'import json, evaluators\nprint(json.dumps(evaluators.evaluate("Hi")))'],
      {
        cwd: folder,
        encoding: "utf8",
        env: { PATH: folder, NODE_ENV: "test" },
      },
    );
    expect(parsedJson(stdout)).toEqual({
      id: null,
      pass: null,
      verdicts: {
        polite: { kind: "error", reason: "no model is connected: set OPENAI_API_KEY" },
        short: { kind: "error", reason: "node was not found: this assertion is written in JavaScript" },
      },
    });
  });

  it("keeps an exception, an exit and an odd answer apart from a failure", () => {
    const folder = unpack(
      anEvaluator(
        [
          python("raises", "def check(output, context):\n    return output['x']\n"),
          python("exits", "import sys\ndef check(output, context):\n    sys.exit(0)\n"),
          python("odd", "def check(output, context):\n    return 1\n"),
          python("prints", "def check(output, context):\n    print('{}')\n    return True\n"),
          javascript("promise", "async function check() { return true }"),
          javascript("loops", "const check = () => { while (true) {} }"),
        ],
        [],
      ),
    );
    expect(evaluateIn(folder, 'evaluators.evaluate("Hi")')).toMatchObject({
      pass: null,
      verdicts: {
        raises: { kind: "error", reason: containing("TypeError") },
        exits: { kind: "error" },
        odd: { kind: "error", reason: "check returned int: return True or False" },
        prints: { kind: "pass" },
        promise: { kind: "error", reason: containing("Promise") },
        loops: { kind: "error", reason: "timed out" },
      },
    });
  });

  it("leaves out recorded verdicts and says so", () => {
    const { manifest, outputs } = anEvaluator(
      [
        { name: "gpt-4", criterion: null, kind: "recorded", evaluator: "gpt-4" },
        python("no apology", NO_APOLOGY_PY),
      ],
      [
        { output: anOutput(1, "Fine."), label: "good", verdicts: ["fail", "pass"] },
        { output: anOutput(2, "Sorry."), label: "bad", verdicts: ["pass", "fail"] },
      ],
    );
    const { files } = exportFiles(manifest, outputs, "python");
    expect(files.find(({ path: name }) => name === "evaluators.py")?.text).toContain(
      "# | Left out: gpt-4. Its verdicts were recorded elsewhere",
    );
    const folder = unpack({ manifest, outputs });
    expect(evaluateIn(folder, '[a["name"] for a in evaluators.ASSERTIONS]')).toEqual(["no apology"]);
    if (hasPytest)
      expect(python3(folder, ["-m", "pytest", "-q", "-p", "no:cacheprovider"]).stdout).toContain("2 passed");
  });

  it("leaves out judges that need two models, and says so in every export", () => {
    const asked = { kind: "judge", question: "Polite?" } as const;
    const cascade = { ...asked, design: "cascade", samples: null, low: 0.1, high: 0.9 } as const;
    const members = [
      { name: "first cheap", judge: cascade },
      { name: "word", judge: { ...asked, design: "direct" as const } },
    ];
    const { manifest, outputs } = anEvaluator(
      [
        { ...cascade, name: "pros", criterion: null },
        { ...asked, name: "bench", criterion: null, design: "jury", rule: { kind: "majority" }, members },
        python("no apology", NO_APOLOGY_PY),
      ],
      [{ output: anOutput(1, "Fine."), label: "good", verdicts: ["pass", "pass", "pass"] }],
    );
    for (const target of ["python", "typescript", "promptfoo", "json"] as const) {
      const { files } = exportFiles(manifest, outputs, target);
      const readme = files.find(({ path: name }) => name === "README.md")?.text;
      expect(readme).toMatch(/Left out: pros\. .*touchstone run/);
      expect(readme).toMatch(/Left out: bench\. .*touchstone run/);
    }
    const folder = unpack({ manifest, outputs });
    expect(evaluateIn(folder, '[a["name"] for a in evaluators.ASSERTIONS]')).toEqual(["no apology"]);
  });
});
