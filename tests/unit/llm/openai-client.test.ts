import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { setTimeout as wait } from "node:timers/promises";
import type { Endpoint } from "@/lib/domain/connection";
import type { LlmTask } from "@/lib/llm/client";
import { createOpenAiClient, listModels } from "@/lib/llm/openai-client";
import { createPace } from "@/lib/llm/pace";
import { judgeDirectly } from "@/lib/llm/tasks/judge-output";
import { readStructured } from "@/lib/llm/read-structured";
import { startLlmServer, type LlmServer, type LlmServerOptions } from "@/tests/support/llm-server/server";

const KEY = "sk-test-0123456789abcdef";

const Answer = z.object({ size: z.number() });
const measure: LlmTask<string, z.infer<typeof Answer>> = {
  name: "measure-thing",
  version: 3,
  role: "writing",
  maxOutputTokens: 100,
  schema: Answer,
  prompt: (thing) => ({ system: "You measure.", user: `Measure the ${thing}.` }),
  read: (text) => readStructured(text, Answer),
};
const judging = { ...measure, role: "judging" as const };

/** The library types its matchers as any. */
const containing = (text: string): unknown => expect.stringContaining(text);

let server: LlmServer;

async function restart(options: LlmServerOptions = {}) {
  await server.close();
  server = await startLlmServer({ fixtures: FIXTURES, ...options });
}

const FIXTURES = [{ when: /Measure/, answer: { size: 7 } }];

beforeEach(async () => {
  server = await startLlmServer({ fixtures: FIXTURES });
});
afterEach(() => server.close());

const connection = (part: Partial<Endpoint> = {}): Endpoint => ({
  baseUrl: server.url,
  apiKey: KEY,
  writingModel: "large",
  judgingModel: "small",
  ...part,
});

const client = (part: Partial<Endpoint> = {}, limits = {}) =>
  createOpenAiClient(connection(part), { retries: 2, ...limits });

describe("an answered question", () => {
  it("comes back typed, with a record of the call", async () => {
    const outcome = await client().ask(measure, "table");
    expect(outcome).toMatchObject({
      kind: "answered",
      answer: { size: 7 },
      call: {
        task: "measure-thing@3",
        model: "large",
        prompt: "You measure.\n\nMeasure the table.",
        answer: '{"size":7}',
        error: null,
        cost: null,
      },
    });
    expect(outcome.call.tokensIn).toBeGreaterThan(0);
    expect(outcome.call.tokensOut).toBeGreaterThan(0);
  });

  it("was asked with the schema, of the model for its role", async () => {
    await client().ask(measure, "table");
    await client().ask(judging, "table");
    const [writing, judged] = server.calls.map(({ question }) => question.request);
    expect(writing).toMatchObject({
      model: "large",
      response_format: { type: "json_schema", json_schema: { name: "measure_thing", strict: true } },
    });
    expect(writing?.temperature).toBeUndefined();
    expect(judged).toMatchObject({ model: "small", temperature: 0 });
  });

  it("costs what the price table says", async () => {
    const { call } = await client({ writingModel: "gpt-4.1-mini" }).ask(measure, "table");
    expect(call.cost).toBeCloseTo(((call.tokensIn ?? 0) * 0.4 + (call.tokensOut ?? 0) * 1.6) / 1e6, 12);
  });

  it("needs no key where the server wants none", async () => {
    expect((await client({ apiKey: null }).ask(measure, "table")).kind).toBe("answered");
  });

  it("holds no NUL, which the database would turn down", async () => {
    await restart({ fixtures: [{ when: /Measure/, answer: "a\u0000b" }] });
    expect(
      (await client().ask({ ...measure, schema: null, read: () => ({ size: 1 }) }, "x\u0000y")).call,
    ).toMatchObject({
      answer: "a\ufffdb",
      prompt: "You measure.\n\nMeasure the x\ufffdy.",
    });
  });
});

