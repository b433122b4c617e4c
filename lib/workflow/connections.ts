import {
  chooseTask,
  deleteConnection,
  listConnections,
  listProjectsWith,
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
  type Dialect,
  type Endpoint,
  type ModelsInUse,
  type TaskChoice,
} from "@/lib/domain/connection";
import type { ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import type { LlmClient } from "@/lib/llm/client";
import { createOpenAiClient, listModels, type OpenAiClient } from "@/lib/llm/openai-client";
import { createPace, type Pace } from "@/lib/llm/pace";
import { routeByTask } from "@/lib/llm/route-client";
import { greet, greetForLogprobs, greetWithSeed } from "@/lib/llm/tasks/greet";
import { log } from "@/lib/log";
import { resumeWork } from "./resume-work";

type Kept<Client> = { readonly content: string; readonly client: Client };

/** By id: what a server was asked within the last minute counts also when its connection was changed since. */
const paces = new Map<string, Kept<Pace>>();

/** Kept for as long as a connection stays as it is: its limits hold for all work together. By id. */
const clients = new Map<string, Kept<OpenAiClient>>();
/** Of several connections, by their ids: whoever asks twice gets the same. */
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
  const writing = of("writing");
  const deciding = known(here?.deciding) ?? known(anywhere.deciding) ?? writing;
  return { writing, judging: of("judging"), deciding };
}

/** Which models work in a project; null: none is connected. */
export async function modelsInUse(projectId: ProjectId | null): Promise<ModelsInUse | null> {
  const inForce = await connectionsInForce(projectId);
  if (!inForce) return null;
  const of = ({ id, name }: Connection, model: string) => ({ model, connectionId: id, connection: name });
  return {
    writing: of(inForce.writing, inForce.writing.writingModel),
    judging: of(inForce.judging, inForce.judging.judgingModel),
    deciding: of(inForce.deciding, inForce.deciding.writingModel),
  };
}

/** A client for the connections in force in a project; null: no model is connected. */
export async function connectedModel(projectId: ProjectId): Promise<LlmClient | null> {
  const inForce = await connectionsInForce(projectId);
  if (!inForce) return null;
  const prices = await listPrices();
  const clientOf = (connection: Connection) =>
    remembered(clients, connection.id, {
      content: JSON.stringify([connection, [...prices]]),
      make: () =>
        createOpenAiClient(connection, {
          ...{ prices, known: connection.capabilities, pace: paceOf(connection) },
          onRefused: (model, dialect) => forgetAbility(connection, model, dialect),
        }),
    });
  const to = {
    writing: clientOf(inForce.writing),
    judging: clientOf(inForce.judging),
    deciding: clientOf(inForce.deciding),
  };
  return remembered(routes, `${inForce.writing.id} ${inForce.judging.id} ${inForce.deciding.id}`, {
    content: [to.writing, to.judging, to.deciding].map(({ content }) => content).join(" "),
    make: () =>
      routeByTask({ writing: to.writing.client, judging: to.judging.client, deciding: to.deciding.client }),
  }).client;
}

function paceOf({ id, baseUrl, callsAtOnce, requestsPerMinute, tokensPerMinute }: Connection): Pace {
  const limits = { concurrency: callsAtOnce, requestsPerMinute, tokensPerMinute };
  return remembered(paces, id, {
    content: JSON.stringify([baseUrl, limits]),
    make: () => createPace(limits),
  }).client;
}

/** What a test has shown holds no more: the next client, in whatever process, begins without it. */
function forgetAbility({ id, capabilities }: Connection, model: string, dialect: Dialect): void {
  if (capabilities?.model !== model) return;
  saveCapabilities(id, { ...capabilities, ...dialect, model }).catch((error: unknown) =>
    log.error("what a server turned down could not be stored", error),
  );
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

/**
 * Forgets a stored connection and its key; what it did is done by the first of the others. One that is used is only
 * forgotten when that is what is wanted: else the problem says what uses it.
 */
export async function disconnectModel({
  id,
  evenInUse,
}: {
  readonly id: string;
  readonly evenInUse: boolean;
}): Promise<Result<null>> {
  const uses = evenInUse ? [] : await usesOf(id);
  if (uses.length > 0) {
    const sentence = `This connection ${uses.join(", ")}. Without it, the first of the others does that; if there is none, judges wait.`;
    return fail({ code: "in-use", sentence });
  }
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

/** What a connection does at the moment, in words. */
async function usesOf(id: string): Promise<string[]> {
  const [inForce, projects] = await Promise.all([connectionsInForce(null), listProjectsWith(id)]);
  const tasks = ({ writing, judging, deciding }: TaskChoice) =>
    [
      ...(writing === id ? ["writes"] : []),
      ...(judging === id ? ["judges"] : []),
      ...(deciding === id ? ["decides"] : []),
    ].join(" and ");
  const usual =
    inForce === null
      ? ""
      : tasks({
          writing: inForce.writing.id,
          judging: inForce.judging.id,
          deciding: inForce.deciding.id,
        });
  return [
    ...(usual === "" ? [] : [`${usual} wherever a project says nothing else`]),
    ...projects.map(({ name, choice }) => `${tasks(choice)} in “${name}”`),
  ];
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
  const dialect = client.dialect(input.judgingModel);
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
