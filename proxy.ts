import { isAtHome, NOT_OURS } from "@/lib/domain/site";
import { site } from "@/lib/env";

/** Next calls this before it answers anything: who asks by a name that is not ours reads nothing. */
export function proxy({ headers }: Request): Response | undefined {
  return isAtHome(headers, site) ? undefined : new Response(`${NOT_OURS}\n`, { status: 421 });
}

/** Not for what is the same for everybody, nor for files on their way in, which Next would cut off: their route asks itself. */
export const config = { matcher: ["/((?!_next/static/|api/imports$).*)"] };
