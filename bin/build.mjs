// Builds the pages when their sources changed since the last build: a `git pull` must never leave an old build running.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root, runNode, script } from "./run-node.mjs";

const SOURCES = [
  ...["app", "components", "lib", "public", "instrumentation.ts", "proxy.ts"],
  ...["next.config.js", "postcss.config.mjs", "tsconfig.json", "package-lock.json"],
];
const marker = path.join(root, ".next/touchstone-build");

function* filesUnder(relative) {
  const at = path.join(root, relative);
  if (!existsSync(at)) return;
  if (statSync(at).isFile()) yield relative;
  else for (const name of readdirSync(at).sort()) yield* filesUnder(path.posix.join(relative, name));
}

function hashOfSources() {
  const hash = createHash("sha256").update(process.version);
  for (const file of SOURCES.flatMap((source) => [...filesUnder(source)])) {
    const content = readFileSync(path.join(root, file));
    hash.update(`\n${file} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

/** Whether it built: false when the last build is of these very sources. */
export async function buildIfNeeded(say = () => undefined) {
  const hash = hashOfSources();
  if (
    existsSync(marker) &&
    existsSync(path.join(root, ".next/BUILD_ID")) &&
    readFileSync(marker, "utf8") === hash
  )
    return false;
  say("Building the pages (after each update, under a minute) …");
  rmSync(marker, { force: true });
  await runNode([script("next/dist/bin/next"), "build"], {
    quiet: true,
    env: {
      // Modules that read the environment are loaded while building; nothing connects.
      DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
      ...process.env,
      // Whoever serves has a secret to sign sessions with; the build needs none.
      TOUCHSTONE_ACCOUNTS: "off",
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
    },
  });
  writeFileSync(marker, hash);
  return true;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log((await buildIfNeeded(console.log)) ? "Built." : "The build is up to date.");
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
