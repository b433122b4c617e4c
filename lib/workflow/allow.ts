import { findImport } from "@/lib/db/imports";
import { findProject } from "@/lib/db/projects";
import { covers, LOCAL_PERSON, type InstallationNeed, type Person, type Role } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";

/** Null: they have no part in it, or there is no such project. */
const roleIn = async (person: Person, projectId: ProjectId): Promise<Role | null> =>
  person.id === LOCAL_PERSON.id && (await findProject(projectId)) ? "owner" : null;

/**
 * Whether a person (null: signed out) may do in a project what takes this role. Who has no part in the project does
 * not learn whether there is one.
 */
export async function allow(
  person: Person | null,
  need: Role,
  projectId: ProjectId,
): Promise<Result<Person>> {
  if (!person) return fail({ code: "signed-out" });
  const role = await roleIn(person, projectId);
  if (role === null) return fail({ code: "not-found", what: "project" });
  return covers(role, need) ? ok(person) : fail({ code: "not-allowed", needs: need });
}

/** Whether a person may do what concerns the installation rather than one project. */
export function allowHere(person: Person | null, need: InstallationNeed): Result<Person> {
  if (!person) return fail({ code: "signed-out" });
  return need === "signed-in" || person.isAdmin ? ok(person) : fail({ code: "not-allowed", needs: "admin" });
}

/** A file on its way in is only for whoever brought it. */
export async function allowImport(person: Person | null, importId: string): Promise<Result<Person>> {
  if (!person) return fail({ code: "signed-out" });
  const found = await findImport(importId);
  return found?.startedBy === person.id ? ok(person) : fail({ code: "not-found", what: "import" });
}
