import { ASKING_JAVASCRIPT } from "./export-asking-javascript";
import { JUDGING_JAVASCRIPT } from "./export-judging-javascript";
import { READING_JAVASCRIPT } from "./export-reading-javascript";

/**
 * The part of the TypeScript and promptfoo exports that is the same in each. Written once: between « and » stand the
 * types, which the CommonJS form goes without.
 */
const CHECKS = String.raw`
const LOAD_MS = 5000;
const ITEM_MS = 2000;

const problem = (reason«: string»)«: Verdict» => ({ kind: "error", reason });

function describe(thrown«: unknown»)«: string» {
  try {
    if (typeof thrown === "object" && thrown !== null && "message" in thrown) {
      const name = "name" in thrown && typeof thrown.name === "string" ? thrown.name : "Error";
      if ("code" in thrown && thrown.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return "timed out";
      return name + ": " + String(thrown.message);
    }
    return "it threw " + String(thrown);
  } catch {
    return "it threw something that cannot be shown";
  }
}

function toVerdict(said«: unknown»)«: Verdict» {
  if (said === true) return { kind: "pass" };
  if (said === false) return { kind: "fail" };
  if (typeof said === "object" && said !== null) {
    if ("then" in said && typeof said.then === "function") return problem("check returned a Promise: return true or false");
    if ("pass" in said && typeof said.pass === "boolean") {
      const kind = said.pass ? "pass" : "fail";
      return "reason" in said && typeof said.reason === "string" && said.reason !== "" ? { kind, reason: said.reason } : { kind };
    }
  }
  return problem("check returned " + (said === null ? "null" : typeof said) + ": return true or false");
}

/** One fresh global scope an assertion, so that none can change what another sees. This is no sandbox. */
function runJavaScript(source«: string», items«: readonly Item[]»)«: Verdict[]» {
  const quiet = () => undefined;
  const scope«: Record<string, unknown>» = {
    console: { log: quiet, info: quiet, warn: quiet, error: quiet, debug: quiet },
  };
  const context = vm.createContext(scope);
  try {
    vm.runInContext(source, context, { filename: "assertion.js", timeout: LOAD_MS });
    if (vm.runInContext("typeof check", context) !== "function") throw new Error("the source defines no function check(output, context)");
  } catch (thrown) {
    return items.map(() => problem(describe(thrown)));
  }
  return items.map((item) => {
    scope["touchstoneItem"] = JSON.stringify(item);
    try {
      const call = "{ const item = JSON.parse(touchstoneItem); check(item.output, item.context); }";
      return toVerdict(vm.runInContext(call, context, { timeout: ITEM_MS }));
    } catch (thrown) {
      return problem(describe(thrown));
    }
  });
}

`;

const REST = String.raw`
const AT_ONCE = 8;

/** Python code runs in one python3 process an assertion. */
function runPython(source«: string», items«: readonly Item[]»)«: Verdict[]» {
  for (const command of ["python3", "python"]) {
    const done = spawnSync(command, ["-c", PYTHON_RUNNER], {
      input: JSON.stringify({ source, items }),
      encoding: "utf8",
      maxBuffer: 1 << 29,
      env: { ...process.env, PYTHONIOENCODING: "utf-8", PYTHONHASHSEED: "0" },
    });
    if (done.error) continue;
    try {
      const verdicts«: Verdict[]» = JSON.parse(done.stdout);
      if (verdicts.length === items.length) return verdicts;
    } catch {
      // Told below, with what the process had to say.
    }
    return items.map(() => problem("python3 gave no answer: " + done.stderr.trim().slice(-300)));
  }
  return items.map(() => problem("python3 was not found: this assertion is written in Python"));
}

${[READING_JAVASCRIPT, ASKING_JAVASCRIPT, JUDGING_JAVASCRIPT].map((part) => part.trim()).join("\n\n")}

async function runAssertion(assertion«: Assertion», items«: readonly Item[]»)«: Promise<Verdict[]>» {
  if (assertion.kind === "javascript") return runJavaScript(assertion.source, items);
  if (assertion.kind === "python") return runPython(assertion.source, items);
  const verdicts«: Verdict[]» = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    verdicts.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map((item) => runJudge(assertion, item)))));
  }
  return verdicts;
}
`;

const typed = (text: string) => text.replaceAll(/«([^»]*)»/g, "$1").trim();
const untyped = (text: string) => text.replaceAll(/«[^»]*»/g, "").trim();

/** With types, for a `.ts` file under strict settings. */
export const TYPESCRIPT_RUNTIME = `${typed(CHECKS)}\n\n${typed(REST)}`;

/** Without types, for a CommonJS file. */
export const COMMONJS_RUNTIME = `${untyped(CHECKS)}\n\n${untyped(REST)}`;

/** A whole program for Node: {source, items} as JSON on stdin, verdicts as JSON on stdout. */
export const NODE_RUNNER = `const vm = require("node:vm");
${untyped(CHECKS)}

const { source, items } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(runJavaScript(source, items)));
`;
