// The built app on a database of its own, for the browser tests: `node tests/support/e2e-server.mjs` and SIGTERM.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { endChild, onStop, root, script } from "../../bin/run-node.mjs";
import { createTestDatabase, startThrowawayPostgres } from "./throwaway-postgres.mjs";

const port = process.env.TOUCHSTONE_E2E_PORT ?? "4217";
const data = mkdtempSync(path.join(process.env.TOUCHSTONE_TEST_FOLDER ?? tmpdir(), "touchstone-e2e-"));
const postgres = await startThrowawayPostgres();
const env = {
  ...process.env,
  DATABASE_URL: await createTestDatabase(postgres.url, "e2e"),
  TOUCHSTONE_DATA: data,
  TOUCHSTONE_SECRET: "a secret for the browser tests",
  NODE_ENV: "production",
  NEXT_TELEMETRY_DISABLED: "1",
  NEXT_MANUAL_SIG_HANDLE: "true",
  TOUCHSTONE_BOUND_TO: "127.0.0.1",
};
for (const name of ["OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "TOUCHSTONE_WORKER"])
  Reflect.deleteProperty(env, name);

const server = spawn(
  process.execPath,
  [script("next/dist/bin/next"), "start", "-H", "127.0.0.1", "-p", port],
  {
    cwd: root,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  },
);
onStop(() => endChild(server));
server.once("exit", (code) => {
  postgres.stop();
  rmSync(data, { recursive: true, force: true });
  process.exit(code ?? 0);
});
