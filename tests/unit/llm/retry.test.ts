import { describe, expect, it } from "vitest";
import { backoffMs, mayPass, restMs, retryAfterMs } from "@/lib/llm/retry";

const now = new Date("2026-01-01T00:00:00Z");

describe("how long a server wants to be left alone", () => {
  it.each([
    [{ "retry-after": "2" }, 2_000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after-ms": "150", "retry-after": "2" }, 150],
    [{ "retry-after": "Thu, 01 Jan 2026 00:00:05 GMT" }, 5_000],
    [{ "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" }, 0],
    [{ "retry-after": "soon" }, null],
    [{}, null],
  ])("is read from %j", (headers, ms) => {
    const read = retryAfterMs(new Headers(headers), now);
    expect(read).toEqual(ms);
    expect(read ?? 0).toBeGreaterThanOrEqual(0);
  });

  it.each([
    [{ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1.5s" }, 1_500],
    [{ "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "120ms" }, 120],
    [{ "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "6m0s" }, 60_000],
    [{ "x-ratelimit-remaining-requests": "1", "x-ratelimit-reset-requests": "6m0s" }, 0],
    [{ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "a while" }, 0],
    [{ "x-ratelimit-remaining-requests": "0" }, 0],
    [{}, 0],
  ])("follows from what is left of its limits: %j", (headers, ms) => {
    expect(restMs(new Headers(headers))).toBe(ms);
  });
});

describe("another attempt", () => {
  it("comes later and later, up to eight seconds, and not for all at once", () => {
    expect([0, 1, 2, 3, 4, 9].map((attempt) => backoffMs(attempt, () => 0))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 8_000,
    ]);
    expect(backoffMs(1, () => 1)).toBe(750);
  });

  it.each([
    [undefined, true],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
    [400, false],
    [401, false],
    [404, false],
  ])("after %s: %s", (status, expected) => {
    expect(mayPass(status, undefined)).toBe(expected);
  });

  it("is made or not as the server says", () => {
    expect(mayPass(500, new Headers({ "x-should-retry": "false" }))).toBe(false);
    expect(mayPass(400, new Headers({ "x-should-retry": "true" }))).toBe(true);
  });
});
