import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { unzipSync, strFromU8 } from "fflate";
import fc from "fast-check";
import { afterAll, describe, expect, it, vi } from "vitest";
import { ExportTarget } from "@/lib/domain/export-target";
import { exportFiles } from "@/lib/formats/export-files";
import { commentLines, fileNames, javascriptString, pythonString } from "@/lib/formats/export-text";
import { zipFiles } from "@/lib/formats/zip-files";
import {
  anEvaluator,
  anOutput,
  javascript,
  NO_APOLOGY_PY,
  python,
  SHORT_JS,
} from "../../support/an-evaluator";
import { parsedJson, parsedResults, parsedRun } from "../../support/parsed-results";

// Real runners are started, on machines that have other things to do.
vi.setConfig({ testTimeout: 120_000 });

const HOSTILE = [
  `"""\nraise SystemExit(9)\n"""`,
  `'; process.exit(9); '`,
  "*/ process.exit(9); /*",
  "`${process.exit(9)}`",
  "\u2028process.exit(9)//\u2029process.exit(9)//",
  "\r\nimport os; os._exit(9)\r\n",
  "\u000bprocess.exit(9)\u000c\u0085process.exit(9)",
  "\\u000aprocess.exit(9)\\",
  "\u0000\u202eexit\u200b\ufeff",
  "coding: utf-7",
  "@ts-nocheck @ts-expect-error # type: ignore",
  "__proto__",
  "constructor",
  "{{ env.HOME }} {% raw %} file:///etc/passwd",
  "file:///etc/passwd",
  "=1+1",
  "../../etc/passwd",
  "🙂 \ud800 עברית",
  "<script>alert(1)</script>",
  "# heading\n- [x](javascript:alert(1))",
];

const base = path.resolve(".cache/exports");
mkdirSync(base, { recursive: true });
const root = mkdtempSync(path.join(base, "hostile-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Every hostile text stands everywhere a text can: names, criteria, wordings, notes, inputs, outputs, metadata. */
const members = HOSTILE.map((text, i) => {
  const member =
    i % 2 === 0
      ? javascript(text, `// ${String(i)}\n${SHORT_JS}`)
      : python(text, `# ${String(i)}\n${NO_APOLOGY_PY}`);
  return { ...member, criterion: text, wording: text, note: text };
});
const everything = HOSTILE.join("");
const row = {
  ...anOutput(1, everything),
  externalId: everything,
  variables: Object.fromEntries(HOSTILE.map((text) => [text, text])),
  metadata: Object.fromEntries(HOSTILE.map((text) => [text, text])),
};
const { manifest: plain, outputs } = anEvaluator(members, [
  {
    output: row,
    label: "bad",
    verdicts: members.map(({ kind }) => (kind === "javascript" ? ("fail" as const) : ("pass" as const))),
  },
]);
const manifest = { ...plain, name: everything, project: everything, note: everything };

function unpack(target: ExportTarget): string {
  const folder = path.join(root, target);
  for (const { path: file, text } of exportFiles(manifest, outputs, target).files) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

const run = (command: string, args: readonly string[], cwd: string) =>
  spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "test",
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONIOENCODING: "utf-8",
    },
  });

const hasPython = spawnSync("python3", ["--version"]).status === 0;

