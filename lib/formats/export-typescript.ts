import { expectedFigures, isCode, type ExportInput, type Runnable } from "./export-examples";
import { assertionLines, evaluatorLines, PRODUCT_LINE } from "./export-header";
import { judgeData } from "./export-judges";
import { JUDGE_TYPES } from "./export-judging-javascript";
import { TYPESCRIPT_RUNTIME } from "./export-runtime-javascript";
import { PYTHON_RUNNER } from "./export-runtime-python";
import { commentLines, fieldLiterals, javascriptString, lineLiterals, type Notation } from "./export-text";

const comments = (lines: readonly string[], margin = "") =>
  lines
    .flatMap((line) => commentLines(line, "//"))
    .map((line) => `${margin}${line}\n`)
    .join("");

/** A text as an array of its lines, joined again where the module is loaded. */
export const joinedLines = (text: string, margin: string): string =>
  `[\n${lineLiterals(text, javascriptString)
    .map((line) => `${margin}  ${line},\n`)
    .join("")}${margin}].join("")`;

const NOTATION: Notation = {
  indent: "  ",
  text: (text, margin) => (text.includes("\n") ? joinedLines(text, margin) : javascriptString(text)),
  key: (key) => key,
  words: { true: "true", false: "false", null: "null" },
};

/** The members as the elements of a JavaScript array, each under what must be known of it. */
export function assertionElement(assertion: Runnable): string {
  const { name, criterion, kind, hash = null } = assertion;
  const implementation = isCode(assertion) ? { source: assertion.source } : judgeData(assertion);
  const fields = fieldLiterals({ name, criterion, kind, hash, ...implementation }, NOTATION, "    ");
  return `${comments(assertionLines(assertion), "  ")}  {\n${fields.map((field) => `    ${field},\n`).join("")}  },\n`;
}

/** `evaluators.ts`: everything that runs, in one module that needs Node only. */
export const typescriptModule = (input: ExportInput): string => `// ${PRODUCT_LINE}
// Needs Node 20 or later and nothing else. How to run it: README.md.
${comments(evaluatorLines(input))}//
// The code below runs with the rights of the process that imports it.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import vm from "node:vm";

/** An error is neither a pass nor a fail: nothing was measured. */
export type Verdict = { readonly kind: "pass" | "fail" | "notApplicable" | "error"; readonly reason?: string };

export type Row = {
  readonly id?: string;
  readonly output: string;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly prompt?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** An answer that a person verified; judges with a rubric hold the output against it. */
  readonly reference?: string | null;
};

export type Result = {
  readonly id: string | null;
  /** Null: undecided, because an assertion erred or none applies. */
  readonly pass: boolean | null;
  readonly verdicts: Readonly<Record<string, Verdict>>;
};

type Item = {
  readonly output: string;
  readonly context: {
    readonly input: Readonly<Record<string, unknown>>;
    readonly prompt: string | null;
    readonly metadata: Readonly<Record<string, unknown>>;
  };
  readonly reference: string | null;
};
type Code =
  | { readonly kind: "javascript"; readonly source: string }
  | { readonly kind: "python"; readonly source: string };
${JUDGE_TYPES}
export type Assertion = { readonly name: string; readonly criterion: string | null; readonly hash: string | null } & (Code | Judge);

export const evaluatorName = ${javascriptString(input.manifest.name)};

// The sources are exactly those that were measured: their SHA-256 is over kind, line feed and source.
export const assertions: readonly Assertion[] = [
${input.members.map(assertionElement).join("")}];

const PYTHON_RUNNER = ${joinedLines(PYTHON_RUNNER, "")};

${TYPESCRIPT_RUNTIME}

/** False: an assertion fails it. True: every one that applies passes it. Null: undecided, never counted as passed. */
export function passesGate(kinds: readonly Verdict["kind"][]): boolean | null {
  if (kinds.includes("fail")) return false;
  return kinds.includes("pass") && !kinds.includes("error") ? true : null;
}

export async function evaluateAll(rows: readonly Row[]): Promise<Result[]> {
  const items = rows.map(({ output, input = {}, prompt = null, metadata = {}, reference = null }) => ({
    output,
    context: { input, prompt, metadata },
    reference,
  }));
  const columns: { readonly name: string; readonly verdicts: readonly Verdict[] }[] = [];
  for (const assertion of assertions) columns.push({ name: assertion.name, verdicts: await runAssertion(assertion, items) });
  return rows.map(({ id = null }, i) => {
    const verdicts = columns.map((column) => [column.name, column.verdicts[i] ?? problem("not judged")] as const);
    return { id, pass: passesGate(verdicts.map(([, { kind }]) => kind)), verdicts: Object.fromEntries(verdicts) };
  });
}

/** Judges one output. */
export async function evaluate(row: Row): Promise<Result> {
  const [result] = await evaluateAll([row]);
  if (!result) throw new Error("one row must have one result");
  return result;
}
`;

