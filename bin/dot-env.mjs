import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "./run-node.mjs";

/** `.env` beside package.json; what the shell has set already wins, and loading it twice changes nothing. */
export function loadDotEnv() {
  const file = path.join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}
