import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RateLimit } from "@/lib/domain/rate-limit";

const MINUTE = 60_000;
const anyCalls = fc.array(
  fc.record({
    /** Milliseconds after the one before. */
    after: fc.integer({ min: 0, max: 20_000 }),
    tokens: fc.integer({ min: 1, max: 120 }),
    took: fc.integer({ min: 1, max: 120 }),
  }),
  { maxLength: 60 },
);
const anyLimit = fc.option(fc.integer({ min: 1, max: 12 }));

/** Plays the calls as a client would: each waits for its turn. What was begun, and when. */
function play(
  limits: { requestsPerMinute: number | null; tokensPerMinute: number | null },
  calls: readonly { after: number; tokens: number }[],
) {
  const rate = new RateLimit(limits);
  let now = 0;
  return calls.map(({ after, tokens }) => {
    now += after;
    for (let ms = rate.delay(now, tokens); ms > 0; ms = rate.delay(now, tokens)) now += ms;
    rate.begin(now, tokens);
    return { at: now, tokens };
  });
}

describe("a limit for the minute", () => {
  it("is kept in every minute, for requests and for tokens", () => {
    fc.assert(
      fc.property(anyCalls, anyLimit, anyLimit, (calls, requestsPerMinute, hundreds) => {
        const tokensPerMinute = hundreds === null ? null : hundreds * 20;
        const begun = play({ requestsPerMinute, tokensPerMinute }, calls);
        for (const { at } of begun) {
          const within = begun.filter((other) => other.at > at - MINUTE && other.at <= at);
          expect(within.length).toBeLessThanOrEqual(requestsPerMinute ?? Infinity);
          const tokens = within.reduce((sum, one) => sum + one.tokens, 0);
          // What is larger than the limit goes alone.
          if (within.length > 1 && within.every((one) => one.tokens <= (tokensPerMinute ?? Infinity)))
            expect(tokens).toBeLessThanOrEqual(tokensPerMinute ?? Infinity);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("makes nobody wait longer than it must", () => {
    const rate = new RateLimit({ requestsPerMinute: 2, tokensPerMinute: 100 });
    rate.begin(0, 60);
    expect(rate.delay(1_000, 40)).toBe(0);
    expect(rate.delay(1_000, 41)).toBe(59_000);
    const second = rate.begin(1_000, 40);
    expect(rate.delay(2_000, 1)).toBe(58_000);
    // It took less than it was thought to.
    rate.correct(second, 5);
    expect(rate.delay(60_000, 95)).toBe(0);
    expect(rate.delay(60_000, 96)).toBe(1_000);
    // Larger than any minute: it goes when nothing else is in it.
    expect(rate.delay(60_000, 5_000)).toBe(1_000);
    expect(rate.delay(61_000, 5_000)).toBe(0);
  });

  it("pauses for everybody, and never for less than before", () => {
    const rate = new RateLimit({ requestsPerMinute: null, tokensPerMinute: null });
    expect(rate.delay(0, 1_000_000)).toBe(0);
    rate.pause(0, 5_000);
    rate.pause(1_000, 1_000);
    expect(rate.delay(2_000, 1)).toBe(3_000);
    expect(rate.delay(5_000, 1)).toBe(0);
  });
});
