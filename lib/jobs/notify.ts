import { Client, Pool } from "pg";
import { z } from "zod";
import { parseJson } from "@/lib/domain/json";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

const CHANNEL = "touchstone";

/** What changed: pages that show it read it anew. Carries no content, since payloads are short and unencrypted. */
export const ProjectEvent = z.enum([
  "outputs",
  "criteria",
  "assertions",
  "verdicts",
  "grades",
  "choice",
  "activity",
  "evaluators",
  "drift",
  "proposals",
  "people",
]);
export type ProjectEvent = z.infer<typeof ProjectEvent>;

const Message = z.object({ projectId: z.string(), event: ProjectEvent });
type Listener = (event: ProjectEvent) => void;
type Hub = {
  readonly listeners: Map<string, Set<Listener>>;
  /** One connection, on which notices wait for each other. */
  sender: Pool | null;
  receiver: Promise<Client> | null;
};

const remembered = globalThis as typeof globalThis & { touchstoneHub?: Hub };
const hub = (remembered.touchstoneHub ??= { listeners: new Map(), sender: null, receiver: null });

const RECONNECT_MS = 1_000;

/** Tells every process that shows this project. A notice that cannot be sent is logged: pages then are a reload late. */
export async function publish(projectId: string, event: ProjectEvent): Promise<void> {
  try {
    await (hub.sender ??= openSender()).query("SELECT pg_notify($1, $2)", [
      CHANNEL,
      JSON.stringify({ projectId, event }),
    ]);
  } catch (error) {
    log.error("could not send a notice", error);
  }
}

function openSender(): Pool {
  const pool = new Pool({ connectionString: env.DATABASE_URL, max: 1 });
  // Lost while it was idle: the next notice connects anew.
  pool.on("error", (error) => log.error("lost the connection that sends notices", error));
  return pool;
}

/** Calls back on every change of a project, from whichever process, over one shared connection. Returns the way out. */
export function subscribe(projectId: string, listener: Listener): () => void {
  const mine = hub.listeners.get(projectId) ?? new Set();
  hub.listeners.set(projectId, mine.add(listener));
  listen();
  return () => {
    mine.delete(listener);
    if (mine.size === 0) hub.listeners.delete(projectId);
  };
}

function listen(): void {
  hub.receiver ??= openReceiver().catch((error: unknown) => {
    log.error("cannot listen for notices; trying again", error);
    relisten();
    throw error;
  });
  hub.receiver.catch(() => undefined);
}

function relisten(): void {
  hub.receiver = null;
  setTimeout(() => {
    if (hub.listeners.size > 0) listen();
  }, RECONNECT_MS).unref();
}

async function openReceiver(): Promise<Client> {
  const client = new Client({ connectionString: env.DATABASE_URL });
  client.on("error", (error) => {
    log.error("lost the connection that hears notices", error);
    relisten();
  });
  await client.connect();
  client.on("notification", ({ payload }) => {
    const message = parseJson(payload ?? "", Message);
    if (!message.ok) return;
    for (const listener of hub.listeners.get(message.value.projectId) ?? []) listener(message.value.event);
  });
  await client.query(`LISTEN ${CHANNEL}`);
  return client;
}

/** Closes both connections: for scripts and tests. */
export async function stopNotices(): Promise<void> {
  const { sender, receiver } = hub;
  hub.sender = null;
  hub.receiver = null;
  hub.listeners.clear();
  await sender?.end();
  await (await receiver)?.end();
}
