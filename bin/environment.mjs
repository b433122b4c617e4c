// What every process of the product needs before it starts: a database that fits this checkout, and a secret.
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadDotEnv } from "./dot-env.mjs";
import { assertWritable, joinPostgres } from "./embedded-postgres.mjs";
import { migrate, MigrationError } from "./migrate.mjs";
import { PlainError } from "./plain-error.mjs";
import { root } from "./run-node.mjs";

/** 32 random bytes that encrypt keys at rest; made once, beside the database whose rows need it. */
function readSecret(folder) {
  const file = path.join(folder, "secret");
  try {
    writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8").trim();
}

async function migrateOrExplain(url) {
  try {
    return await migrate({ url });
  } catch (error) {
    if (error instanceof MigrationError) throw error;
    const { host, pathname } = new URL(url);
    throw new PlainError(
      `The database at ${host}${pathname} cannot be used: ${error.message || error.code}. Check DATABASE_URL.`,
      { cause: error },
    );
  }
}

/**
 * Sets DATABASE_URL, TOUCHSTONE_SECRET and TOUCHSTONE_DATA in process.env, with the database running and migrated.
 * @returns {Promise<() => Promise<void>>} lets go of the database: the last one out stops it
 */
export async function prepareEnvironment(say) {
  loadDotEnv();
  const folder = path.resolve(root, process.env.TOUCHSTONE_DATA || ".data");
  assertWritable(folder);
  process.env.TOUCHSTONE_DATA = folder;
  process.env.TOUCHSTONE_SECRET ||= readSecret(folder);
  let leave = async () => undefined;
  if (process.env.DATABASE_URL) {
    if (!URL.canParse(process.env.DATABASE_URL))
      throw new PlainError(
        "DATABASE_URL is not an address: it looks like postgresql://user:password@host:5432/name.",
      );
  } else {
    const joined = await joinPostgres({ folder });
    process.env.DATABASE_URL = joined.url;
    leave = joined.leave;
  }
  try {
    const applied = await migrateOrExplain(process.env.DATABASE_URL);
    if (applied.length > 0)
      say(`Database brought up to date (${applied.length} migration${applied.length === 1 ? "" : "s"}).`);
  } catch (error) {
    await leave();
    throw error;
  }
  return leave;
}
