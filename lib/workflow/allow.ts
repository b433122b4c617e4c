import { findImport } from "@/lib/db/imports";
import { findRole } from "@/lib/db/members";
import { findProject } from "@/lib/db/projects";
import {
  covers,
  LOCAL_PERSON,
  scopeFor,
  type InstallationNeed,
  type Person,
  type Role,
  type TokenScope,
} from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";

/** The part of a person in a project; null: they have none, or there is no such project. */
export async function readRole(person: Person, projectId: ProjectId): Promise<Role | null> {
  if (person.id === LOCAL_PERSON.id) return (await findProject(projectId)) ? "owner" : null;
  if (person.token && person.token.projectId !== null && person.token.projectId !== projectId) return null;
  return findRole(person.id, projectId);
}

/** What an act takes: a role, and of a token the scope that goes with it, or another one. */
export type Need = Role | { readonly role: Role; readonly scope: TokenScope };

/**
 * Whether a person (null: signed out) may do in a project what takes this. Who has no part in the project does not learn
 * whether there is one.
 */
export async function allow(
  person: Person | null,
  need: Need,
  projectId: ProjectId,
): Promise<Result<Person>> {
  const takes = typeof need === "string" ? { role: need, scope: scopeFor(need) } : need;
  if (!person) return fail({ code: "signed-out" });
  const role = await readRole(person, projectId);
  if (role === null) return fail({ code: "not-found", what: "project" });
  if (!covers(role, takes.role)) return fail({ code: "not-allowed", needs: takes.role });
  if (person.token && (takes.scope === null || !person.token.scopes.includes(takes.scope)))
    return fail({ code: "not-in-scope", scope: takes.scope });
  return ok(person);
}

/** Whether a person may do what concerns the installation rather than one project; a program may not. */
export function allowHere(person: Person | null, need: InstallationNeed): Result<Person> {
  if (!person) return fail({ code: "signed-out" });
  if (person.token) return fail({ code: "not-in-scope", scope: null });
  return need === "signed-in" || person.isAdmin ? ok(person) : fail({ code: "not-allowed", needs: "admin" });
}

/** A file on its way in is only for whoever brought it. */
export async function allowImport(person: Person | null, importId: string): Promise<Result<Person>> {
  const here = allowHere(person, "signed-in");
  if (!here.ok) return here;
  const found = await findImport(importId);
  return found?.startedBy === here.value.id ? here : fail({ code: "not-found", what: "import" });
}
