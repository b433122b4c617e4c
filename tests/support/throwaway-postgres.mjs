// A Postgres of the tests' own, in a folder that is deleted afterwards.
import { mkdtempSync, chmodSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { joinPostgres, stopPostgres } from "../../bin/embedded-postgres.mjs";
import { migrate } from "../../bin/migrate.mjs";

/**
 * Starts a cluster with a migrated template database. Resolves to its admin URL and the way out. `fast`: without fsync;
 * benchmarks want it as it is in daily use.
 */
export async function startThrowawayPostgres({ fast = true } = {}) {
  const folder = mkdtempSync(path.join(process.env.TOUCHSTONE_TEST_FOLDER ?? tmpdir(), "touchstone-test-"));
  chmodSync(folder, 0o755); // The server may run as another user.
  const { url } = await joinPostgres({ folder, fast });
  const { default: pg } = await import("pg");
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query("CREATE DATABASE template_touchstone");
  await admin.end();
  await migrate({ url: databaseUrl(url, "template_touchstone") });
  const stop = () => {
    stopPostgres({ folder, mode: "immediate" });
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, stop };
}

/** The URL of another database of the same cluster. */
export function databaseUrl(url, name) {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Makes a database from the migrated template, in some 20 ms. */
export async function createTestDatabase(url, name) {
  const { default: pg } = await import("pg");
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE "${name}" TEMPLATE template_touchstone STRATEGY file_copy`);
  } finally {
    await admin.end();
  }
  return databaseUrl(url, name);
}
