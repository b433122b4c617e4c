import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { randomInt } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Dialect, Endpoint } from "@/lib/domain/connection";
import { costOf, priceOf, type OwnPrices } from "@/lib/domain/prices";
import type { TokenLogprobs } from "@/lib/domain/probabilities";
import { mulberry32, type Rng } from "@/lib/domain/rng";
import { Breaker, COOL_DOWN_MS } from "./breaker";
import type { CallRecord, LlmClient, LlmOutcome, LlmTask } from "./client";
import { addressOf, startingDialect, withoutRefused } from "./openai-dialect";
import { createPace, type Pace, type PaceLimits } from "./pace";
import { backoffMs, LONGEST_PAUSE_MS, mayPass, restMs, retryAfterMs } from "./retry";
import { failureOf, redactorFor, type Failure } from "./say-failure";

export type ClientLimits = PaceLimits & {
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
  /** After the first attempt. */
  readonly retries: number;
  /**
   * How long the server is left alone after it failed a call with all its retries, in milliseconds; null: every call tries for
   * itself.
   */
  readonly coolDown: number | null;
  /** What the person says that models cost. */
  readonly prices: OwnPrices;
  /** What is known already of how the server takes questions to this model; null: it is found out by asking. */
  readonly known: (Dialect & { readonly model: string }) | null;
  /** Shared with others that ask the same server; null: one of its own, by the limits given here. */
  readonly pace: Pace | null;
  /** Hears that the server turned something down that it was known to take. */
  readonly onRefused: (model: string, dialect: Dialect) => void;
};

const LIMITS: ClientLimits = {
  ...{
    timeout: 90_000,
    retries: 4,
    coolDown: COOL_DOWN_MS,
    concurrency: 16,
    prices: new Map(),
    known: null,
    pace: null,
  },
  ...{ requestsPerMinute: null, tokensPerMinute: null, onRefused: () => undefined },
};

/** The library insists on a key; local servers ignore it. */
const NO_KEY = "none";

function openAiOf(connection: Endpoint, timeout: number): OpenAI {
  return new OpenAI({
    ...addressOf(connection),
    apiKey: connection.apiKey ?? NO_KEY,
    // The library would take these from the environment and send them to whichever server this is.
    organization: null,
    project: null,
    // Every attempt has to wait for its turn, and the library would not.
    maxRetries: 0,
    timeout,
    logLevel: "off",
  });
}

/** About what a tokenizer counts, and what most answers take. */
const CHARACTERS_A_TOKEN = 4;
const TYPICAL_ANSWER = 100;

/** An LlmClient that also tells what it has learnt of how its server takes questions to a model. */
export type OpenAiClient = LlmClient & { readonly dialect: (model: string) => Dialect };

/**
 * Any OpenAI-compatible server. Retries what may go away by itself (429 with Retry-After, for which all calls to the
 * server wait; 5xx, lost connections; with jitter), leaves a server that is away alone for a while, and leaves out what
 * a model turns down: structured output, a temperature. A cancelled call throws.
 */
