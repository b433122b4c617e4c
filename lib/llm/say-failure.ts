/** A failed call in words for a person, and whether asking about something else could work meanwhile. */
export type Failure = {
  /** "unusable": this very question was turned down; "unavailable": any question would have been. */
  readonly kind: "unusable" | "unavailable";
  readonly why: string;
};

const UNKNOWN_MODEL = /model\b.*\b(not|unknown|invalid|exist)|\b(unknown|invalid|valid)\b.*\bmodel/i;
const SHOWN = 300;

/**
 * What an HTTP status means here. A prompt that is too long or breaks a rule of the provider is turned down by itself
 * and again at every attempt, so it must not count as an outage, which would be waited for without end.
 */
export function failureOf(status: number, message: string): Failure {
  const unavailable = (why: string): Failure => ({ kind: "unavailable", why });
  switch (status) {
    case 401:
    case 403:
      return unavailable("it turned the key away: check the key");
    case 402:
      return unavailable("its account has no credit left");
    case 404:
      return unavailable("it knows no such address or model: check the base URL and the model's name");
    case 429:
      return unavailable("it is over its rate limit or quota, also after retries");
    case 400:
    case 413:
    case 422:
      return UNKNOWN_MODEL.test(message)
        ? unavailable(`it does not know the model: ${message.slice(0, SHOWN)}`)
        : { kind: "unusable", why: `it turned the question down (${status}): ${message.slice(0, SHOWN)}` };
    default:
      return unavailable(`it answered ${status}: ${message.slice(0, SHOWN)}`);
  }
}

/** Takes a key out of a text, for some servers quote it in their errors. */
export const redactorFor =
  (key: string | null) =>
  (text: string): string =>
    (key === null || key === "" ? text : text.replaceAll(key, "[key]")).replaceAll(
      /\b(sk|pk)-[\w-]{8,}/g,
      "[key]",
    );
