import pLimit from "p-limit";
import { setTimeout as wait } from "node:timers/promises";
import { RateLimit, type MinuteLimits } from "@/lib/domain/rate-limit";

export type PaceLimits = MinuteLimits & { readonly concurrency: number };

/** How fast one server is asked: whatever asks it shares this, and it outlives the client of a changed connection. */
export type Pace = {
  readonly atOnce: number;
  /** Does a piece of work once there is a place for it among those under way. */
  readonly inPlace: <T>(work: () => Promise<T>) => Promise<T>;
  /**
   * Waits until an attempt that may take so many tokens can begin within the limits of a minute. Every attempt needs its
   * own turn, also one that repeats another. What comes back takes the tokens that were counted in the end.
   */
  readonly turn: (tokens: number, signal: AbortSignal | undefined) => Promise<(counted: number) => void>;
  /** The server wants to be left alone for so many milliseconds: no attempt begins before. */
  readonly pause: (ms: number) => void;
};

export function createPace({ concurrency, ...limits }: PaceLimits): Pace {
  const places = pLimit(concurrency);
  const rate = new RateLimit(limits);
  return {
    atOnce: concurrency,
    inPlace: (work) => places(work),
    turn: async (tokens, signal) => {
      for (;;) {
        const ms = rate.delay(performance.now(), tokens);
        if (ms <= 0) break;
        await wait(ms, undefined, signal ? { signal } : {});
      }
      const begun = rate.begin(performance.now(), tokens);
      return (counted) => rate.correct(begun, counted);
    },
    pause: (ms) => rate.pause(performance.now(), ms),
  };
}