export function createOpenAiClient(connection: Endpoint, limits: Partial<ClientLimits> = {}): OpenAiClient {
  const bounds = { ...LIMITS, ...limits };
  const pace = bounds.pace ?? createPace(bounds);
  const openai = openAiOf(connection, bounds.timeout);
  const redact = redactorFor(connection.apiKey);
  const rng = mulberry32(randomInt(2 ** 32));
  const breaker = new Breaker(bounds.coolDown);
  // Two models of one server may differ: what a reasoning model turns down, the cheap one still gets.
  const dialects = new Map<string, Dialect>(bounds.known ? [[bounds.known.model, bounds.known]] : []);
  const dialectOf = (model: string) => dialects.get(model) ?? startingDialect(connection);

  /** True: what was turned down is left out from now on, so that the question can be put again. */
  function learn(model: string, used: Dialect, error: unknown): boolean {
    if (!(error instanceof APIError)) return false;
    const refusal = { status: statusOf(error), message: error.message };
    const narrower = withoutRefused(used, refusal);
    if (!narrower) return false;
    // Another call may have learnt the same meanwhile, or something else.
    const known = withoutRefused(dialectOf(model), refusal);
    if (known) {
      dialects.set(model, known);
      if (model === bounds.known?.model) bounds.onRefused(model, known);
    }
    return true;
  }

  async function attempt(request: Request, used: Dialect, signal: AbortSignal | undefined): Promise<Came> {
    const settle = await pace.turn(tokensOf(request), signal);
    const startedAt = performance.now();
    const { data, response } = await openai.chat.completions
      .create(bodyOf(request, used), signal ? { signal } : {})
      .withResponse();
    if (!isCompletion(data)) throw new SyntaxError("not a chat completion");
    pace.pause(restMs(response.headers));
    if (data.usage) settle(data.usage.total_tokens);
    return { completion: data, ms: Math.round(performance.now() - startedAt) };
  }

  async function complete(request: Request, signal: AbortSignal | undefined): Promise<Came> {
    const role = breaker.enter(performance.now());
    try {
      const came = await repeated(request, role === "try" ? 0 : bounds.retries, signal);
      breaker.close();
      return came;
    } catch (error) {
      if (isAway(error)) breaker.trip(error, performance.now());
      else if (role === "try") breaker.abandon();
      throw error;
    }
  }

  async function repeated(request: Request, retries: number, signal: AbortSignal | undefined): Promise<Came> {
    for (let failures = 0; ;) {
      const used = dialectOf(request.model);
      try {
        return await attempt(request, used, signal);
      } catch (error) {
        if (learn(request.model, used, error)) continue;
        const ms = delayAfter(error, failures, rng);
        if (isOverLimit(error)) pace.pause(Math.min(ms ?? LONGEST_PAUSE_MS, LONGEST_PAUSE_MS));
        if (ms === null || failures++ >= retries) throw error;
        await wait(ms, undefined, signal ? { signal } : {});
        breaker.check();
      }
    }
  }

  async function ask<Input, Answer>(question: Question<Input, Answer>): Promise<LlmOutcome<Answer>> {
    const { task, input, signal } = question;
    const request = requestOf(connection, task, input);
    const blank = blankRecord(request);
    const startedAt = performance.now();
    try {
      const { completion, ms } = await complete(request, signal);
      return outcomeOf({ question, completion, redact, prices: bounds.prices, call: { ...blank, ms } });
    } catch (error) {
      if (signal?.aborted === true || error instanceof APIUserAbortError) throw error;
      const { kind, why } = sayFailure(error);
      const said = redact(why);
      const ms = Math.round(performance.now() - startedAt);
      return { kind, why: said, call: { ...blank, error: said, ms } };
    }
  }

  const { baseUrl, writingModel, judgingModel } = connection;
  return {
    // What is strong enough to write decides, too.
    identity: {
      ...{ baseUrl, writingModel, judgingModel },
      ...{ decidingBaseUrl: baseUrl, decidingModel: writingModel },
    },
    atOnce: pace.atOnce,
    ask: (task, input, signal) => pace.inPlace(() => ask({ task, input, signal })),
    dialect: dialectOf,
  };
}

/** An answer, and how long its attempt took in milliseconds. */
type Came = { readonly completion: Completion; readonly ms: number };

const tokensOf = ({ system, user }: Request): number =>
  Math.ceil((system.length + user.length) / CHARACTERS_A_TOKEN) + TYPICAL_ANSWER;

/** Not only this call: the server does not answer, or not as it should. */
function isAway(error: unknown): boolean {
  if (!(error instanceof APIError) || error instanceof APIUserAbortError) return false;
  const status = statusOf(error);
  return status === undefined || status >= 500;
}

const isOverLimit = (error: unknown): boolean => error instanceof APIError && statusOf(error) === 429;

/** How long to wait before the next attempt, in milliseconds; null: another one is of no use, or too far away. */
function delayAfter(error: unknown, failures: number, rng: Rng): number | null {
  if (!(error instanceof APIError) || error instanceof APIUserAbortError) return null;
  const headers = error.headers instanceof Headers ? error.headers : undefined;
  if (!mayPass(statusOf(error), headers)) return null;
  const told = headers ? retryAfterMs(headers, new Date()) : null;
  if (told === null) return backoffMs(failures, rng);
  // All that were told the same would come back at the same moment.
  return told > LONGEST_PAUSE_MS ? null : told * (1 + rng() / 10);
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
  const model = task.role === "judging" ? connection.judgingModel : connection.writingModel;
  return { task, model, ...task.prompt(input) };
}

const blankRecord = ({ task, model, system, user }: Request): CallRecord => ({
  task: `${task.name}@${task.version}`,
  model,
  asked: model,
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
    for await (const { id } of openAiOf(connection, 10_000).models.list()) models.push(id);
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
