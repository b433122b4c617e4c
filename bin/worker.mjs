// `npm run worker`: one more process for the background work, on this machine or (with DATABASE_URL) on another.
import { spawn } from "node:child_process";
import { installIfNeeded } from "./install.mjs";
import { exitWith } from "./plain-error.mjs";
import { endChild, LEAN, onStop, root, script } from "./run-node.mjs";

async function main() {
  installIfNeeded(console.log);
  const { prepareEnvironment } = await import("./environment.mjs");
  const leave = await prepareEnvironment(console.log);
  const worker = spawn(
    process.execPath,
    [LEAN, "--import", `file://${script("tsx/dist/loader.mjs")}`, "bin/worker.ts"],
    {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  onStop(() => endChild(worker));
  const code = await new Promise((resolve) => worker.once("exit", (status) => resolve(status ?? 1)));
  await leave();
  process.exit(code);
}

await main().catch(exitWith);
