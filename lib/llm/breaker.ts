/** For so long a server that is away is left alone, in milliseconds. */
export const COOL_DOWN_MS = 5_000;

/**
 * Keeps calls from waiting, each for itself, on a server that has just failed one with all its retries: while it rests
 * they fail at once with the same error, then one call tries, alone and once. Times are milliseconds of one clock.
 */
export class Breaker {
  private open: { readonly error: unknown; readonly until: number } | null = null;
  private isTrying = false;

  private readonly coolDown: number | null;

  /** `coolDown` null: it never keeps a call back. */
  constructor(coolDown: number | null) {
    this.coolDown = coolDown;
  }

  /** Lets a call through: "try" is the one that finds out. Throws the error of before where there is no use in it. */
  enter(now: number): "call" | "try" {
    if (this.open === null) return "call";
    if (this.isTrying || now < this.open.until) throw this.open.error;
    this.isTrying = true;
    return "try";
  }

  /** For a call that is under way: throws where others have found out meanwhile that the server is away. */
  check(): void {
    if (this.open !== null) throw this.open.error;
  }

  /** The server answered, if only to turn something down. */
  close(): void {
    this.open = null;
    this.isTrying = false;
  }

  /** The server is away. */
  trip(error: unknown, now: number): void {
    if (this.coolDown !== null) this.open = { error, until: now + this.coolDown };
    this.isTrying = false;
  }

  /** The call that was to find out was given up: another one may. */
  abandon(): void {
    this.isTrying = false;
  }
}
