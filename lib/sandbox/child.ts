import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { FromChild, type ChildResult, type Chunk } from "./protocol";

/** Longer than a chunk's own deadline: only a child that no longer keeps its deadlines is killed from outside. */
const GRACE_MS = 5_000;
const START_MS = 60_000;

/** A process that judges chunks, one at a time. */
export type Child = {
  /** Null: the child died or hung on this chunk and is gone. */
  readonly judge: (chunk: Chunk) => Promise<ChildResult | null>;
  readonly isAlive: () => boolean;
  readonly kill: () => void;
};

type Program = {
  readonly script: string;
  readonly args: readonly string[];
  /** Files and folders that it may read, beside its own script: relative to the project, or absolute. */
  readonly reads: readonly string[];
};

// Relative to where the server was started: the bundler must not look for these files.
const root = /* turbopackIgnore: true */ process.cwd();

/** Node 20 knows the permission model by another name than later ones. */
const permission = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";

/** Starts a process without environment, files, processes, workers, add-ons and code from strings; resolves when ready. */
export async function startChild({ script, args, reads }: Program): Promise<Child> {
  const readable = [`lib/sandbox/${script}`, "package.json", ...reads];
  const child = spawn(
    process.execPath,
    [
      "--no-warnings",
      permission,
      ...readable.map((file) => `--allow-fs-read=${path.resolve(root, file)}`),
      "--disallow-code-generation-from-strings",
      "--max-old-space-size=512",
      path.join(root, "lib/sandbox", script),
      ...args,
    ],
    // An empty environment; Next's types want NODE_ENV, which the child must not have either.
    { cwd: root, stdio: ["ignore", "ignore", "ignore", "ipc"], env: {} as NodeJS.ProcessEnv },
  );
  const conversation = converse(child);
  const started = await conversation.next(START_MS);
  if (started?.type !== "ready") {
    child.kill("SIGKILL");
    throw new Error(`The sandbox (${script}) did not start`);
  }
  child.unref();
  child.channel?.unref();
  return {
    judge: (chunk) => judge(child, conversation, chunk),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    kill: () => {
      child.kill("SIGKILL");
    },
  };
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

async function judge(child: ChildProcess, conversation: Conversation, chunk: Chunk): Promise<ChildResult | null> {
  child.ref();
  child.channel?.ref();
  // A child that died meanwhile has said so, and that is what `next` hears.
  child.send(chunk, () => undefined);
  for (;;) {
    const message = await conversation.next(chunk.perItemMs + GRACE_MS);
    if (message?.type === "at") continue;
    if (message?.type === "done" && message.results.length === chunk.items.length) {
      child.unref();
      child.channel?.unref();
      return message;
    }
    child.kill("SIGKILL");
    return null;
  }
}
