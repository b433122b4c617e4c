import { hintOf, type Connection, type ConnectionView } from "@/lib/domain/connection";
import { env } from "@/lib/env";
import { db } from "./client";
import { seal, unseal } from "./secret-box";

const DEFAULT_BASE_URL = "https://api.openai.com/v1";
const DEFAULT_MODEL = "gpt-4.1-mini";

function fromEnvironment(): Connection | null {
  if (env.OPENAI_API_KEY === undefined && env.OPENAI_BASE_URL === undefined) return null;
  const model = env.OPENAI_MODEL ?? DEFAULT_MODEL;
  return {
    baseUrl: env.OPENAI_BASE_URL ?? DEFAULT_BASE_URL,
    apiKey: env.OPENAI_API_KEY ?? null,
    writingModel: model,
    judgingModel: model,
  };
}

const stored = () => db.connection.findFirst({ orderBy: [{ createdAt: "desc" }, { id: "desc" }] });

/**
 * The connection in force: the one entered in the app, else that of the environment; null: no model is connected. The
 * key of a stored one is null, too, when it can no longer be decrypted.
 */
export async function findConnection(): Promise<Connection | null> {
  const row = await stored();
  if (!row) return fromEnvironment();
  const { baseUrl, writingModel, judgingModel, keyCipher } = row;
  return { baseUrl, writingModel, judgingModel, apiKey: keyCipher === null ? null : unseal(keyCipher) };
}

/** The same without its key, for the browser. */
export async function viewConnection(): Promise<ConnectionView | null> {
  const row = await stored();
  if (row) {
    const { baseUrl, keyHint, keyCipher, writingModel, judgingModel } = row;
    const isKeyLost = keyCipher !== null && unseal(keyCipher) === null;
    return { source: "stored", baseUrl, keyHint, isKeyLost, writingModel, judgingModel };
  }
  const connection = fromEnvironment();
  if (!connection) return null;
  const { apiKey, ...rest } = connection;
  return { source: "environment", keyHint: hintOf(apiKey), isKeyLost: false, ...rest };
}

/** Replaces the stored connection; its key is encrypted first. */
export async function saveConnection({ apiKey, ...rest }: Connection): Promise<void> {
  const key = { keyCipher: apiKey === null ? null : seal(apiKey), keyHint: hintOf(apiKey) };
  await db.$transaction([
    db.connection.deleteMany(),
    db.connection.create({ data: { ...rest, ...key, name: new URL(rest.baseUrl).hostname } }),
  ]);
}

export const deleteConnection = async (): Promise<void> => {
  await db.connection.deleteMany();
};
