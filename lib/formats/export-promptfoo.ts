import type { ExportFile } from "@/lib/domain/export-target";
import { expectedFigures, type CodeAssertion, type ExportInput, type Runnable } from "./export-examples";
import { assertionLines, evaluatorLines, PRODUCT_LINE } from "./export-header";
import { COMMONJS_RUNTIME } from "./export-runtime-javascript";
import { PYTHON_RUNNER, PYTHON_RUNTIME_CHECKS } from "./export-runtime-python";
import { commentLines, fileNames, lineLiterals, pythonString } from "./export-text";
import { assertionElement, joinedLines } from "./export-typescript";

/** YAML's double-quoted scalars know the escapes of a Python literal. */
const yamlString = pythonString;

/**
 * Text that promptfoo only shows: it fills in templates and opens "file://" wherever it finds them, so these are
 * broken visibly. The assertions read the unchanged text from examples.jsonl.
 */
const shownText = (text: string): string =>
  yamlString(text.replaceAll(/\{(?=[{%#])|[}%#](?=\})/g, "$& ").replace(/^(?=\s*[a-z]+:\S)/i, "› "));

const RUNTIME = `// ${PRODUCT_LINE}
// Runs one assertion for promptfoo. It throws where nothing was measured: an error, not a failure.
const { spawnSync } = require("node:child_process");
const { randomBytes } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const PYTHON_RUNNER = ${joinedLines(PYTHON_RUNNER, "")};

${COMMONJS_RUNTIME}

let examples = null;
function exampleOf(context) {
  const number = context.test?.metadata?.touchstoneExample;
  if (number === undefined) return null;
  examples ??= fs
    .readFileSync(path.join(__dirname, "..", "examples.jsonl"), "utf8")
    .split("\\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  return examples[number];
}

/** A recorded example is judged as it was; in tests of your own the variables are the input. */
function itemOf(output, context) {
  const row = exampleOf(context);
  if (row) {
    const given = { input: row.input, prompt: row.prompt, metadata: row.meta };
    return { output: row.output, context: given, reference: row.reference ?? null };
  }
  const prompt = typeof context.prompt === "string" ? context.prompt : null;
  const text = typeof output === "string" ? output : JSON.stringify(output);
  const metadata = context.test?.metadata ?? {};
  const reference = typeof metadata.reference === "string" ? metadata.reference : null;
  return { output: text, context: { input: context.vars ?? {}, prompt, metadata }, reference };
}

module.exports = (assertion) => async (output, context) => {
  const [verdict] = await runAssertion(assertion, [itemOf(output, context)]);
  if (verdict.kind === "error") throw new Error("nothing was measured: " + verdict.reason);
  const pass = verdict.kind !== "fail";
  const reason = (verdict.kind === "notApplicable" ? "not applicable " : "") + (verdict.reason ?? "");
  return { pass, score: pass ? 1 : 0, reason: reason.trim() || verdict.kind };
};
`;

const assertionFile = (assertion: Runnable): string => `// ${PRODUCT_LINE}
const run = require("./runtime.cjs");

const [assertion] = [
${assertionElement(assertion)}];
module.exports = run(assertion);
`;

const pythonFile = (assertion: CodeAssertion): string => `# ${PRODUCT_LINE}
# Runs one assertion for promptfoo. It raises where nothing was measured: an error, not a failure.
${assertionLines(assertion)
  .flatMap((line) => commentLines(line, "#"))
  .join("\n")}
import contextlib
import io
import json
import pathlib

SOURCE = (
${lineLiterals(assertion.source, pythonString)
  .map((line) => `    ${line}\n`)
  .join("")})


${PYTHON_RUNTIME_CHECKS}


def _item(output, context):
    test = context.get("test") or {}
    number = (test.get("metadata") or {}).get("touchstoneExample")
    if number is not None:
        path = pathlib.Path(__file__).resolve().parent.parent / "examples.jsonl"
        with open(path, encoding="utf-8") as lines:
            row = [json.loads(line) for line in lines if line.strip()][number]
        return {"output": row["output"], "context": {"input": row["input"], "prompt": row["prompt"], "metadata": row["meta"]}}
    text = output if isinstance(output, str) else json.dumps(output)
    prompt = context.get("prompt") if isinstance(context.get("prompt"), str) else None
    return {"output": text, "context": {"input": context.get("vars") or {}, "prompt": prompt, "metadata": test.get("metadata") or {}}}


def get_assert(output, context):
    verdict = run_python(SOURCE, [_item(output, context)])[0]
    if verdict["kind"] == "error":
        raise RuntimeError("nothing was measured: " + verdict["reason"])
    passed = verdict["kind"] == "pass"
    return {"pass": passed, "score": 1.0 if passed else 0.0, "reason": verdict.get("reason") or verdict["kind"]}
`;

/** The share of the examples that the exported members let pass together, in %, rounded down. */
export function publishedPassRate(input: ExportInput): number {
  const { confusion, n } = expectedFigures(input);
  return n === 0 ? 100 : Math.floor((100 * (n - confusion.goodFailed - confusion.badFailed)) / n);
}

function config(input: ExportInput, paths: readonly string[]): string {
  const asserts = input.members.map((assertion, i) => {
    const type = assertion.kind === "python" ? "python" : "javascript";
    const suffix = type === "python" ? ":get_assert" : "";
    return `    - type: ${type}\n      metric: ${shownText(assertion.name)}\n      value: ${yamlString(`file://${paths[i] ?? ""}${suffix}`)}\n`;
  });
  const tests = input.examples.map(({ output, published }, i) => {
    const variables = Object.entries(output.variables).map(([name, value]) => `${name}: ${value}`);
    return [
      `  - description: ${shownText(`recorded output ${output.externalId ?? output.id}`)}`,
      `    vars:`,
      `      input: ${shownText(variables.join("\n"))}`,
      `    providerOutput: ${shownText(output.text)}`,
      `    metadata:`,
      `      touchstoneExample: ${i}`,
      `      humanGrade: ${published.label}`,
    ]
      .map((line) => `${line}\n`)
      .join("");
  });
  return `# yaml-language-server: $schema=https://promptfoo.dev/config-schema.json
# ${PRODUCT_LINE}
${evaluatorLines(input)
  .flatMap((line) => commentLines(line, "#"))
  .join("\n")}
description: ${shownText(input.manifest.name)}
prompts:
  - "Recorded output"
providers:
  - echo
defaultTest:
  assert:
${asserts.join("")}tests:${tests.length === 0 ? " []" : ""}
${tests.join("")}`;
}

/** The config, one file an assertion, and what JavaScript assertions and judges share. */
export function promptfooFiles(input: ExportInput): ExportFile[] {
  const names = fileNames(["runtime", ...input.members.map(({ name }) => name)], "_").slice(1);
  const paths = input.members.map(
    ({ kind }, i) => `evaluators/${names[i] ?? ""}.${kind === "python" ? "py" : "cjs"}`,
  );
  return [
    { path: "promptfooconfig.yaml", text: config(input, paths) },
    ...(input.members.some(({ kind }) => kind !== "python")
      ? [{ path: "evaluators/runtime.cjs", text: RUNTIME }]
      : []),
    ...input.members.map((assertion, i) => ({
      path: paths[i] ?? "",
      text: assertion.kind === "python" ? pythonFile(assertion) : assertionFile(assertion),
    })),
  ];
}
