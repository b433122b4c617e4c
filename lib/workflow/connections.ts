import {
  chooseTask,
  deleteConnection,
  listConnections,
  readTaskChoice,
  saveCapabilities,
  saveConnection,
} from "@/lib/db/connections";
import { listPrices } from "@/lib/db/prices";
import {
  ENVIRONMENT,
  isSameServer,
  type Capabilities,
  type Connection,
  type ConnectionInput,
  type ConnectionReport,
  type ConnectionTask,
  type Endpoint,
  type ModelsInUse,
} from "@/lib/domain/connection";
import type { ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import type { LlmClient } from "@/lib/llm/client";
import { createOpenAiClient, listModels, type OpenAiClient } from "@/lib/llm/openai-client";
import { routeByTask } from "@/lib/llm/route-client";
import { greet, greetForLogprobs, greetWithSeed } from "@/lib/llm/tasks/greet";
import { resumeWork } from "./resume-work";

type Kept<Client> = { readonly content: string; readonly client: Client };

/** Kept for as long as a connection stays as it is: its limits hold for all work together. By id. */
const clients = new Map<string, Kept<OpenAiClient>>();
/** Of two connections, by both ids: whoever asks twice gets the same. */
const routes = new Map<string, Kept<LlmClient>>();

type InForce = Readonly<Record<ConnectionTask, Connection>>;

/** Who writes and judges in a project (null: in the installation): what is chosen there, else here, else the first one. */
async function connectionsInForce(projectId: ProjectId | null): Promise<InForce | null> {
  const [connections, here, anywhere] = await Promise.all([
    listConnections(),
    projectId === null ? null : readTaskChoice(projectId),
    readTaskChoice(null),
  ]);
  const [first] = connections;
  if (!first) return null;
  const known = (id: string | null | undefined) => connections.find((connection) => connection.id === id);
  const of = (task: ConnectionTask) => known(here?.[task]) ?? known(anywhere[task]) ?? first;
  return { writing: of("writing"), judging: of("judging") };
}

/** Which models work in a project; null: none is connected. */
export async function modelsInUse(projectId: ProjectId | null): Promise<ModelsInUse | null> {
  const inForce = await connectionsInForce(projectId);
  if (!inForce) return null;
  const of = ({ id, name }: Connection, model: string) => ({ model, connectionId: id, connection: name });
  return {
    writing: of(inForce.writing, inForce.writing.writingModel),
    judging: of(inForce.judging, inForce.judging.judgingModel),
  };
}

/** A client for the connections in force in a project; null: no model is connected. */
export async function connectedModel(projectId: ProjectId): Promise<LlmClient | null> {
  const inForce = await connectionsInForce(projectId);
  if (!inForce) return null;
  const prices = await listPrices();
  const [writing, judging] = [inForce.writing, inForce.judging].map((connection) =>
    remembered(clients, connection.id, {
      content: JSON.stringify([connection, [...prices]]),
      make: () =>
        createOpenAiClient(connection, {
          ...{ prices, concurrency: connection.callsAtOnce, dialect: connection.capabilities },
          ...{ requestsPerMinute: connection.requestsPerMinute, tokensPerMinute: connection.tokensPerMinute },
        }),
    }),
  );
  if (!writing || !judging) throw new Error("there are two tasks");
  const { content } = judging;
  return remembered(routes, `${inForce.writing.id} ${inForce.judging.id}`, {
    content: `${writing.content} ${content}`,
    make: () => routeByTask(writing.client, judging.client),
  }).client;
}

/** What is kept under this name, if it was made of the same; else it is made. */
function remembered<Client>(
  kept: Map<string, Kept<Client>>,
  name: string,
  { content, make }: { readonly content: string; readonly make: () => Client },
): Kept<Client> {
  const before = kept.get(name);
  if (before?.content === content) return before;
  const now = { content, client: make() };
  kept.set(name, now);
  return now;
}

/** Stores a connection and lets the judges that waited for one go on. */
export async function connectModel(input: ConnectionInput): Promise<Result<null>> {
  const before = await storedUnder(input.id);
  if (input.id !== null && !before) return fail({ code: "not-found", what: "connection" });
  const endpoint = await withKey(input);
  if (!endpoint.ok) return endpoint;
  const isSame =
    before?.baseUrl === input.baseUrl && before.judgingModel === input.judgingModel && input.apiKey === null;
  const capabilities = isSame ? before.capabilities : null;
  if (!(await saveConnection({ ...input, ...endpoint.value, capabilities })))
    return fail({
      code: "bad-input",
      sentence: `Another connection is called “${input.name}”: choose another name.`,
    });
  await resumeWork();
  return ok(null);
}

/** Forgets a stored connection and its key; what it did is done by the first of the others. */
export async function disconnectModel(id: string): Promise<Result<null>> {
  await deleteConnection(id);
  await resumeWork();
  return ok(null);
}

/** Chooses who writes or judges, in a project or (null) wherever nothing else is chosen; null: the usual one. */
export async function chooseConnection(
  projectId: ProjectId | null,
  task: ConnectionTask,
  connectionId: string | null,
): Promise<Result<null>> {
  if (connectionId !== null && !(await listConnections()).some(({ id }) => id === connectionId))
    return fail({ code: "not-found", what: "connection" });
  await chooseTask(projectId, task, connectionId);
  await resumeWork();
  return ok(null);
}

const TEST_LIMITS = { timeout: 30_000, retries: 0 } as const;

/** Asks real questions of the connection as it is typed. What it found is kept for one that is stored as it was tested. */
export async function testConnection(input: ConnectionInput): Promise<Result<ConnectionReport>> {
  const endpoint = await withKey(input);
  if (!endpoint.ok) return endpoint;
  const client = createOpenAiClient(endpoint.value, TEST_LIMITS);
  const outcome = await client.ask(greet, null);
  if (outcome.kind === "unavailable" || outcome.call.answer === null) {
    return fail({
      code: "llm-unavailable",
      detail: outcome.kind === "answered" ? "it said nothing" : outcome.why,
    });
  }
  const probabilities = await client.ask(greetForLogprobs, null);
  const seeded = await client.ask(greetWithSeed, null);
  const dialect = client.dialect();
  const capabilities: Capabilities = {
    ...dialect,
    structuredOutput: outcome.kind === "answered" && dialect.structuredOutput,
    logprobs: probabilities.kind === "answered" && probabilities.answer.hasLogprobs,
    seed: seeded.kind === "answered" && dialect.seed,
    model: input.judgingModel,
    seconds: outcome.call.ms / 1000,
    at: new Date().toISOString(),
  };
  await keepWhatWasFound(input, capabilities);
  const models = await listModels(endpoint.value);
  return ok({ capabilities, models: "failure" in models ? null : models });
}

async function keepWhatWasFound(input: ConnectionInput, capabilities: Capabilities): Promise<void> {
  const stored = await storedUnder(input.id);
  const isSame =
    stored?.baseUrl === input.baseUrl && stored.judgingModel === input.judgingModel && input.apiKey === null;
  if (stored && isSame) await saveCapabilities(stored.id, capabilities);
}

/** Which models a connection offers, for the person to choose from. */
export async function listConnectionModels(
  input: Pick<ConnectionInput, "id" | "baseUrl" | "apiKey">,
): Promise<Result<readonly string[]>> {
  const connection = await withKey({ ...input, writingModel: "", judgingModel: "" });
  if (!connection.ok) return connection;
  const models = await listModels(connection.value);
  return "failure" in models ? fail({ code: "llm-unavailable", detail: models.failure }) : ok(models);
}

const storedUnder = async (id: string | null): Promise<Connection | undefined> =>
  id === null || id === ENVIRONMENT ? undefined : (await listConnections()).find((one) => one.id === id);

/** Puts in the key that is stored where none was typed, but never for another server: that could read it. */
async function withKey(
  input: Pick<ConnectionInput, "id" | "baseUrl" | "apiKey" | "writingModel" | "judgingModel">,
): Promise<Result<Endpoint>> {
  const { id, baseUrl, writingModel, judgingModel } = input;
  const endpoint = { baseUrl, writingModel, judgingModel };
  if (input.apiKey !== null) return ok({ ...endpoint, apiKey: input.apiKey || null });
  const before = (await listConnections()).find((one) => one.id === id);
  if (before === undefined || before.apiKey === null) return ok({ ...endpoint, apiKey: null });
  if (!isSameServer(before.baseUrl, baseUrl)) {
    return fail({
      code: "bad-input",
      sentence:
        "The base URL leads to another server: enter its key, or leave the key empty if it needs none.",
    });
  }
  return ok({ ...endpoint, apiKey: before.apiKey });
}
