// Applies prisma/migrations like `prisma migrate deploy` does, with the same table, checksums and lock, but without
// its engine binary: that cannot be downloaded everywhere.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { exitWith, PlainError } from "./plain-error.mjs";

const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

/** The advisory lock that Prisma's own engine takes, so that the two never migrate at once. */
const LOCK = 72707369;

const folder = path.resolve(import.meta.dirname, "../prisma/migrations");

/** The database and this checkout do not fit together; the message says what to do. */
export class MigrationError extends PlainError {
  name = "MigrationError";
}

function migrationsOf(dir) {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(dir, entry.name, "migration.sql")))
    .map((entry) => {
      const sql = readFileSync(path.join(dir, entry.name, "migration.sql"), "utf8");
      return { name: entry.name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Brings the database up to this checkout. Safe when several start at once; refuses to run backwards.
 * @param {{ url: string, dir?: string }} options
 * @returns {Promise<string[]>} the names of the migrations that were applied now
 */
export async function migrate({ url, dir = folder }) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await client.query(TABLE);
    const { rows } = await client.query(
      `SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY started_at`,
    );
    const known = migrationsOf(dir);
    refuseMisfits(rows, known);
    const done = new Set(rows.map((row) => row.migration_name));
    const pending = known.filter(({ name }) => !done.has(name));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

function refuseMisfits(rows, known) {
  const unfinished = rows.filter((row) => row.finished_at === null).map((row) => row.migration_name);
  if (unfinished.length > 0) {
    throw new MigrationError(
      `A migration stopped half-way: ${unfinished.join(", ")}. Restore a backup, or mend it by hand and run "prisma migrate resolve".`,
    );
  }
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  const newer = rows.filter((row) => !byName.has(row.migration_name)).map((row) => row.migration_name);
  if (newer.length > 0) {
    throw new MigrationError(
      `This database was made by a newer version of Touchstone (it has ${newer.join(", ")}). Update the program, or point it to another database; it does not run backwards.`,
    );
  }
  const edited = rows
    .filter((row) => byName.get(row.migration_name)?.checksum !== row.checksum)
    .map((row) => row.migration_name);
  if (edited.length > 0) {
    throw new MigrationError(
      `These migrations were edited after they had been applied: ${edited.join(", ")}. Put the files back as they were; a change is a new migration.`,
    );
  }
}

async function apply(client, { name, sql, checksum }) {
  const id = randomUUID();
  await client.query("BEGIN");
  try {
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at) VALUES ($1, $2, $3, clock_timestamp())`,
      [id, checksum, name],
    );
    await client.query(sql);
    await client.query(
      `UPDATE "_prisma_migrations" SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1`,
      [id],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new MigrationError(`Migration ${name} failed, and nothing of it was kept: ${error.message}`, {
      cause: error,
    });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!process.env.DATABASE_URL) {
    console.error("Set DATABASE_URL to the database that should be migrated.");
    process.exit(2);
  }
  try {
    const applied = await migrate({ url: process.env.DATABASE_URL });
    console.log(applied.length === 0 ? "Nothing to migrate." : `Applied ${applied.join(", ")}.`);
  } catch (error) {
    exitWith(error);
  }
}
