import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import pLimit from "p-limit";
import type { Connection } from "@/lib/domain/connection";
import { costOf } from "@/lib/domain/prices";
import type { CallRecord, LlmClient, LlmOutcome, LlmTask } from "./client";

const TIMEOUT_MS = 90_000;
const RETRIES = 4;
const CONCURRENCY = 16;

const PLACEHOLDER_KEY = "none";

function openAiOf({ baseUrl, apiKey }: Connection, retries: number): OpenAI {
  const isAzure = new URL(baseUrl).hostname.endsWith(".openai.azure.com");
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? PLACEHOLDER_KEY,
    maxRetries: retries,
    timeout: TIMEOUT_MS,
    // Azure's own header; the bearer token that the library sends beside it is ignored there.
    ...(isAzure && apiKey !== null ? { defaultHeaders: { "api-key": apiKey } } : {}),
  });
}

/**
 * Any OpenAI-compatible server. Retries what may go away by itself (429 with Retry-After, 5xx, lost connections), and
 * asks in plain text where the server knows no structured output.
 */
export function createOpenAiClient(connection: Connection): LlmClient {
  const openai = openAiOf(connection, RETRIES);
  const limit = pLimit(CONCURRENCY);
  const redact = redactor(connection.apiKey);
  /** Learnt once a client: the server turned structured output down. */
  let isPlain = false;

  async function complete<Input, Answer>(task: LlmTask<Input, Answer>, input: Input, signal?: AbortSignal) {
    const { system, user } = task.prompt(input);
    const model = task.role === "writing" ? connection.writingModel : connection.judgingModel;
    const body = {
      model,
      messages: [
        { role: "system" as const, content: system },
        { role: "user" as const, content: user },
      ],
      max_completion_tokens: task.maxOutputTokens,
    };
    const options = signal ? { signal } : {};
    if (task.schema === null || isPlain) return openai.chat.completions.create(body, options);
    try {
      return await openai.chat.completions.create(
        { ...body, response_format: zodResponseFormat(task.schema, task.name.replaceAll("-", "_")) },
        options,
      );
    } catch (error) {
      if (!(error instanceof APIError) || !refusesFormat(error)) throw error;
      isPlain = true;
      return openai.chat.completions.create(body, options);
    }
  }

  async function ask<Input, Answer>(task: LlmTask<Input, Answer>, input: Input, signal?: AbortSignal): Promise<LlmOutcome<Answer>> {
    const { system, user } = task.prompt(input);
    const startedAt = performance.now();
    const blank: CallRecord = {
      task: `${task.name}@${task.version}`,
      model: task.role === "writing" ? connection.writingModel : connection.judgingModel,
      prompt: `${system}\n\n${user}`,
      answer: null,
      error: null,
      tokensIn: null,
      tokensOut: null,
      cost: null,
      ms: 0,
    };
    const elapsed = () => Math.round(performance.now() - startedAt);
    try {
      const completion = await complete(task, input, signal);
      const choice = completion.choices[0];
      const text = choice?.message.content ?? "";
      const tokensIn = completion.usage?.prompt_tokens ?? null;
      const tokensOut = completion.usage?.completion_tokens ?? null;
      const call = { ...blank, model: completion.model, answer: text, tokensIn, tokensOut, cost: costOf(completion.model, tokensIn, tokensOut), ms: elapsed() };
      const unusable = (why: string): LlmOutcome<Answer> => ({ kind: "unusable", why, call: { ...call, error: why } });
      if (choice?.message.refusal) return unusable(`the model refused: ${redact(choice.message.refusal)}`);
      if (choice?.finish_reason === "length") return unusable("the answer was cut off at its length limit");
      const answer = task.read(text, input);
      return answer === null ? unusable("the answer cannot be read") : { kind: "answered", answer, call };
    } catch (error) {
      if (signal?.aborted || error instanceof APIUserAbortError) throw error;
      const why = redact(sayFailure(error));
      return { kind: "unavailable", why, call: { ...blank, error: why, ms: elapsed() } };
    }
  }

  return { ask: (task, input, signal) => limit(() => ask(task, input, signal)) };
}

/** Which models the server offers; throws a sentence that can be shown when it cannot be reached. */
export async function listModels(connection: Connection): Promise<string[]> {
  try {
    const models: string[] = [];
    for await (const { id } of openAiOf(connection, 0).models.list()) models.push(id);
    return models.toSorted();
  } catch (error) {
    throw new Error(redactor(connection.apiKey)(sayFailure(error)), { cause: error });
  }
}

const refusesFormat = (error: APIError): boolean =>
  (error.status === 400 || error.status === 404 || error.status === 422) && /response_format|json_schema|structured|schema/i.test(error.message);

/** Some servers quote the key in their errors. */
const redactor =
  (key: string | null) =>
  (text: string): string =>
    key === null || key === "" ? text : text.replaceAll(key, "[key]").replaceAll(/sk-[\w-]{8,}/g, "[key]");

function sayFailure(error: unknown): string {
  if (error instanceof APIConnectionTimeoutError) return "it did not answer in time";
  if (error instanceof APIConnectionError) return "it could not be reached: check the base URL and that the server runs";
  if (error instanceof APIError) {
    if (error.status === 401 || error.status === 403) return "it turned the key away: check the key";
    if (error.status === 404) return "it knows no such address or model: check the base URL and the model's name";
    if (error.status === 429) return "it is over its rate limit or quota, also after retries";
    return `it answered ${String(error.status)}: ${error.message.slice(0, 300)}`;
  }
  return error instanceof Error ? error.message : String(error);
}
