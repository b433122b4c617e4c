import { z } from "zod";

const BASE_URL_HELP =
  "The base URL must begin with http:// or https://, for example https://api.openai.com/v1.";

/** What a server turned out to understand; servers that call themselves compatible differ in these. */
export const Dialect = z.object({
  structuredOutput: z.boolean(),
  tokenLimit: z.enum(["max_completion_tokens", "max_tokens"]),
  /** Reasoning models turn a temperature down. */
  temperature: z.boolean(),
  /** Log-probabilities of the answer; reasoning models and many servers have none. */
  logprobs: z.boolean(),
  /** Whether a seed is accepted; that it is heeded nobody can see. */
  seed: z.boolean(),
});
export type Dialect = z.infer<typeof Dialect>;

/** What a test has shown of a connection, and with which model. */
export const Capabilities = Dialect.extend({
  model: z.string(),
  /** Until it answered. */
  seconds: z.number(),
  at: z.iso.datetime(),
});
export type Capabilities = z.infer<typeof Capabilities>;

const perMinute = z.number().int().min(1).max(100_000_000).nullable();

/** How hard a server may be worked; null: no limit. They hold for each process. */
export const ConnectionLimits = z.object({
  callsAtOnce: z.number().int().min(1, "At least one call at once.").max(500, "At most 500 calls at once."),
  requestsPerMinute: perMinute,
  tokensPerMinute: perMinute,
});
export type ConnectionLimits = z.infer<typeof ConnectionLimits>;

export const USUAL_LIMITS: ConnectionLimits = {
  callsAtOnce: 16,
  requestsPerMinute: null,
  tokensPerMinute: null,
};

/** What a person enters to reach a model. The key stays on the server: only its last characters come back. */
export const ConnectionInput = ConnectionLimits.extend({
  /** Null: a new one. */
  id: z.string().max(100).nullable(),
  name: z.string().trim().min(1, "Give the connection a name.").max(80),
  baseUrl: z
    .string()
    .trim()
    .max(500)
    .pipe(z.url({ protocol: /^https?$/, error: BASE_URL_HELP }))
    // Piped, so that it sees nothing that is no URL.
    .pipe(
      z.string().refine((text) => new URL(text).username === "" && new URL(text).password === "", {
        error: "Leave user name and password out of the base URL; the key has a field of its own.",
      }),
    ),
  /** Null: keep the stored one. Empty: none, as local servers want. */
  apiKey: z
    .string()
    .trim()
    .max(500)
    .regex(/^[\x21-\x7e]*$/, "A key has no spaces or accents: copy it once more.")
    .nullable(),
  writingModel: z.string().trim().min(1, "Name the model that writes candidates.").max(200),
  judgingModel: z.string().trim().min(1, "Name the model that judges.").max(200),
});
export type ConnectionInput = z.infer<typeof ConnectionInput>;

/** The id of the connection that the environment gives. */
export const ENVIRONMENT = "environment";

/** A connection as the browser may see it. */
export type ConnectionView = ConnectionLimits & {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
  /** Null: it has no key. */
  readonly keyHint: string | null;
  /** It was encrypted under another secret than today's, and has to be entered again. */
  readonly isKeyLost: boolean;
  readonly writingModel: string;
  readonly judgingModel: string;
  /** Null: not tested since it was last changed. */
  readonly capabilities: Capabilities | null;
};

/** Where models are. Never logged, never sent to a browser. */
export type Endpoint = {
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly writingModel: string;
  readonly judgingModel: string;
};

/** A connection as the server uses it. */
export type Connection = Endpoint &
  ConnectionLimits & {
    readonly id: string;
    readonly name: string;
    readonly capabilities: Capabilities | null;
  };

/** "deciding": judging where the judging model is unsure, which takes a stronger one. */
export const ConnectionTask = z.enum(["writing", "judging", "deciding"]);
export type ConnectionTask = z.infer<typeof ConnectionTask>;

/** Which connection does what, by id; null: nothing is said. Then the first one does it, and whoever writes decides. */
export type TaskChoice = Readonly<Record<ConnectionTask, string | null>>;

/** The models that work in a project, and the connections they are reached by. */
export type ModelsInUse = Readonly<
  Record<
    ConnectionTask,
    { readonly model: string; readonly connectionId: string; readonly connection: string }
  >
>;

/** Whether two base URLs lead to the same server: a key goes to no other than the one it was entered for. */
export const isSameServer = (one: string, other: string): boolean =>
  URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;

export type Preset = { readonly name: string; readonly baseUrl: string; readonly needsKey: boolean };

export const PRESETS: readonly Preset[] = [
  { name: "OpenAI", baseUrl: "https://api.openai.com/v1", needsKey: true },
  { name: "Azure OpenAI", baseUrl: "https://YOUR-RESOURCE.openai.azure.com/openai/v1", needsKey: true },
  { name: "OpenRouter", baseUrl: "https://openrouter.ai/api/v1", needsKey: true },
  { name: "Ollama", baseUrl: "http://127.0.0.1:11434/v1", needsKey: false },
  { name: "LM Studio", baseUrl: "http://127.0.0.1:1234/v1", needsKey: false },
  { name: "vLLM", baseUrl: "http://127.0.0.1:8000/v1", needsKey: false },
];

/** The end of a key, enough to tell two apart; null: no key. Short keys show nothing of themselves. */
export const hintOf = (key: string | null): string | null =>
  key === null || key === "" ? null : key.length < 12 ? "…" : `…${key.slice(-4)}`;

/** What a test of a connection found; it did answer. */
export type ConnectionReport = {
  readonly capabilities: Capabilities;
  /** Null: the server gives no list. */
  readonly models: readonly string[] | null;
};