describe("a server that understands less", () => {
  it.each(["response_format", "temperature", "max_tokens"] as const)(
    "is asked without %s, from then on at once",
    async (parameter) => {
      server.setMode({ kind: "narrow", unknown: [parameter] });
      const asked = client();
      expect(await asked.ask(judging, "table")).toMatchObject({ kind: "answered", answer: { size: 7 } });
      expect(await asked.ask(judging, "chair")).toMatchObject({ kind: "answered" });
      expect(server.calls).toHaveLength(3);
    },
  );

  it("may understand none of it", async () => {
    server.setMode({ kind: "narrow", unknown: ["response_format", "temperature", "max_tokens"] });
    const asked = client();
    expect(await asked.ask(judging, "table")).toMatchObject({ kind: "answered" });
    expect(asked.dialect("small")).toEqual({
      structuredOutput: false,
      temperature: false,
      tokenLimit: "max_completion_tokens",
      logprobs: true,
      seed: true,
    });
  });

  it("may have no log-probabilities: then the answer comes without a probability", async () => {
    const question = { question: "Sound?", output: { text: "x", prompt: null, variables: {} } };
    await restart({ fixtures: [{ when: /./, answer: "Yes", pYes: () => 0.75 }] });
    const sure = await client().ask(judgeDirectly, question);
    expect(sure).toMatchObject({ kind: "answered", answer: { judged: "pass" } });
    expect(sure.kind === "answered" && sure.answer.probability).toBeCloseTo(0.75, 9);
    server.setMode({ kind: "narrow", unknown: ["logprobs"] });
    const narrow = client();
    expect(await narrow.ask(judgeDirectly, question)).toMatchObject({ answer: { probability: null } });
    expect(narrow.dialect("small")).toMatchObject({ logprobs: false, temperature: true });
  });

  it("may do so for one of its models only", async () => {
    server.setMode({ kind: "narrow", unknown: ["temperature"], model: "large" });
    const asked = client();
    await asked.ask({ ...measure, temperature: 1 }, "table");
    await asked.ask(judging, "table");
    expect(server.calls.map(({ question: { request } }) => [request.model, request.temperature])).toEqual([
      ["large", 1],
      ["large", undefined],
      ["small", 0],
    ]);
  });

  it("is spared what it is known not to take, and heard when it takes less than it was known to", async () => {
    server.setMode({ kind: "narrow", unknown: ["temperature", "response_format"] });
    const heard: unknown[] = [];
    const dialect = client().dialect("small");
    const known = { ...dialect, temperature: false, model: "small" };
    const asked = client({}, { known, onRefused: (...what: unknown[]) => heard.push(what) });
    await Promise.all([asked.ask(judging, "table"), asked.ask(judging, "chair")]);
    expect(server.calls.filter(({ question }) => question.request.temperature !== undefined)).toEqual([]);
    expect(heard).toMatchObject([["small", { temperature: false, structuredOutput: false, seed: true }]]);
  });

  it("may put its JSON into a code fence", async () => {
    await restart({ fixtures: [{ when: /Measure/, answer: 'Here it is:\n```json\n{"size": 9}\n```' }] });
    expect(await client().ask(measure, "table")).toMatchObject({ kind: "answered", answer: { size: 9 } });
  });
});

