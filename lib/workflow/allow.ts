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

/**
 * Whether a person (null: signed out) may do in a project what takes this role. Who has no part in the project does
 * not learn whether there is one. `scope`: what a token needs, where that is not what the role says.
 */
export async function allow(
  person: Person | null,
  need: Role,
  projectId: ProjectId,
  scope: TokenScope | null = scopeFor(need),
): Promise<Result<Person>> {
  if (!person) return fail({ code: "signed-out" });
  const role = await readRole(person, projectId);
  if (role === null) return fail({ code: "not-found", what: "project" });
  if (!covers(role, need)) return fail({ code: "not-allowed", needs: need });
  if (person.token && (scope === null || !person.token.scopes.includes(scope)))
    return fail({ code: "not-in-scope", scope });
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
