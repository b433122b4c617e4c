import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { answerByDefault } from "./default-answers";
import {
  ChatRequest,
  chunksOf,
  completionOf,
  type Fixture,
  questionOf,
  type Question,
  type Reply,
} from "./chat";

const times = { times: z.number().optional() };

/** How the server behaves; `times`: only for so many chat requests, then normally again. Absent: until it is changed. */
export const Mode = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("normal") }),
  z.object({ kind: z.literal("rate-limited"), retryAfter: z.number(), ...times }),
  z.object({ kind: z.literal("failing"), status: z.number(), message: z.string().optional(), ...times }),
  z.object({ kind: z.literal("dropped"), ...times }),
  z.object({ kind: z.literal("slow"), ms: z.number(), ...times }),
  z.object({ kind: z.enum(["truncated", "malformed", "refused", "filtered", "web-page"]), ...times }),
  /** Turns down requests that carry any of these parameters, as older or stricter servers do. */
  z.object({
    kind: z.literal("narrow"),
    unknown: z
      .array(
        z.enum(["response_format", "temperature", "max_tokens", "max_completion_tokens", "logprobs", "seed"]),
      )
      .readonly(),
    /** Only where this model is asked; absent: always. */
    model: z.string().optional(),
  }),
  /** Answers, and says that this was the last request of its limit, which is free again after so many seconds. */
  z.object({ kind: z.literal("last-of-limit"), resetSeconds: z.number(), ...times }),
]);
export type Mode = z.infer<typeof Mode>;

export type { Fixture } from "./chat";

export type Call = {
  readonly question: Question;
  readonly authorization: string | null;
  readonly apiKey: string | null;
  readonly url: string;
};

export type LlmServer = {
  /** The base URL for clients: it ends in /v1. */
  readonly url: string;
  /** Chat requests in the order of arrival, whatever became of them. */
  readonly calls: Call[];
  readonly setMode: (mode: Mode) => void;
  /** How many chat requests were in flight at once, at most. */
  readonly busiest: () => number;
  readonly close: () => Promise<void>;
};

export type LlmServerOptions = {
  readonly port?: number;
  readonly fixtures?: readonly Fixture[];
  readonly models?: readonly string[];
  /** Wanted of clients, as a bearer token; refusals quote what came instead, as some servers do. */
  readonly key?: string;
};

const MODELS = ["stand-in-large", "stand-in-small"];

/**
 * An OpenAI-compatible server on loopback that answers from fixtures: for tests only. What fits no fixture is answered
 * by rules that suit any project (default-answers.ts). `POST /control` with a mode, `GET /calls` and `GET /load` serve
 * tests that run it as a process of its own.
 */
