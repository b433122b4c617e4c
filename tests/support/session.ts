import { firstAccountKey } from "@/lib/db/secret-box";
import { POST } from "@/app/api/auth/[...path]/route";

/** What `next/headers` answers while a test acts for somebody: a test file mocks that module with `currentHeaders`. */
let current = new Headers();
export const currentHeaders = (): Promise<Headers> => Promise.resolve(current);

/** Acts with this cookie from now on; null: signed out. */
export function actAs(cookie: string | null): void {
  current = headersOf(cookie);
}

export const headersOf = (cookie: string | null): Headers => new Headers(cookie === null ? {} : { cookie });

export const PASSWORD = "a password for tests";

/** Asks the library that signs people in, as the pages do. */
export const askAuth = (
  path: string,
  body: Readonly<Record<string, string | boolean>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  POST(
    new Request(`http://localhost:3000/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://localhost:3000", ...headers },
      body: JSON.stringify(body),
    }),
  );

/** The cookies that an answer sets, as a browser sends them back; null: none. */
export function cookieOf(response: Response): string | null {
  const cookies = response.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
  return cookies.length === 0 ? null : cookies.join("; ");
}

/** Makes an account (the first one unless invited) and returns its cookie. Throws when it is refused. */
export async function signUp(name: string, invitation = firstAccountKey()): Promise<string> {
  const email = `${name}@example.org`;
  const body = { name, email, password: PASSWORD, invitation };
  // Each from an address of its own: sign-up is slowed down by address.
  const response = await askAuth("/sign-up/email", body, { "x-forwarded-for": `10.0.0.${++made}` });
  const cookie = cookieOf(response);
  if (!response.ok || cookie === null) throw new Error(await response.text());
  return cookie;
}

let made = 0;
