import { randomUUID } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { migrate } from "@/bin/migrate.mjs";
import { databaseUrl } from "@/tests/support/throwaway-postgres.mjs";

let dir: string;
let url: string;

const ask = async (address: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

function writeMigration(name: string, sql: string): void {
  mkdirSync(path.join(dir, name), { recursive: true });
  writeFileSync(path.join(dir, name, "migration.sql"), sql);
}

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "touchstone-migrations-"));
  const name = `empty_${randomUUID().replaceAll("-", "")}`;
  await ask(inject("postgresUrl"), `CREATE DATABASE ${name}`);
  url = databaseUrl(inject("postgresUrl"), name);
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

it("applies each migration once when several processes start together", async () => {
  cpSync("prisma/migrations", dir, { recursive: true });
  writeMigration("99990101000000_more", "CREATE TABLE more (x int)");
  const applied = await Promise.all([migrate({ url, dir }), migrate({ url, dir }), migrate({ url, dir })]);
  expect(applied.flat().filter((name) => name === "99990101000000_more")).toHaveLength(1);
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  expect(await migrate({ url, dir })).toEqual([]);
});

it("records what it did in the table that prisma migrate deploy reads", async () => {
  writeMigration("1_a", "CREATE TABLE a (x int)");
  await migrate({ url, dir });
  expect(
    await ask(
      url,
      "SELECT migration_name, checksum, applied_steps_count, finished_at IS NOT NULL AS finished FROM _prisma_migrations",
    ),
  ).toEqual([
    {
      migration_name: "1_a",
      // sha256 of the file.
      checksum: "7524cc3eace978461041598ebc4048686550cedb53b2c1c1a392caa838e1692f",
      applied_steps_count: 1,
      finished: true,
    },
  ]);
});

it("refuses to run backwards, and touches nothing", async () => {
  writeMigration("1_a", "CREATE TABLE a (x int)");
  writeMigration("2_b", "CREATE TABLE b (x int)");
  await migrate({ url, dir });
  rmSync(path.join(dir, "2_b"), { recursive: true });
  writeMigration("3_c", "CREATE TABLE c (x int)");
  await expect(migrate({ url, dir })).rejects.toThrow(/newer version of Touchstone \(it has 2_b\)/);
  expect(await ask(url, "SELECT to_regclass('c') AS c")).toEqual([{ c: null }]);
});

it("refuses migrations that were edited after they had been applied", async () => {
  writeMigration("1_a", "CREATE TABLE a (x int)");
  await migrate({ url, dir });
  writeMigration("1_a", "CREATE TABLE a (x bigint)");
  await expect(migrate({ url, dir })).rejects.toThrow(/edited after they had been applied: 1_a/);
});

it("keeps nothing of a migration that fails half-way, so that the mended one can run", async () => {
  writeMigration("1_a", "CREATE TABLE a (x int); CREATE TABLE nonsense (x nosuchtype)");
  await expect(migrate({ url, dir })).rejects.toThrow(/Migration 1_a failed, and nothing of it was kept/);
  writeMigration("1_a", "CREATE TABLE a (x int)");
  expect(await migrate({ url, dir })).toEqual(["1_a"]);
});

it("begins the revisions of before with the limit that is in force", async () => {
  const name = "20261129033306_revision_examples_and_limit";
  for (const one of readdirSync("prisma/migrations"))
    if (one < name) cpSync(path.join("prisma/migrations", one), path.join(dir, one), { recursive: true });
  await migrate({ url, dir });
  await ask(url, `INSERT INTO "Project" (id, name, seed) VALUES ('p', 'p', 's')`);
  for (const [id, limit] of [
    ["strict", 0.05],
    ["lax", 0.4],
  ] as const) {
    await ask(
      url,
      `INSERT INTO "Criterion" (id, "projectId", position, kind, "ffrLimit", origin) VALUES ('${id}', 'p', 1, 'code', ${limit}, 'hand')`,
    );
    await ask(
      url,
      `INSERT INTO "Revision" (id, "criterionId", number, name, wording, author) VALUES ('${id}-r', '${id}', 1, 'n', 'w', 'ann')`,
    );
  }
  cpSync("prisma/migrations", dir, { recursive: true });
  await migrate({ url, dir });
  expect(await ask(url, `SELECT id, examples, "ffrLimit" FROM "Revision" ORDER BY id`)).toEqual([
    { id: "lax-r", examples: "", ffrLimit: 0.4 },
    { id: "strict-r", examples: "", ffrLimit: 0.05 },
  ]);
});
