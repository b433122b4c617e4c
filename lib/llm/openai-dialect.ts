import type { Dialect, Endpoint } from "@/lib/domain/connection";

const AZURE = /\.(openai|cognitiveservices|services\.ai)\.azure\.com$/;
/** For addresses of a single deployment, where Azure wants a version and the person named none. */
const AZURE_API_VERSION = "2024-10-21";

/** The newer limit is known to OpenAI and Azure only; the older one to everybody but their reasoning models. */
export function startingDialect({ baseUrl }: Pick<Endpoint, "baseUrl">): Dialect {
  const { hostname } = new URL(baseUrl);
  const isOpenAi = hostname === "api.openai.com" || AZURE.test(hostname);
  return {
    structuredOutput: true,
    tokenLimit: isOpenAi ? "max_completion_tokens" : "max_tokens",
    temperature: true,
    logprobs: true,
    seed: true,
  };
}

/** The dialect without what the server has just turned down; null: that was not its reason. */
export function withoutRefused(
  dialect: Dialect,
  { status, message }: { readonly status: number | undefined; readonly message: string },
): Dialect | null {
  if (status !== 400 && status !== 404 && status !== 422 && status !== 501) return null;
  if (dialect.structuredOutput && /response_format|json_schema|structured|guided|grammar/i.test(message)) {
    return { ...dialect, structuredOutput: false };
  }
  // OpenAI's sentence names both limits: it says which one to use instead.
  if (dialect.tokenLimit === "max_tokens" && /max_completion_tokens/i.test(message)) {
    return { ...dialect, tokenLimit: "max_completion_tokens" };
  }
  if (dialect.temperature && /temperature/i.test(message)) return { ...dialect, temperature: false };
  if (dialect.seed && /\bseed\b/i.test(message)) return { ...dialect, seed: false };
  if (dialect.logprobs && /logprobs/i.test(message)) return { ...dialect, logprobs: false };
  return null;
}

export type Address = {
  readonly baseURL: string;
  readonly defaultQuery: Record<string, string>;
  readonly defaultHeaders: Record<string, string>;
};

/** Where and how to knock: a query in the base URL goes with every call, and Azure reads the key from its own header. */
export function addressOf({ baseUrl, apiKey }: Pick<Endpoint, "baseUrl" | "apiKey">): Address {
  const url = new URL(baseUrl);
  const query = Object.fromEntries(url.searchParams);
  const isAzure = AZURE.test(url.hostname);
  const needsVersion =
    isAzure && url.pathname.includes("/deployments/") && query["api-version"] === undefined;
  return {
    baseURL: `${url.origin}${url.pathname}`.replace(/\/+$/, ""),
    defaultQuery: needsVersion ? { ...query, "api-version": AZURE_API_VERSION } : query,
    defaultHeaders: isAzure && apiKey !== null ? { "api-key": apiKey } : {},
  };
}
