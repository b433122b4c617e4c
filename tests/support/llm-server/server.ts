import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { answerByDefault } from "./default-answers";
import { ChatRequest, chunksOf, completionOf, questionOf, type Question, type Reply } from "./chat";

/** How the server behaves; `times`: only for so many chat requests, then normally again. Absent: until it is changed. */
export type Mode =
  | { readonly kind: "normal" }
  | { readonly kind: "rate-limited"; readonly retryAfter: number; readonly times?: number }
  | { readonly kind: "failing"; readonly status: number; readonly message?: string; readonly times?: number }
  | { readonly kind: "dropped"; readonly times?: number }
  | { readonly kind: "slow"; readonly ms: number; readonly times?: number }
  | { readonly kind: "truncated" | "malformed" | "refused" | "filtered" | "web-page"; readonly times?: number }
  /** Turns down requests that carry any of these parameters, as older or stricter servers do. */
  | { readonly kind: "narrow"; readonly unknown: readonly Parameter[] };
type Parameter = "response_format" | "temperature" | "max_tokens" | "max_completion_tokens";

/** A prepared answer: the first whose pattern fits system or user message is given; text, or an object given as JSON. */
export type Fixture = {
  readonly when: RegExp | ((question: Question) => boolean);
  readonly answer: string | object | ((question: Question) => string | object);
};

export type Call = { readonly question: Question; readonly authorization: string | null; readonly apiKey: string | null; readonly url: string };

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
 * by rules that suit any project (default-answers.ts). `POST /control` with a mode, and `GET /calls`, serve tests that
 * run it as a process of its own.
 */
export async function startLlmServer(options: LlmServerOptions = {}): Promise<LlmServer> {
  const { fixtures = [], models = MODELS, key } = options;
  const calls: Call[] = [];
  let mode: Mode = { kind: "normal" };
  let timesLeft = Infinity;
  let inFlight = 0;
  let busiest = 0;

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
    if (!parsed.success) return sendError(res, 400, `bad request: ${parsed.error.message}`);
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
    if (!misbehave(res, now, question)) send(res, question, replyOf(now, () => answerOf(fixtures, question)));
  }

  async function handle(req: IncomingMessage, res: ServerResponse) {
    const text = await bodyOf(req);
    const path = new URL(req.url ?? "/", "http://stand-in").pathname;
    if (path === "/control") {
      setMode(JSON.parse(text) as Mode); // Its only client is a test of ours.
      return sendJson(res, 200, {});
    }
    if (path === "/calls") return sendJson(res, 200, calls);
    const authorization = req.headers.authorization ?? "";
    if (key !== undefined && authorization !== `Bearer ${key}`) {
      return sendError(res, 401, `Incorrect API key provided: ${authorization.replace("Bearer ", "")}`);
    }
    if (path.endsWith("/models")) {
      return sendJson(res, 200, { object: "list", data: models.map((id) => ({ id, object: "model", created: 0, owned_by: "tests" })) });
    }
    if (!path.endsWith("/chat/completions")) return sendError(res, 404, `no such address: ${path}`);
    busiest = Math.max(busiest, ++inFlight);
    await chat(req, res, text).finally(() => inFlight--);
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
      const unknown = mode.unknown.find((parameter) => request[parameter] !== undefined);
      if (unknown === undefined) return false;
      const instead = unknown === "max_tokens" ? " Use 'max_completion_tokens' instead." : "";
      sendError(res, 400, `Unsupported parameter: '${unknown}' is not supported with this model.${instead}`);
      return true;
    }
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
    case "narrow":
    case "rate-limited":
    case "failing":
    case "dropped":
    case "web-page":
      return { content: answer() };
  }
}

function answerOf(fixtures: readonly Fixture[], question: Question): string {
  const fits = ({ when }: Fixture) =>
    typeof when === "function" ? when(question) : when.test(question.system) || when.test(question.user);
  const fixture = fixtures.find(fits);
  const answer = fixture ? (typeof fixture.answer === "function" ? fixture.answer(question) : fixture.answer) : answerByDefault(question);
  return typeof answer === "string" ? answer : JSON.stringify(answer);
}

function send(res: ServerResponse, { request }: Question, reply: Reply) {
  if (request.stream !== true) return sendJson(res, 200, completionOf(request, reply));
  res.writeHead(200, { "content-type": "text/event-stream" });
  for (const chunk of chunksOf(request, reply)) res.write(chunk);
  res.end();
}

const sendJson = (res: ServerResponse, status: number, value: unknown): void => {
  res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
};

const sendError = (res: ServerResponse, status: number, message: string): void =>
  sendJson(res, status, { error: { message, type: "stand_in", param: null, code: null } });

async function bodyOf(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(Buffer.from(part as Uint8Array)); // Node types it as any.
  return Buffer.concat(parts).toString("utf8");
}
