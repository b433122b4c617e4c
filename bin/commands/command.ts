/** The values of the flags as `parseArgs` gives them. */
export type Flags = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** What a command has to say: one JSON document, the same for people, and whether a gate was missed. */
export type Answer = {
  readonly json: unknown;
  readonly text: string;
  /** 1: done, but a gate that was asked for is not met. */
  readonly exitCode?: 0 | 1;
};

/** One command of the command line. `--json` and `--help` belong to every command and are handled for it. */
export type Command = {
  readonly summary: string;
  /** How to call it: the line after "touchstone", and what each flag means. */
  readonly usage: string;
  readonly options: Readonly<Record<string, { readonly type: "string" | "boolean" }>>;
  /** Throws `UsageError` with a sentence for input that cannot be used. */
  readonly run: (positionals: readonly string[], flags: Flags) => Promise<Answer>;
};

/** Usage or input that cannot be used as it is; the sentence says what to do. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
