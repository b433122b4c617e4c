import { z } from "zod";

export const ChatRequest = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  max_tokens: z.number().optional(),
  max_completion_tokens: z.number().optional(),
  temperature: z.number().optional(),
  logprobs: z.boolean().optional(),
  seed: z.number().optional(),
  top_logprobs: z.number().optional(),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  response_format: z
    .object({
      type: z.string(),
      json_schema: z.object({ name: z.string(), strict: z.boolean().nullish() }).optional(),
    })
    .optional(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

/** A chat request as a fixture looks at it. */
export type Question = {
  readonly request: ChatRequest;
  readonly system: string;
  readonly user: string;
  /** The task, as the name of the schema gives it ("suggest_criteria"); null: asked for in plain text. */
  readonly schemaName: string | null;
};

export function questionOf(request: ChatRequest): Question {
  const said = (role: string) =>
    request.messages
      .filter((message) => message.role === role)
      .map(({ content }) => content)
      .join("\n");
  return {
    request,
    system: said("system"),
    user: said("user"),
    schemaName: request.response_format?.json_schema?.name ?? null,
  };
}

/** What is answered: text, or an object that is given as JSON. */
export type Answer = string | Readonly<Record<string, unknown>>;

/** A prepared answer: the first whose pattern fits system or user message is given; text, or an object given as JSON. */
export type Fixture = {
  readonly when: RegExp | ((question: Question) => boolean);
  readonly answer: Answer | ((question: Question) => Answer);
  /** Probability of yes, where log-probabilities are asked for. */
  readonly pYes?: (question: Question) => number;
};

type Block = { readonly label: string; readonly text: string };

export function fencedBlocks(text: string): Block[] {
  const found = text.matchAll(
    /<<DATA (?<nonce>\w+) (?<label>[^>\n]+)>>\n(?<text>[\s\S]*?)\n<<END \k<nonce>>>/g,
  );
  return [...found].map(({ groups }) => ({ label: groups?.["label"] ?? "", text: groups?.["text"] ?? "" }));
}

/** The nonce with which a message begins; empty: it has none. */
export const nonceOf = ({ user }: Question): string =>
  /^The nonce of this message is (\w+)\./m.exec(user)?.[1] ?? "";

/** About what a tokenizer counts in English. */
export const countTokens = (text: string): number => Math.ceil(text.length / 4);

export type Reply = {
  readonly content: string | null;
  /** Probability of yes against no, for those who ask for log-probabilities; absent: the server has none. */
  readonly pYes?: number;
  readonly refusal?: string;
  readonly finish?: "stop" | "length" | "content_filter";
};

const head = (request: ChatRequest) => ({ id: "chatcmpl-stand-in", created: 0, model: request.model });

function usageOf(request: ChatRequest, reply: Reply) {
  const tokensIn = countTokens(request.messages.map(({ content }) => content).join("\n"));
  const tokensOut = countTokens(reply.content ?? reply.refusal ?? "");
  return { prompt_tokens: tokensIn, completion_tokens: tokensOut, total_tokens: tokensIn + tokensOut };
}

export const completionOf = (request: ChatRequest, reply: Reply) => ({
  ...head(request),
  object: "chat.completion",
  choices: [
    {
      index: 0,
      finish_reason: reply.finish ?? "stop",
      logprobs: request.logprobs === true ? logprobsOf(reply) : null,
      message: { role: "assistant", content: reply.content, refusal: reply.refusal ?? null },
    },
  ],
  usage: usageOf(request, reply),
});

/** Of the first token, as a provider gives them: the answer itself, and the other word beside it. */
function logprobsOf({ content, pYes }: Reply) {
  if (pYes === undefined) return null;
  const words = [
    { token: "yes", logprob: Math.log(pYes), bytes: null },
    { token: " No", logprob: Math.log(1 - pYes), bytes: null },
  ];
  const first = { ...words[pYes >= 0.5 ? 0 : 1], top_logprobs: words };
  return {
    content: [
      { token: "\n", logprob: 0, bytes: null, top_logprobs: [] },
      first,
      { token: content ?? "", logprob: 0, bytes: null, top_logprobs: [] },
    ],
    refusal: null,
  };
}

const PIECE = 12;

/** The same as server-sent events: a role, pieces of text, the reason for the end, and usage where it is asked for. */
export function* chunksOf(request: ChatRequest, reply: Reply): Generator<string> {
  const event = (choices: readonly object[], rest: object = {}) =>
    `data: ${JSON.stringify({ ...head(request), object: "chat.completion.chunk", choices, ...rest })}\n\n`;
  const delta = (part: object, finish: string | null = null) =>
    event([{ index: 0, delta: part, finish_reason: finish }]);
  yield delta({ role: "assistant", content: "" });
  const text = reply.content ?? "";
  for (let at = 0; at < text.length; at += PIECE) yield delta({ content: text.slice(at, at + PIECE) });
  yield delta({}, reply.finish ?? "stop");
  if (request.stream_options?.include_usage === true) yield event([], { usage: usageOf(request, reply) });
  yield "data: [DONE]\n\n";
}