describe("an answer of no use", () => {
  it.each([
    ["truncated", /cut off/],
    ["malformed", /cannot be read/],
    ["refused", /refused: I'm sorry/],
    ["filtered", /content filter/],
  ] as const)("is kept with its reason: %s", async (kind, why) => {
    server.setMode({ kind });
    const outcome = await client().ask(measure, "table");
    expect(outcome.kind).toBe("unusable");
    expect(outcome.call.error).toMatch(why);
    expect(outcome.call.answer).not.toBeNull();
    expect(server.calls).toHaveLength(1);
  });

  it("is a prompt that is too long, and no outage", async () => {
    server.setMode({
      kind: "failing",
      status: 400,
      message: "This model's maximum context length is 8192 tokens.",
    });
    const outcome = await client().ask(measure, "table");
    expect(outcome).toMatchObject({
      kind: "unusable",
      why: containing("maximum context length"),
    });
    expect(server.calls).toHaveLength(1);
  });
});

describe("trouble that goes away", () => {
  it.each([
    { kind: "rate-limited", retryAfter: 0, times: 2 },
    { kind: "failing", status: 500, times: 1 },
    { kind: "dropped", times: 1 },
  ] as const)("is waited for: $kind", async (mode) => {
    server.setMode(mode);
    expect((await client().ask(measure, "table")).kind).toBe("answered");
    expect(server.calls).toHaveLength(mode.times + 1);
  });
});

describe("a server that cannot be used", () => {
  it.each([
    [{ kind: "rate-limited", retryAfter: 0 }, /rate limit/, 3],
    [{ kind: "failing", status: 500 }, /500/, 3],
    [{ kind: "failing", status: 401 }, /key/, 1],
    [{ kind: "failing", status: 404, message: "The model `large` does not exist" }, /address or model/, 1],
    [
      { kind: "failing", status: 400, message: "large is not a valid model ID" },
      /does not know the model/,
      1,
    ],
    [{ kind: "web-page" }, /base URL/, 1],
    [{ kind: "dropped" }, /could not be reached/, 3],
  ] as const)("says why: %j", async (mode, why, calls) => {
    server.setMode(mode);
    const outcome = await client().ask(measure, "table");
    expect(outcome).toMatchObject({ kind: "unavailable", call: { answer: null, cost: null } });
    expect(outcome.call.error).toMatch(why);
    expect(server.calls).toHaveLength(calls);
  });

  it("is given up on when it does not answer in time", async () => {
    server.setMode({ kind: "slow", ms: 60_000 });
    const outcome = await client({}, { timeout: 50, retries: 0 }).ask(measure, "table");
    expect(outcome).toMatchObject({ kind: "unavailable", why: "it did not answer in time" });
  });

  it("may not run at all", async () => {
    const gone = connection();
    await server.close();
    const outcome = await createOpenAiClient(gone, { retries: 0 }).ask(measure, "table");
    expect(outcome).toMatchObject({
      kind: "unavailable",
      why: containing("could not be reached"),
    });
  });
});

describe("a key", () => {
  it("is in no record, even when the server quotes it", async () => {
    await restart({ key: "sk-another-key-entirely" });
    const outcome = await client().ask(measure, "table");
    expect(JSON.stringify(outcome)).not.toContain(KEY);
    await restart();
    server.setMode({ kind: "failing", status: 418, message: `What is ${KEY}, or sk-somebodyelseskey?` });
    const quoted = await client().ask(measure, "table");
    expect(quoted.call.error).toBe("it answered 418: 418 What is [key], or [key]?");
  });

  it("is never printed", async () => {
    const printed: unknown[] = [];
    for (const method of ["log", "info", "warn", "error", "debug"] as const) {
      vi.spyOn(console, method).mockImplementation((...args) => void printed.push(...args));
    }
    server.setMode({ kind: "failing", status: 500, message: KEY });
    await client({}, { retries: 1 }).ask(measure, "table");
    await listModels(connection());
    vi.restoreAllMocks();
    expect(JSON.stringify(printed)).not.toContain(KEY);
  });

  it("from the environment goes to no server but the connection's own", async () => {
    vi.stubEnv("OPENAI_API_KEY", "sk-from-the-environment");
    vi.stubEnv("OPENAI_ORG_ID", "org-secret");
    await client({ apiKey: null }).ask(measure, "table");
    vi.unstubAllEnvs();
    expect(server.calls[0]?.authorization).toBe("Bearer none");
  });
});

describe("many questions", () => {
  it("are asked a few at a time", async () => {
    server.setMode({ kind: "slow", ms: 5 });
    const asked = client({}, { concurrency: 3 });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) => asked.ask(measure, `thing ${i}`)),
    );
    expect(outcomes.every(({ kind }) => kind === "answered")).toBe(true);
    expect(server.busiest()).toBe(3);
  });

  it("all wait when one of them is told to", async () => {
    server.setMode({ kind: "rate-limited", retryAfter: 1, times: 1 });
    const asked = client();
    const first = asked.ask(measure, "table");
    while (server.calls.length === 0) await wait(5);
    await wait(20);
    const others = Promise.all([1, 2, 3].map((i) => asked.ask(measure, `chair ${i}`)));
    await wait(300);
    expect(server.calls).toHaveLength(1);
    const outcomes = [await first, ...(await others)];
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 4 }, () => "answered"));
    expect(server.calls).toHaveLength(5);
  });

  it("stay within the limit of a minute, and give up their place when they are cancelled", async () => {
    const asked = client({}, { requestsPerMinute: 2 });
    const stop = new AbortController();
    const all = [1, 2, 3].map((i) => asked.ask(measure, `chair ${i}`, stop.signal));
    await Promise.all(all.slice(0, 2));
    await wait(50);
    expect(server.calls).toHaveLength(2);
    stop.abort();
    await expect(all[2]).rejects.toThrow();
    expect(server.calls).toHaveLength(2);
  });

  it("take their turn also when they are asked again", async () => {
    server.setMode({ kind: "narrow", unknown: ["temperature"] });
    const asked = client({}, { requestsPerMinute: 3 });
    const stop = new AbortController();
    expect((await asked.ask(judging, "table", stop.signal)).kind).toBe("answered");
    expect(server.calls).toHaveLength(2);
    expect((await asked.ask(judging, "chair", stop.signal)).kind).toBe("answered");
    const last = asked.ask(judging, "lamp", stop.signal);
    await wait(50);
    expect(server.calls).toHaveLength(3);
    stop.abort();
    await expect(last).rejects.toThrow();
  });

  it("wait when the server says that nothing is left of its limit", async () => {
    server.setMode({ kind: "last-of-limit", resetSeconds: 60, times: 1 });
    const asked = client();
    expect((await asked.ask(measure, "table")).kind).toBe("answered");
    const stop = new AbortController();
    const next = asked.ask(measure, "chair", stop.signal);
    await wait(50);
    expect(server.calls).toHaveLength(1);
    stop.abort();
    await expect(next).rejects.toThrow();
  });

  it("share the limits of a pace with those of another client", async () => {
    const pace = createPace({ concurrency: 2, requestsPerMinute: 1, tokensPerMinute: null });
    await client({}, { pace }).ask(measure, "table");
    const stop = new AbortController();
    const next = client({}, { pace }).ask(measure, "chair", stop.signal);
    await wait(50);
    expect(server.calls).toHaveLength(1);
    stop.abort();
    await expect(next).rejects.toThrow();
  });

  it("are not asked again at once where the server wants hours of rest", async () => {
    server.setMode({ kind: "rate-limited", retryAfter: 7_200 });
    expect(await client().ask(measure, "table")).toMatchObject({ kind: "unavailable" });
    expect(server.calls).toHaveLength(1);
  });

  it("can be cancelled", async () => {
    server.setMode({ kind: "slow", ms: 60_000 });
    const stop = new AbortController();
    const asked = client().ask(measure, "table", stop.signal);
    stop.abort();
    await expect(asked).rejects.toThrow();
  });
});

