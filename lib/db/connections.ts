import {
  Capabilities,
  ENVIRONMENT,
  hintOf,
  USUAL_LIMITS,
  type Connection,
  type ConnectionTask,
  type ConnectionView,
  type TaskChoice,
} from "@/lib/domain/connection";
import type { ProjectId } from "@/lib/domain/ids";
import { env } from "@/lib/env";
import { db } from "./client";
import { Prisma, type Connection as Row, type Project } from "./generated/client";
import { seal, unseal } from "./secret-box";

const DEFAULT_BASE_URL = "https://api.openai.com/v1";
const DEFAULT_MODEL = "gpt-4.1-mini";

function fromEnvironment(): Connection | null {
  if (env.OPENAI_API_KEY === undefined && env.OPENAI_BASE_URL === undefined) return null;
  const model = env.OPENAI_MODEL ?? DEFAULT_MODEL;
  return {
    ...USUAL_LIMITS,
    id: ENVIRONMENT,
    name: "Environment",
    baseUrl: env.OPENAI_BASE_URL ?? DEFAULT_BASE_URL,
    apiKey: env.OPENAI_API_KEY ?? null,
    writingModel: model,
    judgingModel: model,
    capabilities: null,
  };
}

const stored = () => db.connection.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });

function toConnection(row: Row): Connection {
  const { id, name, baseUrl, writingModel, judgingModel, keyCipher } = row;
  const { callsAtOnce, requestsPerMinute, tokensPerMinute } = row;
  return {
    ...{ id, name, baseUrl, writingModel, judgingModel, callsAtOnce, requestsPerMinute, tokensPerMinute },
    apiKey: keyCipher === null ? null : unseal(keyCipher),
    capabilities: Capabilities.nullable().catch(null).parse(row.capabilities),
  };
}

/**
 * The connections entered in the app, first the oldest, then that of the environment. The key of a stored one is null,
 * too, when it can no longer be decrypted.
 */
export async function listConnections(): Promise<Connection[]> {
  const rows = (await stored()).map(toConnection);
  const outer = fromEnvironment();
  return outer ? [...rows, outer] : rows;
}

/** The same without their keys, for the browser. */
export async function viewConnections(): Promise<ConnectionView[]> {
  const rows = await stored();
  const views = rows.map((row): ConnectionView => {
    const { apiKey, ...rest } = toConnection(row);
    return { ...rest, keyHint: row.keyHint, isKeyLost: row.keyCipher !== null && apiKey === null };
  });
  const outer = fromEnvironment();
  if (!outer) return views;
  const { apiKey, ...rest } = outer;
  return [...views, { ...rest, keyHint: hintOf(apiKey), isKeyLost: false }];
}

/** Stores a connection, a new one where `id` is null, with its key encrypted. False: another one has its name. */
export async function saveConnection({
  id,
  apiKey,
  capabilities,
  ...rest
}: Omit<Connection, "id"> & { readonly id: string | null }): Promise<boolean> {
  const sameName = await db.connection.findUnique({ where: { name: rest.name } });
  if (sameName && sameName.id !== id) return false;
  const key = { keyCipher: apiKey === null ? null : seal(apiKey), keyHint: hintOf(apiKey) };
  const data = { ...rest, ...key, ...capabilitiesOf(capabilities) };
  if (id === null) await db.connection.create({ data });
  else await db.connection.updateMany({ where: { id }, data });
  return true;
}

const capabilitiesOf = (capabilities: Capabilities | null) =>
  ({ capabilities: capabilities ?? Prisma.DbNull }) as const;

/** Keeps what a test has shown. */
export async function saveCapabilities(id: string, capabilities: Capabilities): Promise<void> {
  await db.connection.updateMany({ where: { id }, data: { capabilities } });
}

/** Forgets a connection and its key; where it was chosen, nothing is chosen any more. */
export async function deleteConnection(id: string): Promise<void> {
  await db.$transaction([
    db.connection.deleteMany({ where: { id } }),
    db.taskConnection.deleteMany({ where: { connectionId: id } }),
    db.project.updateMany({ where: { writingBy: id }, data: { writingBy: null } }),
    db.project.updateMany({ where: { judgingBy: id }, data: { judgingBy: null } }),
    db.project.updateMany({ where: { decidingBy: id }, data: { decidingBy: null } }),
  ]);
}

const chosen = { writingBy: true, judgingBy: true, decidingBy: true } satisfies Prisma.ProjectSelect;

const choiceOf = (row: Pick<Project, keyof typeof chosen>): TaskChoice => ({
  writing: row.writingBy,
  judging: row.judgingBy,
  deciding: row.decidingBy,
});

/** The projects in which a connection was chosen for a task, by name. */
export async function listProjectsWith(
  id: string,
): Promise<readonly { readonly name: string; readonly choice: TaskChoice }[]> {
  const rows = await db.project.findMany({
    where: { OR: [{ writingBy: id }, { judgingBy: id }, { decidingBy: id }] },
    select: { name: true, ...chosen },
    orderBy: { name: "asc" },
  });
  return rows.map(({ name, ...row }) => ({ name, choice: choiceOf(row) }));
}

/** What is chosen for a project; null: for the installation. */
export async function readTaskChoice(projectId: ProjectId | null): Promise<TaskChoice> {
  if (projectId !== null) {
    const row = await db.project.findUnique({ where: { id: projectId }, select: chosen });
    return row ? choiceOf(row) : { writing: null, judging: null, deciding: null };
  }
  const rows = new Map((await db.taskConnection.findMany()).map((row) => [row.task, row.connectionId]));
  const of = (task: ConnectionTask) => rows.get(task) ?? null;
  return { writing: of("writing"), judging: of("judging"), deciding: of("deciding") };
}

/** Chooses who does a task in a project, or (null) in the installation; null: nobody in particular. */
export async function chooseTask(
  projectId: ProjectId | null,
  task: ConnectionTask,
  connectionId: string | null,
): Promise<void> {
  if (projectId !== null) {
    const data = {
      writing: { writingBy: connectionId },
      judging: { judgingBy: connectionId },
      deciding: { decidingBy: connectionId },
    };
    await db.project.updateMany({ where: { id: projectId }, data: data[task] });
  } else if (connectionId === null) await db.taskConnection.deleteMany({ where: { task } });
  else {
    await db.taskConnection.upsert({
      where: { task },
      create: { task, connectionId },
      update: { connectionId },
    });
  }
}
