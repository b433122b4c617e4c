import { expectedFigures, isCode, type ExportInput, type Runnable } from "./export-examples";
import { assertionLines, evaluatorLines, PRODUCT_LINE } from "./export-header";
import { judgeData } from "./export-judges";
import { NODE_RUNNER } from "./export-runtime-javascript";
import { PYTHON_IMPORTS, PYTHON_RUNTIME } from "./export-runtime-python";
import { commentLines, fieldLiterals, lineLiterals, pythonString, type Notation } from "./export-text";

const comments = (lines: readonly string[], margin = "") =>
  lines
    .flatMap((line) => commentLines(line, "#"))
    .map((line) => `${margin}${line}\n`)
    .join("");

const block = (text: string, margin: string) =>
  `(\n${lineLiterals(text, pythonString)
    .map((line) => `${margin}    ${line}\n`)
    .join("")}${margin})`;

const NOTATION: Notation = {
  indent: "    ",
  text: (text, margin) => (text.includes("\n") ? block(text, margin) : pythonString(text)),
  key: pythonString,
  words: { true: "True", false: "False", null: "None" },
};

function assertionLiteral(assertion: Runnable): string {
  const { name, criterion, kind, hash = null } = assertion;
  const implementation = isCode(assertion) ? { source: assertion.source } : judgeData(assertion);
  const fields = fieldLiterals({ name, criterion, kind, hash, ...implementation }, NOTATION, "        ");
  return `${comments(assertionLines(assertion), "    ")}    {\n${fields.map((field) => `        ${field},\n`).join("")}    },\n`;
}

/** `evaluators.py`: everything that runs, in one module of the standard library. */
export function pythonModule(input: ExportInput): string {
  // An untrusted line must not stand in the first two: Python reads the encoding of the file from there.
  return `# ${PRODUCT_LINE}
# Standard library only, Python 3.9 or later. How to run it: README.md.
${comments(evaluatorLines(input))}#
# The code below runs with the rights of the process that imports it.
${PYTHON_IMPORTS}
EVALUATOR = ${pythonString(input.manifest.name)}

# The sources are exactly those that were measured: their SHA-256 is over kind, line feed and source.
ASSERTIONS = [
${input.members.map(assertionLiteral).join("")}]

_NODE_RUNNER = (
${lineLiterals(NODE_RUNNER, pythonString)
  .map((line) => `    ${line}\n`)
  .join("")})


${PYTHON_RUNTIME.trim()}
`;
}

/** `test_evaluators.py`: does the evaluator still say what it said when it was published? */
export function pythonTest(input: ExportInput): string {
  const { coverage, coverageInterval, falseFailureRate, falseFailureRateInterval } = expectedFigures(input);
  const rate = (count: number, of: number) => (of === 0 ? "None" : `(${count}, ${of})`);
  return `# ${PRODUCT_LINE}
# python3 -m pytest test_evaluators.py
# Disagreements with the graders are printed (pytest -s), not failed: the published figures already count them.
import os
import pathlib

import pytest

import evaluators

ROWS = evaluators.read_rows(pathlib.Path(__file__).with_name("examples.jsonl"))
COMPARABLE = [i for i, row in enumerate(ROWS) if row["comparable"]]
CODE = [a["name"] for a in evaluators.ASSERTIONS if a["kind"] != "judge"]
JUDGES = [a["name"] for a in evaluators.ASSERTIONS if a["kind"] == "judge"]
CONNECTED = bool(os.environ.get("OPENAI_API_KEY") or os.environ.get("OPENAI_BASE_URL"))

# Published: (count, of), None where no example has the label. With judges, whose answers vary, the 95 % bound counts.
COVERAGE = ${rate(coverage.count, coverage.of)}
FALSE_FAILURE_RATE = ${rate(falseFailureRate.count, falseFailureRate.of)}
LOWEST_COVERAGE = ${coverageInterval?.[0] ?? "None"}
HIGHEST_FALSE_FAILURE_RATE = ${falseFailureRateInterval?.[1] ?? "None"}


@pytest.fixture(scope="module")
def results():
    return evaluators.evaluate_all(ROWS)


def published(row, name):
    return next((v["kind"] for v in row["judge_verdicts"] if v["judge"] == name), None)


def set_verdict(verdicts):
    """The set fails what any member fails, and passes what none fails and at least one passes."""
    kinds = [verdict["kind"] for verdict in verdicts.values()]
    return "fail" if "fail" in kinds else "pass" if "pass" in kinds else None


def rate(results, label):
    said = [set_verdict(results[i]["verdicts"]) for i in COMPARABLE if ROWS[i]["consensus"] == label]
    answered = [kind for kind in said if kind is not None]
    return (answered.count("fail"), len(answered)) if answered else None


@pytest.mark.skipif(not ROWS, reason="this evaluator was published without examples")
@pytest.mark.parametrize("name", CODE)
def test_every_verdict_equals_the_published_one(results, name):
    changed = []
    for row, result in zip(ROWS, results):
        before, now = published(row, name), result["verdicts"][name]
        # An error may have been a time-out of the machine on which it was measured.
        if before in ("pass", "fail", "notApplicable") and now["kind"] != before:
            changed.append((row["id"], before, now))
    assert changed == []


@pytest.mark.skipif(not COMPARABLE, reason="no example was judged by every assertion")
@pytest.mark.skipif(bool(JUDGES) and not CONNECTED, reason="a judge needs OPENAI_API_KEY")
def test_coverage_and_false_failure_rate_are_as_published(results):
    for row, result in zip(ROWS, results):
        kind = set_verdict(result["verdicts"])
        if kind == ("pass" if row["consensus"] == "bad" else "fail"):
            print("disagrees with the graders:", row["id"], "graded", row["consensus"], "evaluator says", kind)
    caught, wrong = rate(results, "bad"), rate(results, "good")
    if not JUDGES:
        assert (caught, wrong) == (COVERAGE, FALSE_FAILURE_RATE)
        return
    if LOWEST_COVERAGE is not None:
        assert caught is not None, "every verdict on a bad output is an error"
        assert caught[0] / caught[1] >= LOWEST_COVERAGE, caught
    if HIGHEST_FALSE_FAILURE_RATE is not None:
        assert wrong is not None, "every verdict on a good output is an error"
        assert wrong[0] / wrong[1] <= HIGHEST_FALSE_FAILURE_RATE, wrong
`;
}