/** `evaluators.test.ts`: does the evaluator still say what it said when it was published? */
export function typescriptTest(input: ExportInput): string {
  const { coverage, coverageInterval, falseFailureRate, falseFailureRateInterval } = expectedFigures(input);
  const rate = (count: number, of: number) => (of === 0 ? "null" : `{ count: ${count}, of: ${of} }`);
  return `// ${PRODUCT_LINE}
// npx vitest run evaluators.test.ts
// Disagreements with the graders are printed, not failed: the published figures already count them.
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { assertions, evaluateAll, type Result } from "./evaluators";

type Example = {
  readonly id: string;
  readonly input: Record<string, unknown>;
  readonly prompt: string | null;
  readonly output: string;
  readonly reference?: string;
  readonly meta: Record<string, unknown>;
  readonly consensus: "good" | "bad";
  readonly judge_verdicts: readonly { readonly judge: string; readonly kind: string | null }[];
  readonly comparable: boolean;
};
type Rate = { readonly count: number; readonly of: number } | null;

const rows = readFileSync(path.join(import.meta.dirname, "examples.jsonl"), "utf8")
  .split("\\n")
  .filter((line) => line !== "")
  .map((line): Example => JSON.parse(line));
const code = assertions.filter(({ kind }) => kind !== "judge").map(({ name }) => name);
const hasJudges = code.length < assertions.length;
const isConnected = Boolean(process.env["OPENAI_API_KEY"] || process.env["OPENAI_BASE_URL"]);

// Published; null where no example has the label. With judges, whose answers vary, the 95 % bound counts.
const COVERAGE: Rate = ${rate(coverage.count, coverage.of)};
const FALSE_FAILURE_RATE: Rate = ${rate(falseFailureRate.count, falseFailureRate.of)};
const LOWEST_COVERAGE: number | null = ${coverageInterval?.[0] ?? "null"};
const HIGHEST_FALSE_FAILURE_RATE: number | null = ${falseFailureRateInterval?.[1] ?? "null"};

let results: readonly Result[] = [];
beforeAll(async () => {
  results = await evaluateAll(rows.map((row) => ({ ...row, metadata: row.meta })));
}, 600_000);

/** The set fails what any member fails, and passes what none fails and at least one passes. */
function setVerdict(result: Result | undefined): "pass" | "fail" | null {
  const kinds = Object.values(result?.verdicts ?? {}).map(({ kind }) => kind);
  return kinds.includes("fail") ? "fail" : kinds.includes("pass") ? "pass" : null;
}

function rateOf(label: Example["consensus"]): Rate {
  const said = rows.map((row, i) => (row.comparable && row.consensus === label ? setVerdict(results[i]) : null));
  const answered = said.filter((kind) => kind !== null);
  return answered.length === 0 ? null : { count: answered.filter((kind) => kind === "fail").length, of: answered.length };
}

it.skipIf(rows.length === 0).for(code.map((name) => ({ name })))("$name: every verdict equals the published one", ({ name }) => {
  const changed = rows.flatMap((row, i) => {
    const before = row.judge_verdicts.find(({ judge }) => judge === name)?.kind ?? null;
    const now = results[i]?.verdicts[name];
    // An error may have been a time-out of the machine on which it was measured.
    return before === null || before === "error" || now?.kind === before ? [] : [{ id: row.id, before, now }];
  });
  expect(changed).toEqual([]);
});

it.skipIf(!rows.some(({ comparable }) => comparable) || (hasJudges && !isConnected))(
  "coverage and false failure rate are as published",
  () => {
    for (const [i, row] of rows.entries()) {
      const kind = setVerdict(results[i]);
      if (kind === (row.consensus === "bad" ? "pass" : "fail")) {
        console.log("disagrees with the graders:", row.id, "graded", row.consensus, "evaluator says", kind);
      }
    }
    const [caught, wrong] = [rateOf("bad"), rateOf("good")];
    if (!hasJudges) {
      expect({ caught, wrong }).toEqual({ caught: COVERAGE, wrong: FALSE_FAILURE_RATE });
      return;
    }
    if (LOWEST_COVERAGE !== null) expect(caught && caught.count / caught.of).toBeGreaterThanOrEqual(LOWEST_COVERAGE);
    if (HIGHEST_FALSE_FAILURE_RATE !== null) expect(wrong && wrong.count / wrong.of).toBeLessThanOrEqual(HIGHEST_FALSE_FAILURE_RATE);
  },
);
`;
}
