// One start at a time for a data folder, and who uses its database, by process.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PlainError } from "./plain-error.mjs";

/** Fields of a process in Linux' /proc, from its state on; null elsewhere or when it is gone. */
function procFields(pid) {
  const file = `/proc/${pid}/stat`;
  if (process.platform !== "linux" || !existsSync(file)) return null;
  try {
    const stat = readFileSync(file, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ESRCH") return null;
    throw error;
  }
}

/** Whether a process runs; a zombie, which waits for a parent that never looks, does not. */
export function alive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return procFields(pid)?.[0] !== "Z";
}

/** When the process began, where that can be known: a number that was given to another process since is recognised. */
const birth = (pid) => procFields(pid)?.[19] ?? "";

const stamp = () => `${process.pid} ${birth(process.pid)}`;

function stampHolds(file) {
  const [pid, born] = readFileSync(file, "utf8").split(" ");
  return alive(Number(pid)) && birth(Number(pid)) === born;
}

/** Runs `work` while no other process does the same for this folder; the lock of a dead process is taken over. */
export async function withLock(folder, work) {
  const lock = path.join(folder, "start.lock");
  for (const deadline = Date.now() + 90_000; ; await sleep(100)) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (isStale(lock)) rmSync(lock, { recursive: true, force: true });
    else if (Date.now() > deadline)
      throw new PlainError(`Another start holds ${lock}. If none is running, remove that folder.`);
  }
  try {
    writeFileSync(path.join(lock, "owner"), stamp());
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function isStale(lock) {
  try {
    return !stampHolds(path.join(lock, "owner"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    // Its owner has not signed yet, or died before it could.
    const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    return made !== undefined && Date.now() - made > 5_000;
  }
}

/** Notes that this process uses the database of the folder. */
export function signIn(folder) {
  mkdirSync(path.join(folder, "users"), { recursive: true });
  writeFileSync(path.join(folder, "users", String(process.pid)), stamp());
}

/** Takes the note away. Returns whether nobody else is left. */
export function signOut(folder) {
  const users = path.join(folder, "users");
  rmSync(path.join(users, String(process.pid)), { force: true });
  for (const name of readdirSync(users)) {
    const file = path.join(users, name);
    if (stampHolds(file)) return false;
    rmSync(file, { force: true });
  }
  return true;
}
