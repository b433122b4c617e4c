import { personOfToken } from "@/lib/db/api-tokens";
import { isWithAccounts, readPresence } from "@/lib/db/auth";
import { LOCAL_PERSON, type Person } from "@/lib/domain/access";

/** Who comes with these headers, by a session; null: nobody. Without accounts it is always the local owner. */
export async function identify(headers: () => Promise<Headers>): Promise<Person | null> {
  if (!isWithAccounts) return LOCAL_PERSON;
  return (await readPresence(await headers()))?.person ?? null;
}

const BEARER = /^Bearer +(\S+)$/i;

/** The same for a route, which programs may ask with a token; a token that is not known is nobody, signed in or not. */
export async function identifyCaller(headers: Headers, now: Date): Promise<Person | null> {
  if (!isWithAccounts) return LOCAL_PERSON;
  const given = headers.get("authorization");
  // What a proxy adds for itself, as a password of its own, says nothing of who comes here.
  if (given === null || !/^Bearer\b/i.test(given)) return identify(() => Promise.resolve(headers));
  const token = BEARER.exec(given)?.[1];
  return token === undefined ? null : personOfToken(token, now);
}
