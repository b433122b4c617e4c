/** What is asked of the headers of a request. */
type Asked = Pick<Headers, "get">;

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** The name in a Host header, without the port; null: there is none. */
function nameIn(host: string | null): string | null {
  const match = /^(?<name>\[[\da-f:]+\]|[\w.-]+)(?::\d+)?$/i.exec(host ?? "");
  return match?.groups?.["name"]?.toLowerCase() ?? null;
}

/** Whether only this machine reaches what listens at this address. */
export const isLoopback = (host: string): boolean =>
  host === "::1" || LOOPBACK.has(nameIn(host) ?? "") || /^127\.\d+\.\d+\.\d+$/.test(host);

/**
 * Whether a request asks for this app by a name that it has: this machine's own, or the address that people type (null:
 * none). A page of another site can make its own name lead here (DNS rebinding), and would be taken for a page of ours.
 */
export function isAtHome(headers: Asked, site: URL | null): boolean {
  const name = nameIn(headers.get("host"));
  if (name !== null && (LOOPBACK.has(name) || name === site?.hostname)) return true;
  // A proxy that asks under a name of its own says which one was typed.
  return site !== null && nameIn(headers.get("x-forwarded-host")) === site.hostname;
}

/** Whether a page of this app sent a request, or no browser did: what changes something is not done for other sites. */
export function isFromHere(headers: Asked, site: URL | null): boolean {
  const relation = headers.get("sec-fetch-site");
  if (relation !== null) return relation === "same-origin" || relation === "none";
  const origin = headers.get("origin");
  if (origin === null) return true;
  return origin === site?.origin || (URL.canParse(origin) && new URL(origin).host === headers.get("host"));
}

export const NOT_OURS =
  "Touchstone does not answer under this name. Open it at the address that the server prints, or at TOUCHSTONE_URL.";

export const NOT_FROM_HERE =
  "Another site sent this request. Do it on a page of Touchstone; nothing was changed.";