describe("text that wants to be code", () => {
  it.skipIf(!hasPython)("stays text in the Python module", () => {
    const folder = unpack("python");
    const { stdout, stderr } = run("python3", ["evaluators.py", "examples.jsonl"], folder);
    expect(stderr).toBe("");
    const [result] = parsedRun(stdout).results;
    const verdicts = result?.verdicts ?? {};
    expect(result?.id).toBe(everything);
    // Lone surrogates included: names come back as they were given.
    expect(Object.keys(verdicts).toSorted()).toEqual(HOSTILE.toSorted());
    expect(JSON.stringify(Object.values(verdicts))).not.toContain('"kind":"error"');
  });

  it.skipIf(!hasPython)("stays text in the TypeScript module", () => {
    const folder = unpack("typescript");
    const code = `import { readFileSync } from "node:fs"; import { evaluateAll } from "./evaluators.ts";
      const rows = readFileSync("examples.jsonl", "utf8").trim().split("\\n").map((line) => JSON.parse(line));
      console.log(JSON.stringify(await evaluateAll(rows)))`;
    const { stdout, stderr } = run(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "-e", code],
      folder,
    );
    expect(stderr).toBe("");
    const [result] = parsedResults(stdout);
    const verdicts = result?.verdicts ?? {};
    expect(Object.keys(verdicts).toSorted()).toEqual(HOSTILE.toSorted());
    expect(JSON.stringify(Object.values(verdicts))).not.toContain('"kind":"error"');
  });

  it("stays text in promptfoo's files, and names no path outside", () => {
    const folder = unpack("promptfoo");
    const { files } = exportFiles(manifest, outputs, "promptfoo");
    expect(
      files.filter(
        ({ path: file }) => !/^(?:evaluators\/)?[a-zA-Z_]\w*\.(?:cjs|py|md|yaml|jsonl)$/.test(file),
      ),
    ).toEqual([]);
    expect(new Set(files.map(({ path: file }) => file.toLowerCase())).size).toBe(files.length);
    for (const { path: file } of files.filter(({ path: name }) => name.endsWith(".cjs"))) {
      expect(run(process.execPath, ["-e", `require(${JSON.stringify(`./${file}`)})`], folder)).toMatchObject({
        status: 0,
        stderr: "",
      });
    }
    const config = files.find(({ path: file }) => file === "promptfooconfig.yaml")?.text ?? "";
    const read = config.replaceAll(/^#.*$/gm, "").replaceAll("file://evaluators/", "");
    expect(read).not.toMatch(/\{[{%#]|[}%#]\}|: "file:/);
  });

  it("survives a zip archive unchanged", () => {
    for (const target of ExportTarget.options) {
      const { files } = exportFiles(manifest, outputs, target);
      const unzipped = unzipSync(zipFiles(files));
      expect(Object.keys(unzipped).toSorted()).toEqual(files.map(({ path: file }) => file).toSorted());
      const readme = unzipped["README.md"];
      expect(readme && strFromU8(readme)).toBe(files.find(({ path: file }) => file === "README.md")?.text);
    }
  });
});

describe("literals and comments", () => {
  const texts = fc
    .array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...HOSTILE)))
    .map((parts) => parts.join(""));

  it("javascriptString means exactly its text, on one line", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const literal = javascriptString(text);
        expect(runInNewContext(literal)).toBe(text);
        expect(literal).not.toMatch(/[\n\r\u2028\u2029]/);
      }),
    );
  });

  it.skipIf(!hasPython)("pythonString means exactly its text, on one line", () => {
    const samples = fc.sample(texts, { seed: 7, numRuns: 200 });
    const program = `import json\nprint(json.dumps([\n${samples.map((text) => `${pythonString(text)},\n`).join("")}]))`;
    const { stdout, stderr } = spawnSync("python3", ["-"], {
      input: program,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], NODE_ENV: "test", PYTHONUTF8: "1" },
    });
    expect(stderr).toBe("");
    // Python writes a pair of surrogates for what is one character: JSON reads both alike.
    expect(parsedJson(stdout)).toEqual(samples);
  });

  it("a comment is a comment on every line that a language may see", () => {
    fc.assert(
      fc.property(texts, fc.constantFrom("//" as const, "#" as const), (text, mark) => {
        const shown = commentLines(text, mark).join("\n");
        expect(
          shown
            .split(/\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/)
            .filter((line) => !line.startsWith(`${mark} |`)),
        ).toEqual([]);
      }),
    );
  });

  it("file names are harmless and different", () => {
    const names = fileNames(["A b", "a-B", "ａ b", "", "…", "../x", "12", "a b 2"], "_");
    expect(names).toEqual([
      "a_b",
      "a_b_2",
      "a_b_3",
      "assertion",
      "assertion_2",
      "x",
      "assertion_12",
      "a_b_2_2",
    ]);
  });
});
