/** What a server allows within any minute; null: no limit. */
export type MinuteLimits = {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
};

export type Begun = { readonly at: number; tokens: number };

const MINUTE_MS = 60_000;

/**
 * Keeps calls within limits for any minute: a sliding window over what was begun. Times are milliseconds that only grow.
 * A call of more tokens than the limit goes alone, since it would never fit.
 */
export class RateLimit {
  readonly #limits: MinuteLimits;
  readonly #window: Begun[] = [];
  #tokens = 0;
  #pausedUntil = 0;

  constructor(limits: MinuteLimits) {
    this.#limits = limits;
  }

  /** How long a call of so many tokens has to wait; 0: it may begin now. */
  delay(now: number, tokens: number): number {
    this.#forget(now);
    const { requestsPerMinute, tokensPerMinute } = this.#limits;
    let free = Math.max(now, this.#pausedUntil);
    const over = requestsPerMinute === null ? 0 : this.#window.length - requestsPerMinute + 1;
    if (over > 0) free = Math.max(free, this.#leavesAt(over - 1));
    if (tokensPerMinute !== null) {
      let excess = this.#tokens + Math.min(tokens, tokensPerMinute) - tokensPerMinute;
      for (let i = 0; excess > 0 && i < this.#window.length; i++) {
        excess -= this.#window[i]?.tokens ?? 0;
        free = Math.max(free, this.#leavesAt(i));
      }
    }
    return free - now;
  }

  /** A call begins; what comes back is corrected when its tokens are known. */
  begin(now: number, tokens: number): Begun {
    const begun = { at: now, tokens };
    this.#window.push(begun);
    this.#tokens += tokens;
    return begun;
  }

  correct(begun: Begun, tokens: number): void {
    if (this.#window.includes(begun)) this.#tokens += tokens - begun.tokens;
    begun.tokens = tokens;
  }

  /** The server wants to be left alone for so long: no call begins before. */
  pause(now: number, ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, now + ms);
  }

  #leavesAt(index: number): number {
    return (this.#window[index]?.at ?? 0) + MINUTE_MS;
  }

  #forget(now: number): void {
    while (this.#window[0] && this.#window[0].at + MINUTE_MS <= now)
      this.#tokens -= this.#window.shift()?.tokens ?? 0;
  }
}
