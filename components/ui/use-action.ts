"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { problemMessage, type Result } from "@/lib/domain/problem";

export type ActionState<Input, Value> = {
  /** Calls the action; never rejects. The sentence of a problem is in `problem`, too. */
  readonly run: (input: Input) => Promise<Result<Value>>;
  /** The same from an event handler: `then` hears what came of it. */
  readonly start: (input: Input, then?: (result: Result<Value>) => void) => void;
  readonly isPending: boolean;
  /** The sentence of the last problem; null when the last call went well. */
  readonly problem: string | null;
};

/**
 * Calls a server action and keeps what a person must know of it: that it is under way, and what went wrong. The page
 * is read anew after a success, so that what is shown is what is stored; `isReading`: the action stores nothing.
 */
export function useAction<Input, Value>(
  action: (input: Input) => Promise<Result<Value>>,
  { isReading = false }: { readonly isReading?: boolean } = {},
): ActionState<Input, Value> {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);

  const start = (input: Input, then?: (result: Result<Value>) => void): void => {
    startTransition(async () => {
      const result = await reach(() => action(input));
      setProblem(result.ok ? null : problemMessage(result.problem));
      if (result.ok && !isReading) router.refresh();
      then?.(result);
    });
  };
  const run = (input: Input) => new Promise<Result<Value>>((resolve) => start(input, resolve));

  return { run, start, isPending, problem };
}

/** A server that cannot be reached is something a person can mend, too. */
export async function reach<Value>(call: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await call();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      problem: {
        code: "bad-input",
        sentence: `That did not reach the server; nothing was changed. Try again. (${detail})`,
      },
    };
  }
}
