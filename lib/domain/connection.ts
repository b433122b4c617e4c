import { z } from "zod";

/** What a person enters to reach a model. The key stays on the server: only its last characters come back. */
export const ConnectionInput = z.object({
  baseUrl: z
    .url({ protocol: /^https?$/, error: "The base URL must begin with http:// or https://, for example https://api.openai.com/v1." })
    .max(500),
  /** Null: keep the stored one. Empty: none, as local servers want. */
  apiKey: z.string().max(500).nullable(),
  writingModel: z.string().trim().min(1, "Name the model that writes candidates.").max(200),
  judgingModel: z.string().trim().min(1, "Name the model that judges.").max(200),
});
export type ConnectionInput = z.infer<typeof ConnectionInput>;

/** A connection as the browser may see it. */
export type ConnectionView = {
  readonly source: "stored" | "environment";
  readonly baseUrl: string;
  readonly keyHint: string | null;
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

export const PRESETS: readonly { readonly name: string; readonly baseUrl: string; readonly needsKey: boolean }[] = [
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
