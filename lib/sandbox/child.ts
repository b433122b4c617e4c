import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import path from "node:path";
import { FromChild, type ChildResult, type Chunk } from "./protocol";

/** Beyond what a child allows itself: only one that no longer keeps its own limits is killed from outside. */
const GRACE_MS = 3_000;
const START_MS = 60_000;
const LOAD_MS = 1_000;
/** Seconds of computing after which the system ends a child: the last resort when its parent was killed. */
const LIFETIME_S = 3_600;

/** A process that judges chunks, one at a time. */
export type Child = {
  /** Null: the child died or hung on this chunk and is gone. */
  readonly judge: (chunk: Omit<Chunk, "type" | "token">) => Promise<ChildResult | null>;
  readonly isAlive: () => boolean;
  readonly kill: () => void;
};

export type Program = {
  readonly script: string;
  readonly args: readonly string[];
  /** Files and folders that it may read, beside this room: relative to the project, or absolute. */
  readonly reads: readonly string[];
};

// Where the server was started, not where this file lies: the bundler moves this file, and must not look for those.
const root = process.cwd();
export const scriptPath = (script: string) =>
  path.join(/* turbopackIgnore: true */ root, "lib/sandbox", script);

/** Node 20 knows the permission model by another name than later ones. */
const permission = process.allowedNodeEnvironmentFlags.has("--permission")
  ? "--permission"
  : "--experimental-permission";

function spawnBare([file = "", ...args]: readonly string[]): ChildProcess {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- Next's types want NODE_ENV in every environment
  const empty = {} as NodeJS.ProcessEnv;
  return spawn(/* turbopackIgnore: true */ file, args, {
    cwd: root,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: empty,
  });
}

/** Starts a process without environment, files, processes, workers, add-ons and code from strings; resolves when ready. */
export async function startChild({ script, args, reads }: Program): Promise<Child> {
  const readable = ["lib/sandbox/", "package.json", ...reads];
  const command = [
    process.execPath,
    "--no-warnings",
    permission,
    ...readable.map((file) => `--allow-fs-read=${path.resolve(/* turbopackIgnore: true */ root, file)}`),
    "--disallow-code-generation-from-strings",
    "--max-old-space-size=512",
    scriptPath(script),
    ...args,
  ];
  const limited = ["/bin/sh", "-c", `ulimit -t ${LIFETIME_S}; exec "$@"`, "sh", ...command];
  const child = spawnBare(process.platform === "win32" ? command : limited);
  const conversation = converse(child);
  const started = await conversation.next(START_MS);
  if (started?.type !== "ready") {
    child.kill("SIGKILL");
    throw new Error(`The sandbox (${script}) did not start`);
  }
  hold(child, false);
  return {
    judge: (chunk) => judge(child, conversation, { ...chunk, type: "run", token: randomUUID() }),
    isAlive: () => child.exitCode === null && child.signalCode === null && !child.killed,
    kill: () => {
      child.kill("SIGKILL");
    },
  };
}

/** Whether the host's process stays alive for this child: only while it has something to do. */
function hold(child: ChildProcess, held: boolean): void {
  if (held) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

type Conversation = { readonly next: (ms: number) => Promise<FromChild | null> };

/** Turns the child's messages into answers to `next`; null when it died or said nothing in time. */
function converse(child: ChildProcess): Conversation {
  const said: (FromChild | null)[] = [];
  let waiting: ((message: FromChild | null) => void) | null = null;
  const hear = (message: FromChild | null) => {
    if (waiting) waiting(message);
    else said.push(message);
  };
  child.on("message", (raw) => {
    const message = FromChild.safeParse(raw);
    hear(message.success ? message.data : null);
  });
  child.on("exit", () => hear(null));
  child.on("error", () => hear(null));
  return {
    next: (ms) =>
      new Promise((resolve) => {
        const first = said.shift();
        if (first !== undefined) {
          resolve(first);
          return;
        }
        const timer = setTimeout(() => waiting?.(null), ms);
        waiting = (message) => {
          clearTimeout(timer);
          waiting = null;
          resolve(message);
        };
      }),
  };
}

async function judge(
  child: ChildProcess,
  conversation: Conversation,
  chunk: Chunk,
): Promise<ChildResult | null> {
  // Twice the limit and a second is what a child allows itself on a busy machine (child-limits.mjs).
  const patience = 2 * Math.max(chunk.perItemMs, LOAD_MS) + 1_000 + GRACE_MS;
  hold(child, true);
  // A child that died meanwhile has said so, and that is what `next` hears.
  child.send(chunk, () => undefined);
  for (;;) {
    const message = await conversation.next(patience);
    const ours = message !== null && message.type !== "ready" && message.token === chunk.token;
    if (ours && message.type === "at") continue;
    if (ours && message.type === "done" && message.results.length === chunk.count) {
      hold(child, false);
      return message;
    }
    child.kill("SIGKILL");
    hold(child, false);
    return null;
  }
}
