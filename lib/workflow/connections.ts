import { deleteConnection, findConnection, saveConnection } from "@/lib/db/connections";
import { listPrices } from "@/lib/db/prices";
import {
  isSameServer,
  type Connection,
  type ConnectionInput,
  type ConnectionReport,
} from "@/lib/domain/connection";
import { fail, ok, type Result } from "@/lib/domain/problem";
import type { LlmClient } from "@/lib/llm/client";
import { createOpenAiClient, listModels } from "@/lib/llm/openai-client";
import { greet } from "@/lib/llm/tasks/greet";
import { resumeWork } from "./resume-work";

/** Kept for as long as the connection stays as it is: the client's limit of calls at once holds for all work together. */
let current: {
  readonly connection: Connection;
  readonly prices: string;
  readonly client: LlmClient;
} | null = null;

const isSame = (a: Connection, b: Connection): boolean =>
  a.baseUrl === b.baseUrl &&
  a.apiKey === b.apiKey &&
  a.writingModel === b.writingModel &&
  a.judgingModel === b.judgingModel;

/** A client for the connection in force; null: no model is connected. */
export async function connectedModel(): Promise<LlmClient | null> {
  const [connection, own] = await Promise.all([findConnection(), listPrices()]);
  const prices = JSON.stringify([...own]);
  if (!connection) current = null;
  else if (!current || current.prices !== prices || !isSame(current.connection, connection)) {
    current = { connection, prices, client: createOpenAiClient(connection, { prices: own }) };
  }
  return current?.client ?? null;
}

/** Stores a connection and lets the judges that waited for one go on. */
export async function connectModel(input: ConnectionInput): Promise<Result<null>> {
  const connection = await withKey(input);
  if (!connection.ok) return connection;
  await saveConnection(connection.value);
  await resumeWork();
  return ok(null);
}

/** Forgets the stored connection and its key; that of the environment is in force again, if there is one. */
export async function disconnectModel(): Promise<Result<null>> {
  await deleteConnection();
  return ok(null);
}

const TEST_LIMITS = { timeout: 30_000, retries: 0 } as const;

/** Asks a real question of the connection as it is typed; nothing is stored. */
export async function testConnection(input: ConnectionInput): Promise<Result<ConnectionReport>> {
  const connection = await withKey(input);
  if (!connection.ok) return connection;
  const client = createOpenAiClient(connection.value, TEST_LIMITS);
  const outcome = await client.ask(greet, null);
  if (outcome.kind === "unavailable" || outcome.call.answer === null) {
    return fail({
      code: "llm-unavailable",
      detail: outcome.kind === "answered" ? "it said nothing" : outcome.why,
    });
  }
  const models = await listModels(connection.value);
  return ok({
    seconds: outcome.call.ms / 1000,
    structuredOutput: outcome.kind === "answered" && client.dialect().structuredOutput,
    models: "failure" in models ? null : models,
  });
}

/** Which models a connection offers, for the person to choose from. */
export async function listConnectionModels(
  input: Pick<ConnectionInput, "baseUrl" | "apiKey">,
): Promise<Result<readonly string[]>> {
  const connection = await withKey({ ...input, writingModel: "", judgingModel: "" });
  if (!connection.ok) return connection;
  const models = await listModels(connection.value);
  return "failure" in models ? fail({ code: "llm-unavailable", detail: models.failure }) : ok(models);
}

/** Puts in the key that is in force where none was typed, but never for another server: that could read it. */
async function withKey(input: ConnectionInput): Promise<Result<Connection>> {
  if (input.apiKey !== null) return ok({ ...input, apiKey: input.apiKey || null });
  const before = await findConnection();
  if (before === null || before.apiKey === null) return ok({ ...input, apiKey: null });
  if (!isSameServer(before.baseUrl, input.baseUrl)) {
    return fail({
      code: "bad-input",
      sentence:
        "The base URL leads to another server: enter its key, or leave the key empty if it needs none.",
    });
  }
  return ok({ ...input, apiKey: before.apiKey });
}