describe("the list of models", () => {
  it("is sorted", async () => {
    await restart({ models: ["b", "a"] });
    expect(await listModels(connection())).toEqual(["a", "b"]);
  });

  it("is a sentence without the key when it cannot be had", async () => {
    await restart({ key: "sk-another-key-entirely" });
    expect(await listModels(connection())).toEqual({ failure: "it turned the key away: check the key" });
  });
});

describe("a server that is away", () => {
  const COOL_DOWN = 200;
  const patient = () => client({}, { retries: 1, coolDown: COOL_DOWN });

  it("is left alone after one call has tried in vain: the others fail at once, and say the same", async () => {
    server.setMode({ kind: "failing", status: 503 });
    const asked = client({}, { retries: 1, coolDown: 60_000 });
    const first = await asked.ask(measure, "table");
    const rest = await Promise.all(["chair", "lamp", "bed"].map((thing) => asked.ask(measure, thing)));
    expect(server.calls).toHaveLength(2);
    const why = first.kind === "unavailable" ? first.why : "it was reached";
    expect(rest).toMatchObject(Array.from({ length: 3 }, () => ({ kind: "unavailable", why })));
  });

  it("is tried by one call, once, when it has rested, and asked as before when that is answered", async () => {
    const asked = patient();
    server.setMode({ kind: "failing", status: 503 });
    await asked.ask(measure, "table");
    await wait(COOL_DOWN + 50);
    const before = server.calls.length;
    expect(await Promise.all([asked.ask(measure, "chair"), asked.ask(measure, "lamp")])).toMatchObject([
      { kind: "unavailable" },
      { kind: "unavailable" },
    ]);
    expect(server.calls).toHaveLength(before + 1);
    server.setMode({ kind: "normal" });
    await wait(COOL_DOWN + 50);
    expect(await asked.ask(measure, "chair")).toMatchObject({ kind: "answered" });
    expect(await Promise.all([asked.ask(measure, "lamp"), asked.ask(measure, "bed")])).toMatchObject([
      { kind: "answered" },
      { kind: "answered" },
    ]);
  });

  it("does not stand for one that turns a single question down", async () => {
    const asked = patient();
    server.setMode({ kind: "failing", status: 400 });
    await asked.ask(measure, "table");
    server.setMode({ kind: "normal" });
    expect(await asked.ask(measure, "chair")).toMatchObject({ kind: "answered" });
  });
});
