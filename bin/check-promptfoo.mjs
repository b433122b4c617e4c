// Runs the promptfoo export with promptfoo itself. It is no dependency, being larger than all others together: the
// first run installs it under .cache. Later test runs find it there and check against it, too.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

// The last version for Node 20; see the README of the export.
const VERSION = "0.121.20";
const folder = path.resolve(".cache/promptfoo");

const run = (command, args, cwd) => {
  const { status } = spawnSync(command, args, { cwd, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) process.exit(status ?? 1);
};

if (!existsSync(path.join(folder, "node_modules/promptfoo"))) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), '{ "private": true }\n');
  run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", `promptfoo@${VERSION}`], folder);
}
run(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    "unit",
    "tests/unit/formats/export-promptfoo.test.ts",
  ],
  process.cwd(),
);
