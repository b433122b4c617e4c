import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { joinPostgres, stopPostgres } from "@/bin/embedded-postgres.mjs";

let folder: string;
let children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "touchstone-launcher-"));
  chmodSync(folder, 0o755);
});

afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  stopPostgres({ folder, mode: "immediate" });
  rmSync(folder, { recursive: true, force: true });
});

/** Another process that joins the folder's database; resolves to the URL that it got. */
async function joinElsewhere(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [path.resolve("tests/support/join-postgres.mjs"), folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const chunks: unknown[] = await once(child.stdout, "data");
  return { child, url: String(chunks[0]).trim() };
}

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined); // The server of these tests is killed while connections are open.
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

it("serves processes that start at the same moment from one database, until the last one leaves", async () => {
  const [first, second] = await Promise.all([joinElsewhere(), joinElsewhere()]);
  expect(first.url).toBe(second.url);
  await ask(first.url, "CREATE TABLE kept (x int); INSERT INTO kept VALUES (7)");
  first.child.kill("SIGTERM");
  await once(first.child, "exit");
  expect(await ask(second.url, "SELECT x FROM kept")).toEqual([{ x: 7 }]);
  second.child.kill("SIGTERM");
  await once(second.child, "exit");
  await expect(ask(second.url, "SELECT 1")).rejects.toThrow(/ECONNREFUSED/);
});

it("comes back with its data after everything was killed", async () => {
  const { child, url } = await joinElsewhere();
  await ask(url, "CREATE TABLE kept (x int); INSERT INTO kept VALUES (7)");
  const postmaster = Number(
    readFileSync(path.join(folder, "postgres/postmaster.pid"), "utf8").split("\n")[0],
  );
  child.kill("SIGKILL");
  process.kill(postmaster, "SIGKILL");
  await once(child, "exit");
  const again = await joinPostgres({ folder });
  expect(await ask(again.url, "SELECT x FROM kept")).toEqual([{ x: 7 }]);
  // The killed process does not count as a user any more.
  await again.leave();
  await expect(ask(again.url, "SELECT 1")).rejects.toThrow(/ECONNREFUSED/);
});

it("does not take another process for its server when the number in the pid file was given away", async () => {
  const { leave } = await joinPostgres({ folder });
  const pidFile = path.join(folder, "postgres/postmaster.pid");
  const content = readFileSync(pidFile, "utf8");
  await leave();
  writeFileSync(pidFile, content.replace(/^\d+/, String(process.pid)));
  const again = await joinPostgres({ folder });
  expect(await ask(again.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

it("asks for a password, which only its owner can read", async () => {
  const { url } = await joinPostgres({ folder });
  const wrong = new URL(url);
  wrong.password = "guess";
  await expect(ask(wrong.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
  expect(statSync(path.join(folder, "postgres.json")).mode & 0o077).toBe(0);
});

it("refuses a folder of another major version with a sentence", async () => {
  const { leave } = await joinPostgres({ folder });
  await leave();
  writeFileSync(path.join(folder, "postgres/PG_VERSION"), "17\n");
  await expect(joinPostgres({ folder })).rejects.toThrow(/belongs to Postgres 17, and this release runs 18/);
});
