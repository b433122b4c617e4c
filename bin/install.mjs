// Puts node_modules and the generated database client in step with this checkout; Node alone, so that a fresh clone can run it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PlainError } from "./plain-error.mjs";

const root = path.resolve(import.meta.dirname, "..");
const marker = path.join(root, "node_modules/.touchstone");
const hashOf = (file) =>
  createHash("sha256")
    .update(readFileSync(path.join(root, file)))
    .digest("hex");
const lockHash = () => `${process.platform}-${process.arch} ${hashOf("package-lock.json")}`;

function remembered() {
  return existsSync(marker) ? JSON.parse(readFileSync(marker, "utf8")) : {};
}

/** Called after an install and after generating the client: both then fit these files. */
export function rememberInstall() {
  writeFileSync(marker, JSON.stringify({ lock: lockHash(), schema: hashOf("prisma/schema.prisma") }));
}

/** Runs npm itself, wherever it is, without a shell where possible. */
function npm(args) {
  const own = process.env.npm_execpath;
  const [command, first] = own?.endsWith(".js") ? [process.execPath, [own]] : ["npm", []];
  const { status } = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: command === "npm" && process.platform === "win32",
  });
  if (status !== 0) throw new PlainError("The packages could not be installed (npm's own message is above).");
}

/** Installs packages or generates the client where they are missing or of another version. */
export function installIfNeeded(say) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new PlainError(`Touchstone needs Node 20.19 or newer; this is ${process.versions.node}.`);
  }
  const before = remembered();
  if (before.lock !== lockHash()) {
    say("Installing packages (once, about a minute) …");
    npm(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
  }
  const generated = existsSync(path.join(root, "lib/db/generated/client.ts"));
  if (!generated || remembered().schema !== hashOf("prisma/schema.prisma")) {
    // A process of its own: prepare.mjs imports this file.
    const { status } = spawnSync(process.execPath, [path.join(root, "bin/prepare.mjs")], {
      cwd: root,
      stdio: "inherit",
    });
    if (status !== 0)
      throw new PlainError("The database client could not be generated (the message is above).");
  }
}
