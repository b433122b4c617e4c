import type { CheckContext } from "@/lib/domain/output";
import type { Verdict } from "@/lib/domain/verdict";

export type SandboxItem = { readonly output: string; readonly context: CheckContext };

/** One assertion's source, which defines `check(output, context)`, and the outputs that it should judge. */
export type SandboxJob = {
  readonly language: "javascript" | "python";
  readonly source: string;
  readonly items: readonly SandboxItem[];
};

export type Limits = {
  /** Milliseconds of computing that one output may take; then it gets an error verdict and the next one is tried. */
  readonly perItemMs: number;
  /** Milliseconds that the whole job may take once it has begun; what is left then gets error verdicts. */
  readonly perJobMs: number;
  /** MiB of the interpreter; JavaScript gets what large outputs need on top. */
  readonly memoryMb: number;
};

export type RunOptions = { readonly limits?: Partial<Limits>; readonly signal?: AbortSignal };

/**
 * Runs untrusted code. `run` resolves to one verdict an item, in order: a crash, a time-out or a non-boolean is an
 * error verdict. It rejects only when its signal is aborted, or when the sandbox is closed or cannot be started: then
 * nothing was learnt of the assertion, and nothing may be recorded of it.
 */
export type Sandbox = {
  readonly run: (job: SandboxJob, options?: RunOptions) => Promise<readonly Verdict[]>;
  /** Ends all processes; jobs that are under way reject. */
  readonly close: () => Promise<void>;
};

/** What holds where a job says nothing: an assertion takes a millisecond or less, so this is ample. */
export function defaultLimits(job: SandboxJob): Limits {
  const perJobMs = 60_000 + 20 * job.items.length;
  return job.language === "javascript"
    ? { perItemMs: 250, perJobMs, memoryMb: 64 }
    : { perItemMs: 500, perJobMs, memoryMb: 512 };
}
