import { deleteConnection, findConnection, saveConnection } from "@/lib/db/connections";
import type { Connection, ConnectionInput } from "@/lib/domain/connection";
import { fail, ok, type Result } from "@/lib/domain/problem";
import type { LlmClient } from "@/lib/llm/client";
import { createOpenAiClient, listModels } from "@/lib/llm/openai-client";
import { greet } from "@/lib/llm/tasks/greet";
import { resumeWork } from "./resume-work";

/** A client for the connection in force; null: no model is connected. */
export async function connectedModel(): Promise<LlmClient | null> {
  const connection = await findConnection();
  return connection && createOpenAiClient(connection);
}

/** Stores a connection and lets the judges that waited for one go on. */
export async function connect(input: ConnectionInput): Promise<Result<null>> {
  await saveConnection(input);
  await resumeWork();
  return ok(null);
}

export async function disconnectModel(): Promise<Result<null>> {
  await deleteConnection();
  return ok(null);
}

export type TestReport = {
  readonly seconds: number;
  readonly structuredOutput: boolean;
  readonly models: readonly string[];
};

/** Asks a real question of the connection as it is typed, before anything is stored. */
export async function testConnection(input: ConnectionInput): Promise<Result<TestReport>> {
  const before = input.apiKey === null ? await findConnection() : null;
  const connection: Connection = { ...input, apiKey: input.apiKey === null ? (before?.apiKey ?? null) : input.apiKey || null };
  const outcome = await createOpenAiClient(connection).ask(greet, null);
  if (outcome.kind === "unavailable") {
    return fail({ code: "bad-input", sentence: `The model did not answer: ${outcome.why}.` });
  }
  const models = await listModels(connection).catch(() => []);
  return ok({ seconds: outcome.call.ms / 1000, structuredOutput: outcome.kind === "answered", models });
}
