import type { Rng } from "@/lib/domain/rng";

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 8_000;
/** Longer than this nobody waits in line: the work is put off instead, with the reason. */
export const LONGEST_PAUSE_MS = 60_000;

/** How long a server asks to be left alone, in milliseconds; null: it does not say, or nothing that can be read. */
export function retryAfterMs(headers: Headers, now: Date): number | null {
  const ms = numberIn(headers.get("retry-after-ms"));
  if (ms !== null) return ms;
  const text = headers.get("retry-after");
  const seconds = numberIn(text);
  if (seconds !== null) return seconds * 1_000;
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

/** Grows with every attempt (the first is 0), with jitter: not all that failed together come back together. */
export function backoffMs(attempt: number, rng: Rng): number {
  const full = Math.min(FIRST_BACKOFF_MS * 2 ** attempt, LONGEST_BACKOFF_MS);
  return full * (1 - rng() / 4);
}

/** Whether the same question may be answered a moment later. */
export function mayPass(status: number | undefined, headers: Headers | undefined): boolean {
  const said = headers?.get("x-should-retry");
  if (said === "true" || said === "false") return said === "true";
  return status === undefined || status === 408 || status === 409 || status === 429 || status >= 500;
}

/**
 * How long to pause because the answer said that nothing is left of a limit (the headers of OpenAI, which many servers
 * copy), in milliseconds; 0: not at all.
 */
export function restMs(headers: Headers): number {
  const rests = ["requests", "tokens"].map((kind) =>
    numberIn(headers.get(`x-ratelimit-remaining-${kind}`)) === 0
      ? durationMs(headers.get(`x-ratelimit-reset-${kind}`) ?? "")
      : 0,
  );
  return Math.min(Math.max(...rests), LONGEST_PAUSE_MS);
}

function numberIn(text: string | null): number | null {
  if (text === null || !/^\d+(\.\d+)?$/.test(text.trim())) return null;
  return Number(text);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** "6m0s", "1.5s", "120ms"; what cannot be read is 0. */
function durationMs(text: string): number {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) return 0;
  const parts = text.matchAll(/(?<count>\d+(?:\.\d+)?)(?<unit>ms|s|m|h)/g);
  return [...parts].reduce(
    (sum, { groups }) => sum + Number(groups?.["count"] ?? 0) * (UNITS[groups?.["unit"] ?? ""] ?? 0),
    0,
  );
}
