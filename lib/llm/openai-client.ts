import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import pLimit from "p-limit";
import { setTimeout as wait } from "node:timers/promises";
import type { Dialect, Endpoint } from "@/lib/domain/connection";
import { costOf, priceOf, type OwnPrices } from "@/lib/domain/prices";
import type { TokenLogprobs } from "@/lib/domain/probabilities";
import { RateLimit, type Begun, type MinuteLimits } from "@/lib/domain/rate-limit";
import type { CallRecord, LlmClient, LlmOutcome, LlmTask } from "./client";
import { addressOf, startingDialect, withoutRefused } from "./openai-dialect";
import { failureOf, redactorFor, type Failure } from "./say-failure";

export type ClientLimits = MinuteLimits & {
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
  /** After the first attempt. */
  readonly retries: number;
  readonly concurrency: number;
  /** What the person says that models cost. */
  readonly prices: OwnPrices;
  /** What is known of the server already; null: nothing, it is found out by asking. */
  readonly dialect: Dialect | null;
};

const LIMITS: ClientLimits = {
  ...{ timeout: 90_000, retries: 4, concurrency: 16, prices: new Map(), dialect: null },
  ...{ requestsPerMinute: null, tokensPerMinute: null },
};

/** The library insists on a key; local servers ignore it. */
const NO_KEY = "none";

function openAiOf(
  connection: Endpoint,
  { timeout, retries }: ClientLimits,
  onResponse: (response: Response) => void = () => undefined,
): OpenAI {
  return new OpenAI({
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      onResponse(response);
      return response;
    },
    ...addressOf(connection),
    apiKey: connection.apiKey ?? NO_KEY,
    // The library would take these from the environment and send them to whichever server this is.
    organization: null,
    project: null,
    maxRetries: retries,
    timeout,
    logLevel: "off",
  });
}

/** About what a tokenizer counts, and what most answers take. */
const CHARACTERS_A_TOKEN = 4;
const TYPICAL_ANSWER = 100;
/** Where a server says that it has had enough, and not for how long. */
const USUAL_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

function retryAfterMs({ headers }: Response): number {
  const seconds = Number(headers.get("retry-after") ?? NaN);
  return Number.isFinite(seconds) ? Math.min(seconds * 1_000, LONGEST_PAUSE_MS) : USUAL_PAUSE_MS;
}

/** An LlmClient that also tells what it has learnt of its server. */
export type OpenAiClient = LlmClient & { readonly dialect: () => Dialect };

/**
 * Any OpenAI-compatible server. Retries what may go away by itself (429 with Retry-After, 5xx, lost connections; with
 * jitter), and leaves out what the server turns down: structured output, a temperature. A cancelled call throws.
 */