export async function startLlmServer(options: LlmServerOptions = {}): Promise<LlmServer> {
  const { fixtures = [], models = MODELS, key } = options;
  const calls: Call[] = [];
  let mode: Mode = { kind: "normal" };
  let timesLeft = Infinity;
  let inFlight = 0;
  let busiest = 0;
  let busyMs = 0;

  function setMode(next: Mode) {
    mode = next;
    timesLeft = "times" in next ? (next.times ?? Infinity) : Infinity;
  }

  function takeMode(): Mode {
    if (timesLeft === 0) setMode({ kind: "normal" });
    timesLeft--;
    return mode;
  }

  async function chat(req: IncomingMessage, res: ServerResponse, text: string) {
    const parsed = ChatRequest.safeParse(JSON.parse(text));
    if (!parsed.success) {
      sendError(res, 400, `bad request: ${parsed.error.message}`);
      return;
    }
    const question = questionOf(parsed.data);
    const apiKey = req.headers["api-key"];
    calls.push({
      question,
      authorization: req.headers.authorization ?? null,
      apiKey: typeof apiKey === "string" ? apiKey : null,
      url: req.url ?? "",
    });
    const now = takeMode();
    if (now.kind === "slow") await wait(now.ms);
    if (misbehave(res, now, question)) return;
    const fixture = fixtureFor(fixtures, question);
    const reply = replyOf(now, () => answerOf(fixture, question));
    const pYes = fixture?.pYes?.(question);
    send(res, question, { ...reply, ...(pYes === undefined ? {} : { pYes }) });
  }

  async function complete(req: IncomingMessage, res: ServerResponse, text: string) {
    busiest = Math.max(busiest, ++inFlight);
    const begun = performance.now();
    await chat(req, res, text).finally(() => inFlight--);
    busyMs += performance.now() - begun;
  }

  async function handle(req: IncomingMessage, res: ServerResponse) {
    const text = await bodyOf(req);
    const path = new URL(req.url ?? "/", "http://stand-in").pathname;
    const authorization = req.headers.authorization ?? "";
    if (path === "/control") {
      setMode(Mode.parse(JSON.parse(text)));
      sendJson(res, 200, {});
    } else if (path === "/calls") sendJson(res, 200, calls);
    else if (path === "/load")
      sendJson(res, 200, { calls: calls.length, busiest, busySeconds: busyMs / 1000 });
    else if (key !== undefined && authorization !== `Bearer ${key}`) {
      sendError(res, 401, `Incorrect API key provided: ${authorization.replace("Bearer ", "")}`);
    } else if (path.endsWith("/models")) sendJson(res, 200, listOf(models));
    else if (path.endsWith("/chat/completions")) await complete(req, res, text);
    else sendError(res, 404, `no such address: ${path}`);
  }

  const server = createServer((req, res) => {
    handle(req, res).catch((error: unknown) => {
      if (res.headersSent) res.destroy();
      else sendError(res, 500, String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The stand-in has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    calls,
    setMode,
    busiest: () => busiest,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const listOf = (models: readonly string[]) => ({
  object: "list",
  data: models.map((id) => ({ id, object: "model", created: 0, owned_by: "tests" })),
});

/** True when nothing is answered as it should be: the response is done with. */
function misbehave(res: ServerResponse, mode: Mode, { request }: Question): boolean {
  switch (mode.kind) {
    case "rate-limited":
      res.setHeader("Retry-After", String(mode.retryAfter));
      sendError(res, 429, "Rate limit reached");
      return true;
    case "failing":
      sendError(res, mode.status, mode.message ?? "The server had an error");
      return true;
    case "dropped":
      res.destroy();
      return true;
    case "web-page":
      res.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Welcome</title>");
      return true;
    case "narrow": {
      if (mode.model !== undefined && mode.model !== request.model) return false;
      const unknown = mode.unknown.find((parameter) => request[parameter] !== undefined);
      if (unknown === undefined) return false;
      const instead = unknown === "max_tokens" ? " Use 'max_completion_tokens' instead." : "";
      sendError(res, 400, `Unsupported parameter: '${unknown}' is not supported with this model.${instead}`);
      return true;
    }
    case "last-of-limit":
      res.setHeader("x-ratelimit-remaining-requests", "0");
      res.setHeader("x-ratelimit-reset-requests", `${mode.resetSeconds}s`);
      return false;
    case "normal":
    case "slow":
    case "truncated":
    case "malformed":
    case "refused":
    case "filtered":
      return false;
  }
}

function replyOf(mode: Mode, answer: () => string): Reply {
  switch (mode.kind) {
    case "truncated": {
      const text = answer();
      return { content: text.slice(0, Math.floor(text.length / 2)), finish: "length" };
    }
    case "malformed":
      return { content: `Certainly! Here is the JSON: {"criteria": [${answer().slice(0, 20)}` };
    case "refused":
      return { content: null, refusal: "I'm sorry, I can't help with that." };
    case "filtered":
      return { content: "", finish: "content_filter" };
    case "normal":
    case "slow":
    case "last-of-limit":
    case "narrow":
    case "rate-limited":
    case "failing":
    case "dropped":
    case "web-page":
      return { content: answer() };
  }
}

function fixtureFor(fixtures: readonly Fixture[], question: Question): Fixture | undefined {
  const fits = ({ when }: Fixture) =>
    typeof when === "function" ? when(question) : when.test(question.system) || when.test(question.user);
  return fixtures.find(fits);
}

function answerOf(fixture: Fixture | undefined, question: Question): string {
  const answer = fixture
    ? typeof fixture.answer === "function"
      ? fixture.answer(question)
      : fixture.answer
    : answerByDefault(question);
  return typeof answer === "string" ? answer : JSON.stringify(answer);
}

function send(res: ServerResponse, { request }: Question, reply: Reply) {
  if (request.stream !== true) {
    sendJson(res, 200, completionOf(request, reply));
    return;
  }
  res.writeHead(200, { "content-type": "text/event-stream" });
  for (const chunk of chunksOf(request, reply)) res.write(chunk);
  res.end();
}

const sendJson = (res: ServerResponse, status: number, value: unknown): void => {
  res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
};

const sendError = (res: ServerResponse, status: number, message: string): void =>
  sendJson(res, status, { error: { message, type: "stand_in", param: null, code: null } });

const bodyOf = (req: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    req.on("data", (part: Buffer) => parts.push(part));
    req.once("end", () => resolve(Buffer.concat(parts).toString("utf8")));
    req.once("error", reject);
  });
