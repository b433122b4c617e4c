import { spawn, spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import vm from "node:vm";
import { mulberry32 } from "@/lib/domain/rng";
import { createSandbox } from "@/lib/sandbox/process-sandbox";
import type { SandboxJob } from "@/lib/sandbox/sandbox";
import type { BenchRow } from "./bench-row";

const OUTPUTS = 10_000;
/** Processes that are started one by one and timed; the rest is scaled up. */
const PROCESSES = 20;
const ROUNDS = 5;
const CHUNK = 500;

const javascript = String.raw`function check(output) {
  if (/\b(sorry|apolog(y|ise|ize))\b/i.test(output) && /[\w.]+@[\w.]+\.[a-z]{2,}/i.test(output) && /#\d{3,}\b/.test(output)) {
    return output.split(/\s+/).length < 200;
  }
  return output.split(/\s+/).length < 160;
}`;
const python = String.raw`import re
def check(output, context):
    if re.search(r"\b(sorry|apolog(y|ise|ize))\b", output, re.I) and re.search(r"[\w.]+@[\w.]+\.[a-z]{2,}", output, re.I) and re.search(r"#\d{3,}\b", output):
        return len(re.split(r"\s+", output)) < 200
    return len(re.split(r"\s+", output)) < 160`;

/** Texts of 1 kB in which the expressions have something to find. */
function someOutputs(): string[] {
  const words =
    "the quick brown fox jumps over a lazy dog while 42 clients wait for order #1234 and mail@example.com sends thanks sorry refund policy".split(
      " ",
    );
  const rng = mulberry32(7);
  return Array.from({ length: OUTPUTS }, () => {
    const text: string[] = [];
    for (let length = 0; length < 1_000; length += (text.at(-1)?.length ?? 0) + 1) {
      text.push(words[Math.floor(rng() * words.length)] ?? "");
    }
    return text.join(" ").slice(0, 1_000);
  });
}

type Work = () => Promise<number>;

/** Each work says how many outputs passed, so that all are seen to do the same; interleaved, the best time of each. */
async function race(works: Readonly<Record<string, Work>>): Promise<Record<string, number>> {
  const best: Record<string, number> = {};
  const passed = new Set<number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, work] of Object.entries(works)) {
      const startedAt = performance.now();
      passed.add(await work());
      best[name] = Math.min(best[name] ?? Infinity, performance.now() - startedAt);
      // Spare interpreters warm up between jobs, as they do between those of a person.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    }
  }
  if (passed.size !== 1) throw new Error(`They do not agree on how many pass: ${[...passed].join(", ")}`);
  return best;
}

function inSandbox(language: SandboxJob["language"], outputs: readonly string[], size?: number) {
  const source = language === "javascript" ? javascript : python;
  const items = outputs.map((output) => ({ output, context: { input: {}, prompt: null, metadata: {} } }));
  const sandbox = createSandbox({ cacheFolder: ".cache/sandbox", ...(size === undefined ? {} : { size }) });
  const work: Work = async () => {
    const verdicts = await sandbox.run({ language, source, items });
    if (verdicts.some(({ kind }) => kind === "error")) throw new Error("The sandbox gave errors");
    return verdicts.filter(({ kind }) => kind === "pass").length;
  };
  return { work, close: () => sandbox.close() };
}

/** As people run checks with node:vm: one run an output, with the time-out that keeps a loop from hanging it. */
function inVm(outputs: readonly string[], timeout?: number): Work {
  const context = vm.createContext({});
  vm.runInContext(javascript, context);
  const script = new vm.Script("check(output, context)");
  return async () => {
    let passed = 0;
    for (const output of outputs) {
      context["output"] = output;
      context["context"] = {};
      if (script.runInContext(context, timeout === undefined ? {} : { timeout }) === true) passed += 1;
    }
    return passed;
  };
}

const SERVER = `${python}
import sys, json
for line in sys.stdin:
    print(json.dumps([check(item["output"], item["context"]) for item in json.loads(line)]), flush=True)`;

