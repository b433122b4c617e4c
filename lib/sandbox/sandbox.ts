import type { CheckContext } from "@/lib/domain/output";
import type { Verdict } from "@/lib/domain/verdict";

export type SandboxItem = { readonly output: string; readonly context: CheckContext };

/** One assertion's source, which defines `check(output, context)`, and the outputs that it should judge. */
export type SandboxJob = {
  readonly language: "javascript" | "python";
  readonly source: string;
  readonly items: readonly SandboxItem[];
};

export type RunOptions = {
  /** Milliseconds that one output may take; then it gets an error verdict and the next one is tried. */
  readonly perItemMs?: number;
  readonly signal?: AbortSignal;
};

/**
 * Runs untrusted code. `run` resolves to one verdict an item, in order: a crash, a time-out or a non-boolean is an
 * error verdict. It rejects only when its signal is aborted or the sandbox itself cannot be started.
 */
export type Sandbox = {
  readonly run: (job: SandboxJob, options?: RunOptions) => Promise<readonly Verdict[]>;
  readonly close: () => Promise<void>;
};
