// `npm test`: every check of the project in one command; `npm test -- types unit` runs a part of it.
// The last line is "N passed, N failed", summed over all: each static check counts as one.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installIfNeeded } from "./install.mjs";
import { PlainError } from "./plain-error.mjs";
import { onStop, root, script } from "./run-node.mjs";

const MINUTE = 60_000;
const scratch = mkdtempSync(path.join(tmpdir(), "touchstone-run-"));
const report = (name) => path.join(scratch, `${name}.json`);
const vitest = (name) => [
  script("vitest/vitest.mjs"),
  ...["run", "--project", name, "--reporter=dot", "--reporter=json", `--outputFile.json=${report(name)}`],
];

/**
 * In this order: what fails fastest comes first. Those that are `beside` each other run two at a time, the longest first.
 * `count` reads a runner's own numbers.
 */
const STEPS = [
  { name: "lock", runs: [["bin/check-lock.mjs"]], limit: MINUTE },
  { name: "migrations", runs: [["bin/migrate-new.mjs", "--check"]], limit: 2 * MINUTE },
  // Both that follow read the types of routes.
  { name: "routes", runs: [[script("next/dist/bin/next"), "typegen"]], limit: 2 * MINUTE },
  {
    ...{ name: "lint", beside: true, needs: "routes" },
    runs: [[script("eslint/bin/eslint.js"), "--quiet", "."]],
    limit: 8 * MINUTE,
  },
  {
    ...{ name: "types", beside: true, needs: "routes" },
    runs: [[script("typescript/bin/tsc"), "--noEmit"]],
    limit: 6 * MINUTE,
  },
  {
    name: "format",
    beside: true,
    runs: [[script("prettier/bin/prettier.cjs"), "--check", "--log-level=warn", "."]],
    limit: 3 * MINUTE,
  },
  {
    name: "walls",
    beside: true,
    runs: [
      [
        script("dependency-cruiser/bin/dependency-cruise.mjs"),
        ...["app", "bin", "components", "lib", "tests"],
        "--output-type",
        "err",
      ],
    ],
    limit: 3 * MINUTE,
  },
  { name: "unused", beside: true, runs: [[script("knip/bin/knip.js")]], limit: 3 * MINUTE },
  { name: "unit", runs: [vitest("unit")], limit: 12 * MINUTE, count: countVitest },
  { name: "integration", runs: [vitest("integration")], limit: 12 * MINUTE, count: countVitest },
  { name: "build", runs: [["bin/build.mjs"]], limit: 10 * MINUTE },
  {
    name: "e2e",
    needs: "build",
    prepare: async () => (await import("./find-browser.mjs")).installBrowserIfNeeded(console.log),
    runs: [[script("playwright/cli.js"), "test", "--reporter=list,json"]],
    limit: 16 * MINUTE,
    count: countPlaywright,
  },
];

function countVitest(name) {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report(name), "utf8"));
  const brokenFiles = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles };
}

function countPlaywright(name) {
  const { stats } = JSON.parse(readFileSync(report(name), "utf8"));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
}

/** Tests bring their own database, data folder and model. */
const OWN = /^(DATABASE_URL|OPENAI_.*|TOUCHSTONE_(DATA|SECRET|WORKER|ACCOUNTS|URL|OIDC_\w+)|NODE_ENV)$/;

function environment(name) {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !OWN.test(key))),
    NEXT_TELEMETRY_DISABLED: "1",
    CI: "1",
    ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }),
    TOUCHSTONE_TEST_FOLDER: scratch,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report(name),
  };
}

/** What runs now, each with everything that it started. */
const running = new Set();

function killGroup(child, signal) {
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Whether the command succeeded within its time; its output follows only when it did not. */
function run(args, { name, limit, loud }) {
  return new Promise((resolve, reject) => {
    const said = [];
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: environment(name),
      // A group of its own, so that a hanging step ends with all that it started.
      detached: process.platform !== "win32",
      stdio: ["ignore", loud ? "inherit" : "pipe", loud ? "inherit" : "pipe"],
    });
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => said.push(chunk));
    let late = false;
    const timers = [
      setTimeout(() => {
        late = true;
        console.error(`${name} did not end within ${limit / MINUTE} minutes and is stopped.`);
        killGroup(child, "SIGTERM");
      }, limit),
      setTimeout(() => killGroup(child, "SIGKILL"), limit + 15_000),
    ];
    child.once("error", reject);
    child.once("exit", (code) => {
      timers.forEach(clearTimeout);
      running.delete(child);
      killGroup(child, "SIGKILL");
      if (code !== 0) process.stdout.write(Buffer.concat(said));
      resolve(code === 0 && !late);
    });
  });
}

async function runStep(step) {
  let good = true;
  try {
    await step.prepare?.();
    for (const args of step.runs)
      good &&= await run(args, { name: step.name, limit: step.limit, loud: step.count !== undefined });
  } catch (error) {
    console.error(error instanceof PlainError ? error.message : error);
    good = false;
  } finally {
    if (!step.beside) await stopLeftovers();
  }
  if (step.count === undefined) return { passed: good ? 1 : 0, failed: good ? 0 : 1 };
  const counted = existsSync(report(step.name)) ? step.count(step.name) : { passed: 0, failed: 1 };
  // A runner may fail although each of its tests passed: an error outside of them.
  return good || counted.failed > 0 ? counted : { ...counted, failed: 1 };
}

/** Databases of a step that was killed. */
async function stopLeftovers() {
  const { stopPostgres } = await import("./embedded-postgres.mjs");
  for (const name of readdirSync(scratch)) {
    const folder = path.join(scratch, name);
    if (existsSync(path.join(folder, "postgres.json"))) stopPostgres({ folder, mode: "immediate" });
  }
}

function chosenSteps() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0)
    throw new PlainError(
      `There is no step ${unknown.join(", ")}. The steps: ${STEPS.map((step) => step.name).join(", ")}.`,
    );
  return wanted.length === 0
    ? STEPS
    : STEPS.filter(
        (step) =>
          wanted.includes(step.name) ||
          STEPS.some((other) => wanted.includes(other.name) && other.needs === step.name),
      );
}

/** Steps in the order in which they run, those that run beside each other together. */
function inBatches(steps) {
  const batches = [];
  for (const step of steps) {
    const last = batches.at(-1);
    if (step.beside && last?.[0].beside) last.push(step);
    else batches.push([step]);
  }
  return batches;
}

async function main() {
  const steps = chosenSteps();
  installIfNeeded(console.log);
  const total = { passed: 0, failed: 0 };
  const failedSteps = new Set();
  const take = async (step) => {
    const began = performance.now();
    const { passed, failed } = failedSteps.has(step.needs) ? { passed: 0, failed: 1 } : await runStep(step);
    if (failed > 0) failedSteps.add(step.name);
    total.passed += passed;
    total.failed += failed;
    console.log(
      `${failed > 0 ? "FAILED" : "ok"}  ${step.name}  ${passed} passed, ${failed} failed  ${((performance.now() - began) / 1000).toFixed(1)} s`,
    );
  };
  for (const batch of inBatches(steps)) {
    const lane = async () => {
      for (let step = batch.shift(); step; step = batch.shift()) await take(step);
    };
    await Promise.all([lane(), lane()]);
  }
  if (failedSteps.size > 0) console.log(`Failed: ${[...failedSteps].join(", ")}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

async function clean() {
  for (const child of running) killGroup(child, "SIGKILL");
  await stopLeftovers();
  rmSync(scratch, { recursive: true, force: true });
}

onStop(async () => {
  await clean();
  process.exit(130);
});
try {
  await main();
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
} finally {
  await clean();
}
