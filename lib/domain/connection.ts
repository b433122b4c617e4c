import { z } from "zod";

const BASE_URL_HELP =
  "The base URL must begin with http:// or https://, for example https://api.openai.com/v1.";

/** What a person enters to reach a model. The key stays on the server: only its last characters come back. */
export const ConnectionInput = z.object({
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

/** A connection as the browser may see it. */
export type ConnectionView = {
  /** Entered in the app, or taken from the environment because nothing was entered. */
  readonly source: "stored" | "environment";
  readonly baseUrl: string;
  /** Null: it has no key. */
  readonly keyHint: string | null;
  /** It was encrypted under another secret than today's, and has to be entered again. */
  readonly isKeyLost: boolean;
  readonly writingModel: string;
  readonly judgingModel: string;
};

/** A connection as the server uses it. Never logged, never sent to a browser. */
export type Connection = {
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly writingModel: string;
  readonly judgingModel: string;
};

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
  readonly seconds: number;
  readonly structuredOutput: boolean;
  /** Null: the server gives no list. */
  readonly models: readonly string[] | null;
};
