import { ASKING_PYTHON } from "./export-asking-python";
import { JUDGING_PYTHON } from "./export-judging-python";
import { READING_PYTHON } from "./export-reading-python";

/** Judges items with one Python source; the same words run in the Python module and behind the other exports. */
const RUN_PYTHON = String.raw`
def _describe(error):
    try:
        text = str(error)
        return type(error).__name__ + (": " + text if text else "")
    except Exception:
        return "it raised something that cannot be shown"


def _problem(reason):
    return {"kind": "error", "reason": reason}


def _to_verdict(said):
    if said is True:
        return {"kind": "pass"}
    if said is False:
        return {"kind": "fail"}
    if type(said) is dict and type(said.get("pass")) is bool:
        verdict = {"kind": "pass" if said["pass"] else "fail"}
        if type(said.get("reason")) is str and said["reason"]:
            verdict["reason"] = said["reason"]
        return verdict
    return _problem("check returned " + type(said).__name__ + ": return True or False")


def run_python(source, items):
    """One fresh namespace for each assertion. This is no sandbox."""
    scope = {"__name__": "assertion"}
    try:
        exec(compile(source, "<assertion>", "exec"), scope)
        check = scope.get("check")
        if not callable(check):
            raise ValueError("the source defines no function check(output, context)")
    except (Exception, SystemExit) as error:
        return [_problem(_describe(error)) for _ in items]
    verdicts = []
    for item in items:
        try:
            # A copy, so that no assertion can change what the next one sees.
            given = json.loads(json.dumps(item))
            with contextlib.redirect_stdout(io.StringIO()):
                verdicts.append(_to_verdict(check(given["output"], given["context"])))
        except (Exception, SystemExit) as error:
            verdicts.append(_problem(_describe(error)))
    return verdicts
`;

/** The same without its imports (contextlib, io, json). */
export const PYTHON_RUNTIME_CHECKS = RUN_PYTHON.trim();

/** A whole program: {source, items} as JSON on stdin, verdicts as JSON on stdout. */
export const PYTHON_RUNNER = String.raw`import contextlib, io, json, sys
${RUN_PYTHON}
answer = run_python(**json.load(sys.stdin))
sys.stdout.write(json.dumps(answer))
`;

/** Everything in the Python module but its assertions; stdlib only, from Python 3.9 on. */
export const PYTHON_RUNTIME = String.raw`
${RUN_PYTHON.trim()}


def run_javascript(source, items):
    """JavaScript runs in one Node process for each assertion."""
    node = shutil.which("node")
    if node is None:
        return [_problem("node was not found: this assertion is written in JavaScript") for _ in items]
    done = subprocess.run(
        [node, "-e", _NODE_RUNNER],
        input=json.dumps({"source": source, "items": items}),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    try:
        verdicts = json.loads(done.stdout)
    except ValueError:
        verdicts = []
    if len(verdicts) != len(items):
        return [_problem("node gave no answer: " + done.stderr.strip()[-300:]) for _ in items]
    return verdicts


${[READING_PYTHON, ASKING_PYTHON, JUDGING_PYTHON].map((part) => part.trim()).join("\n\n\n")}


def _run_assertion(assertion, items):
    if assertion["kind"] == "python":
        return run_python(assertion["source"], items)
    if assertion["kind"] == "javascript":
        return run_javascript(assertion["source"], items)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda item: run_judge(assertion, item), items))


def passes_gate(kinds):
    """False: an assertion fails it. True: every one that applies passes it. None: undecided, never counted as passed."""
    kinds = list(kinds)
    if "fail" in kinds:
        return False
    return True if "pass" in kinds and "error" not in kinds else None


def evaluate_all(rows):
    """Judges rows with the keys output, and optionally input, prompt, metadata (or meta) and reference."""
    items = [
        {
            "output": row["output"],
            "context": {
                "input": row.get("input") or {},
                "prompt": row.get("prompt"),
                "metadata": row.get("metadata") or row.get("meta") or {},
            },
            "reference": row.get("reference"),
        }
        for row in rows
    ]
    columns = [(assertion["name"], _run_assertion(assertion, items)) for assertion in ASSERTIONS]
    results = []
    for i, row in enumerate(rows):
        verdicts = {name: column[i] for name, column in columns}
        passed = passes_gate(verdict["kind"] for verdict in verdicts.values())
        results.append({"id": row.get("id"), "pass": passed, "verdicts": verdicts})
    return results


def evaluate(output, input=None, prompt=None, metadata=None, reference=None):
    """Judges one output: {"pass": True, False or None, "verdicts": {name: {"kind", "reason"}}}."""
    row = {"output": output, "input": input, "prompt": prompt, "metadata": metadata, "reference": reference}
    return evaluate_all([row])[0]


def read_rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def main(argv):
    parser = argparse.ArgumentParser(description="Judges the outputs of a JSONL file: one row a line, with the key output.")
    parser.add_argument("file")
    parser.add_argument("--min-pass-rate", type=float, help="exit with 1 when fewer outputs pass; errors count as not passed")
    options = parser.parse_args(argv)
    results = evaluate_all(read_rows(options.file))
    judged = [r for r in results if any(v["kind"] != "notApplicable" for v in r["verdicts"].values())]
    passed = sum(1 for r in judged if r["pass"] is True)
    rate = passed / len(judged) if judged else None
    print(json.dumps({"rows": len(results), "passRate": rate, "results": results}, indent=2))
    gate = options.min_pass_rate
    return 1 if gate is not None and (rate is None or rate < gate) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
`;

export const PYTHON_IMPORTS = `import argparse
import concurrent.futures
import contextlib
import io
import json
import math
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import unicodedata
import urllib.error
import urllib.request
`;