export function createOpenAiClient(connection: Endpoint, limits: Partial<ClientLimits> = {}): OpenAiClient {
  const bounds = { ...LIMITS, ...limits };
  const rate = new RateLimit(bounds);
  // One call that is told to wait speaks for all: the others would be turned down as well.
  const openai = openAiOf(connection, bounds, (response) => {
    if (response.status === 429) rate.pause(performance.now(), retryAfterMs(response));
  });
  const limit = pLimit(bounds.concurrency);
  const redact = redactorFor(connection.apiKey);
  let dialect = bounds.dialect ?? startingDialect(connection);

  async function inTurn(request: Request, signal: AbortSignal | undefined): Promise<Begun> {
    const tokens =
      Math.ceil((request.system.length + request.user.length) / CHARACTERS_A_TOKEN) + TYPICAL_ANSWER;
    for (;;) {
      const ms = rate.delay(performance.now(), tokens);
      if (ms <= 0) return rate.begin(performance.now(), tokens);
      await wait(ms, undefined, signal ? { signal } : {});
    }
  }

  async function complete(request: Request, signal: AbortSignal | undefined): Promise<Completion> {
    const used = dialect;
    try {
      return await openai.chat.completions.create(bodyOf(request, used), signal ? { signal } : {});
    } catch (error) {
      const narrower =
        error instanceof APIError
          ? withoutRefused(used, { status: statusOf(error), message: error.message })
          : null;
      if (!narrower) throw error;
      dialect = narrower;
      return complete(request, signal);
    }
  }

  async function ask<Input, Answer>(question: Question<Input, Answer>): Promise<LlmOutcome<Answer>> {
    const { task, input, signal } = question;
    const request = requestOf(connection, task, input);
    const turn = await inTurn(request, signal);
    const startedAt = performance.now();
    const blank = blankRecord(request);
    const ms = () => Math.round(performance.now() - startedAt);
    try {
      const completion = await complete(request, signal);
      if (!isCompletion(completion)) throw new SyntaxError("not a chat completion");
      if (completion.usage) rate.correct(turn, completion.usage.total_tokens);
      return outcomeOf({ question, completion, redact, prices: bounds.prices, call: { ...blank, ms: ms() } });
    } catch (error) {
      if (signal?.aborted === true || error instanceof APIUserAbortError) throw error;
      const { kind, why } = sayFailure(error);
      const said = redact(why);
      return { kind, why: said, call: { ...blank, error: said, ms: ms() } };
    }
  }

  const { baseUrl, writingModel, judgingModel } = connection;
  return {
    identity: { baseUrl, writingBaseUrl: baseUrl, writingModel, judgingModel },
    atOnce: bounds.concurrency,
    ask: (task, input, signal) => limit(() => ask({ task, input, signal })),
    dialect: () => dialect,
  };
}

type Completion = OpenAI.Chat.Completions.ChatCompletion;
type Question<Input, Answer> = {
  readonly task: LlmTask<Input, Answer>;
  readonly input: Input;
  readonly signal: AbortSignal | undefined;
};
type Request = {
  readonly task: Omit<LlmTask<never, unknown>, "prompt" | "read" | "how">;
  readonly model: string;
  readonly system: string;
  readonly user: string;
};

function requestOf<Input, Answer>(connection: Endpoint, task: LlmTask<Input, Answer>, input: Input): Request {
  const model = task.role === "writing" ? connection.writingModel : connection.judgingModel;
  return { task, model, ...task.prompt(input) };
}

const blankRecord = ({ task, model, system, user }: Request): CallRecord => ({
  task: `${task.name}@${task.version}`,
  model,
  prompt: storable(`${system}\n\n${user}`),
  answer: null,
  error: null,
  tokensIn: null,
  tokensOut: null,
  cost: null,
  ms: 0,
  readAs: null,
});

/** As many as every server that has them gives. */
const TOP_LOGPROBS = 5;

function bodyOf({ task, model, system, user }: Request, dialect: Dialect) {
  // The same output gets the same verdict, as far as a model allows; candidates are better for being varied.
  const temperature = task.temperature ?? (task.role === "judging" ? 0 : undefined);
  return {
    model,
    messages: [
      { role: "system" as const, content: system },
      { role: "user" as const, content: user },
    ],
    [dialect.tokenLimit]: task.maxOutputTokens,
    ...(temperature !== undefined && dialect.temperature ? { temperature } : {}),
    ...(task.seed !== undefined && dialect.seed ? { seed: task.seed } : {}),
    ...(task.wantsLogprobs === true && dialect.logprobs
      ? { logprobs: true, top_logprobs: TOP_LOGPROBS }
      : {}),
    ...(task.schema !== null && dialect.structuredOutput
      ? { response_format: formatOf(task.schema, task.name) }
      : {}),
  };
}

type ResponseFormat = ReturnType<typeof zodResponseFormat>;
const formats = new WeakMap<object, Map<string, ResponseFormat>>();

