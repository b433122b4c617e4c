import { covers, LOCAL_PERSON, type Role } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import type { NamedPerson } from "@/lib/domain/queue-page";
import { isWithAccounts } from "./auth";
import { db } from "./client";
import { listMembers } from "./members";

/**
 * Everybody who may be asked to grade in a project, by name: its members who may grade, or, without accounts, who has
 * graded in it and the local owner.
 */
export async function listPersons(projectId: ProjectId): Promise<NamedPerson[]> {
  const persons = isWithAccounts ? await membersWho(projectId, "grader") : await pastGraders(projectId);
  return persons.toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

/** The members who may edit a project, in the order in which they came; without accounts there are none. */
export const listEditors = async (projectId: ProjectId): Promise<NamedPerson[]> =>
  isWithAccounts ? membersWho(projectId, "editor") : [];

async function membersWho(projectId: ProjectId, need: Role): Promise<NamedPerson[]> {
  const members = await listMembers(projectId);
  return members
    .filter(({ role, isDisabled }) => covers(role, need) && !isDisabled)
    .map(({ userId, name }) => ({ id: userId, name }));
}

async function pastGraders(projectId: ProjectId): Promise<NamedPerson[]> {
  const rows = await db.grade.findMany({
    where: { projectId },
    select: { grader: true },
    distinct: ["grader"],
  });
  const known = new Set([LOCAL_PERSON.id, ...rows.map(({ grader }) => grader)]);
  return [...known].map((id) => ({ id, name: id === LOCAL_PERSON.id ? LOCAL_PERSON.name : id }));
}