/** A python3 that stays: it gets the same chunks through a pipe, and nothing isolates it. */
function inPython(outputs: readonly string[]) {
  const child = spawn("python3", ["-c", SERVER], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const work: Work = async () => {
    let passed = 0;
    for (let start = 0; start < outputs.length; start += CHUNK) {
      const items = outputs.slice(start, start + CHUNK).map((output) => ({ output, context: {} }));
      child.stdin.write(`${JSON.stringify(items)}\n`);
      const line = await lines.next();
      const answers: unknown = JSON.parse(String(line.value));
      if (Array.isArray(answers)) passed += answers.filter((answer) => answer === true).length;
    }
    return passed;
  };
  return { work, close: async () => void child.kill() };
}

/** A process an output: what `PROCESSES` of them take, scaled up to all. */
function processEach(command: string, args: readonly string[], outputs: readonly string[]): number {
  const startedAt = performance.now();
  for (const output of outputs.slice(0, PROCESSES)) {
    const { status } = spawnSync(command, args, { input: output, stdio: ["pipe", "ignore", "inherit"] });
    if (status !== 0) throw new Error(`${command} ended with ${String(status)}`);
  }
  return ((performance.now() - startedAt) / PROCESSES) * outputs.length;
}

const NODE_ONCE = `${javascript}\nprocess.stdout.write(String(check(require("node:fs").readFileSync(0, "utf8"), {})));`;
const PYTHON_ONCE = `${python}\nimport sys\nprint(check(sys.stdin.read(), {}))`;

type Comparison = { readonly name: string; readonly ours: number; readonly baseline: number };

/** `goal` is the greatest share of the baseline's time that ours may take. */
const row = ({ name, ours, baseline }: Comparison, goal: number): BenchRow => ({
  name,
  ours: Math.round(ours),
  baseline: Math.round(baseline),
  unit: "ms",
  ratio: ours / baseline,
  goal: goal < 1 ? `at least ${Math.round(1 / goal)}× faster` : goal === 1 ? "faster" : `within ${goal}×`,
  met: ours / baseline <= goal,
});

/** One assertion of three regular expressions and a split over 10,000 outputs of 1 kB, isolation on. */
export async function run(): Promise<BenchRow[]> {
  const outputs = someOutputs();
  return [...(await benchJavascript(outputs)), ...(await benchPython(outputs))];
}

async function benchJavascript(outputs: readonly string[]): Promise<BenchRow[]> {
  const one = inSandbox("javascript", outputs, 1);
  const all = inSandbox("javascript", outputs);
  const works = { one: one.work, all: all.work, bounded: inVm(outputs, 250), bare: inVm(outputs) };
  const { one: oneMs = 0, all: allMs = 0, bounded = 0, bare = 0 } = await race(works);
  await Promise.all([one.close(), all.close()]);
  const each = processEach(process.execPath, ["-e", NODE_ONCE], outputs);
  const cores = `${availableParallelism()} cores`;
  return [
    row(
      {
        name: `JavaScript, 1 core, beside a process a call (${PROCESSES} scaled up)`,
        ours: oneMs,
        baseline: each,
      },
      0.01,
    ),
    row(
      { name: "JavaScript, 1 core, beside node:vm with a time-out a call", ours: oneMs, baseline: bounded },
      3,
    ),
    row(
      { name: `JavaScript, ${cores}, beside node:vm with a time-out a call`, ours: allMs, baseline: bounded },
      1,
    ),
    row(
      { name: "JavaScript, 1 core, beside node:vm that a loop would hang", ours: oneMs, baseline: bare },
      3,
    ),
    row(
      { name: `JavaScript, ${cores}, beside node:vm that a loop would hang`, ours: allMs, baseline: bare },
      1,
    ),
  ];
}

async function benchPython(outputs: readonly string[]): Promise<BenchRow[]> {
  // Nothing to compare with where there is no python3; the sandbox needs none.
  if (spawnSync("python3", ["-c", ""]).status !== 0) return [];
  const one = inSandbox("python", outputs, 1);
  const all = inSandbox("python", outputs);
  const native = inPython(outputs);
  const works = { one: one.work, all: all.work, native: native.work };
  const { one: oneMs = 0, all: allMs = 0, native: nativeMs = 0 } = await race(works);
  await Promise.all([one.close(), all.close(), native.close()]);
  const each = processEach("python3", ["-c", PYTHON_ONCE], outputs);
  const cores = `${availableParallelism()} cores`;
  return [
    row(
      {
        name: `Python, 1 core, beside a process a call (${PROCESSES} scaled up)`,
        ours: oneMs,
        baseline: each,
      },
      0.01,
    ),
    row({ name: "Python, 1 core, beside a python3 that stays", ours: oneMs, baseline: nativeMs }, 2.5),
    row({ name: `Python, ${cores}, beside a python3 that stays`, ours: allMs, baseline: nativeMs }, 1),
  ];
}