/** Made once for each schema and task: a judge sends the same thousands of times. */
function formatOf(schema: NonNullable<Request["task"]["schema"]>, task: string): ResponseFormat {
  const known = formats.get(schema) ?? new Map<string, ResponseFormat>();
  const format = known.get(task) ?? zodResponseFormat(schema, task.replaceAll("-", "_"));
  formats.set(schema, known.set(task, format));
  return format;
}

function outcomeOf<Input, Answer>(came: {
  readonly question: Question<Input, Answer>;
  readonly completion: Completion;
  readonly redact: (text: string) => string;
  readonly prices: OwnPrices;
  readonly call: CallRecord;
}): LlmOutcome<Answer> {
  const { task, input } = came.question;
  const { completion } = came;
  const [choice] = completion.choices;
  const text = choice?.message.content ?? "";
  const tokensIn = completion.usage?.prompt_tokens ?? null;
  const tokensOut = completion.usage?.completion_tokens ?? null;
  const model = completion.model || came.call.model;
  const answered = {
    ...came.call,
    model,
    answer: storable(text),
    tokensIn,
    tokensOut,
    cost: costOf(
      // A server may answer under a longer name than it was asked by.
      priceOf(model, came.prices) ?? priceOf(came.call.model, came.prices),
      tokensIn,
      tokensOut,
    ),
  };
  const unusable = (why: string): LlmOutcome<Answer> => ({
    kind: "unusable",
    why,
    call: { ...answered, error: why },
  });
  if (choice?.message.refusal)
    return unusable(`the model refused: ${storable(came.redact(choice.message.refusal))}`);
  if (choice?.finish_reason === "length") return unusable("the answer was cut off at its length limit");
  if (choice?.finish_reason === "content_filter")
    return unusable("the provider's content filter withheld the answer");
  if (text.trim() === "") return unusable("the answer is empty");
  const answer = task.read(text, input, logprobsOf(choice));
  if (answer === null) return unusable("the answer cannot be read");
  const readAs = task.how?.(answer) ?? (task.schema === null ? "text" : "json");
  return { kind: "answered", answer, call: { ...answered, readAs } };
}

/** Of the first word of the answer; blank tokens before it are passed over. */
function logprobsOf(choice: Completion["choices"][number] | undefined): TokenLogprobs | null {
  const first = choice?.logprobs?.content?.find(({ token }) => token.trim() !== "");
  if (!first) return null;
  return Object.fromEntries([first, ...first.top_logprobs].map(({ token, logprob }) => [token, logprob]));
}

/** A web page behind a mistyped base URL is handed through by the library as if it were an answer. */
const isCompletion = (came: unknown): boolean =>
  typeof came === "object" && came !== null && "choices" in came && Array.isArray(came.choices);

/** Postgres takes no NUL in a text. */
const storable = (text: string): string => text.replaceAll("\u0000", "\ufffd");

/** Which models the server offers, sorted; a sentence that can be shown when it cannot be reached or has no list. */
export async function listModels(
  connection: Endpoint,
): Promise<readonly string[] | { readonly failure: string }> {
  try {
    const models: string[] = [];
    for await (const { id } of openAiOf(connection, { ...LIMITS, retries: 0, timeout: 10_000 }).models.list())
      models.push(id);
    return models.toSorted();
  } catch (error) {
    return { failure: redactorFor(connection.apiKey)(sayFailure(error).why) };
  }
}

/** The library types the status of an error as any. */
const statusOf = ({ status }: { readonly status: unknown }): number | undefined =>
  typeof status === "number" ? status : undefined;

function sayFailure(error: unknown): Failure {
  const unavailable = (why: string): Failure => ({ kind: "unavailable", why });
  if (error instanceof APIConnectionTimeoutError) return unavailable("it did not answer in time");
  if (error instanceof APIConnectionError)
    return unavailable("it could not be reached: check the base URL and that the server runs");
  if (error instanceof APIError) return failureOf(statusOf(error) ?? 0, error.message);
  if (error instanceof SyntaxError)
    return unavailable("what came back is no chat completion: check the base URL");
  throw error;
}
