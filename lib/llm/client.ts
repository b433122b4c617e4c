import type { z } from "zod";
import type { TokenLogprobs } from "@/lib/domain/probabilities";

/** One question that the app asks a model: named, versioned, and typed by the answer it accepts. */
export type LlmTask<Input, Answer> = {
  readonly name: string;
  readonly version: number;
  /** Which model answers: the strong one that writes, the cheap one that judges, or the one that decides where that is unsure. */
  readonly role: "writing" | "judging" | "deciding";
  readonly maxOutputTokens: number;
  /** Absent: 0 for judging, the model's own for writing. */
  readonly temperature?: number;
  /** Makes the answer repeatable where the server heeds it. */
  readonly seed?: number;
  /** Whether log-probabilities of the first word are asked for; servers that have none leave them out. */
  readonly wantsLogprobs?: boolean;
  readonly prompt: (input: Input) => { readonly system: string; readonly user: string };
  /** Structured output is asked for under this schema; null: plain text. What comes back goes through `read` anyway. */
  readonly schema: z.ZodType | null;
  /**
   * Reads the text of an answer; null when it is not what the task accepts. `logprobs` are those of its first word;
   * absent or null: not asked for, or the server has none.
   */
  readonly read: (text: string, input: Input, logprobs?: TokenLogprobs | null) => Answer | null;
  /** Which rule understood an answer, for the log; absent: there is but one. */
  readonly how?: (answer: Answer) => string;
};

/** A call as it was made, for the log: exactly what was asked and what came back. Never holds a key. */
export type CallRecord = {
  readonly task: string;
  /** As it calls itself: a server may answer under a longer name than it was asked by. */
  readonly model: string;
  /** As the connection names it; absent: not known. */
  readonly asked?: string | null;
  readonly prompt: string;
  readonly answer: string | null;
  readonly error: string | null;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  /** US dollars; null when the model's price is not known. */
  readonly cost: number | null;
  readonly ms: number;
  /** What in the answer was understood, as the task tells it; null: nothing was. */
  readonly readAs: string | null;
};

/** What came of a question; calls are recorded in all cases. */
export type LlmOutcome<Answer> =
  | { readonly kind: "answered"; readonly answer: Answer; readonly call: CallRecord }
  /** It answered, but with something that the task does not accept: refused, cut short, malformed. */
  | { readonly kind: "unusable"; readonly why: string; readonly call: CallRecord }
  /** It could not be reached, or turned the call away, also after retries. */
  | { readonly kind: "unavailable"; readonly why: string; readonly call: CallRecord };

export type LlmClient = {
  /** What makes two clients answer alike: the models, and where those that judge and decide are. */
  readonly identity: {
    /** Where judges are asked. */
    readonly baseUrl: string;
    readonly writingModel: string;
    readonly judgingModel: string;
    readonly decidingBaseUrl: string;
    readonly decidingModel: string;
  };
  /** So many calls are under way at once at most; more wait for their turn. */
  readonly atOnce: number;
  readonly ask: <Input, Answer>(
    task: LlmTask<Input, Answer>,
    input: Input,
    signal?: AbortSignal,
  ) => Promise<LlmOutcome<Answer>>;
};
