import type { Person } from "@/lib/domain/access";
import { ProjectId } from "@/lib/domain/ids";
import { problemMessage, type Problem, type Result } from "@/lib/domain/problem";
import { isAtHome, isFromHere, NOT_FROM_HERE, NOT_OURS } from "@/lib/domain/site";
import { site } from "@/lib/db/auth";
import { allow, type Need } from "@/lib/workflow/allow";
import { identifyCaller } from "@/lib/workflow/identify";

/** Who asks: a person by the session, or a program by a token; null: nobody. */
export const callerOf = (request: Request): Promise<Person | null> =>
  identifyCaller(request.headers, new Date());

/** What speaks against a request that comes under another name, or changes something and comes from another site. */
export function strangeness({ method, url, headers }: Request): string | null {
  const { host } = new URL(url);
  const named = { get: (name: string) => headers.get(name) ?? (name === "host" ? host : null) };
  if (!isAtHome(named, site)) return NOT_OURS;
  return method === "GET" || method === "HEAD" || isFromHere(named, site) ? null : NOT_FROM_HERE;
}

export type ProjectRoute = { readonly params: Promise<{ readonly projectId: string }> };

export type Visit = { readonly projectId: ProjectId; readonly person: Person };

/** Who comes to the project of an address and may do what takes this; or the answer that says why not. */
export async function admit(request: Request, need: Need, route: ProjectRoute): Promise<Visit | Response> {
  const strange = strangeness(request);
  if (strange !== null) return refusalOf({ code: "bad-input", sentence: strange });
  const person = await callerOf(request);
  if (!person) return refusalOf({ code: "signed-out" });
  const projectId = ProjectId.safeParse((await route.params).projectId);
  if (!projectId.success) return refusalOf({ code: "not-found", what: "project" });
  const allowed = await allow(person, need, projectId.data);
  return allowed.ok ? { projectId: projectId.data, person } : refusalOf(allowed.problem);
}

/** The answer to whoever is refused. */
export const refusalOf = (problem: Problem): Response =>
  new Response(`${problemMessage(problem)}\n`, {
    status: statusOf(problem),
    headers: { "cache-control": "private, no-store" },
  });

/** What a step came to, as JSON; what a person can mend with its sentence. */
export const answerWith = (result: Result<unknown>): Response =>
  result.ok
    ? Response.json(result.value, { headers: { "cache-control": "private, no-store" } })
    : Response.json({ problem: problemMessage(result.problem) }, { status: 409 });

export const statusOf = ({ code }: Problem): number =>
  code === "signed-out" ? 401 : code === "not-found" ? 404 : 403;
