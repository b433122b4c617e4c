import type { ProjectId } from "@/lib/domain/ids";
import { db } from "./client";

export type NewPresence = {
  readonly id: string;
  readonly projectId: ProjectId;
  readonly person: string;
  readonly until: Date;
};

/** Shows a person as there. True: they were not there before. The traces of those who are long gone are removed. */
export async function addPresence(presence: NewPresence, now: Date): Promise<boolean> {
  const { projectId, person } = presence;
  const others = await db.presence.count({ where: { projectId, person, until: { gt: now } } });
  await db.presence.deleteMany({ where: { projectId, until: { lte: now } } });
  await db.presence.createMany({ data: presence });
  return others === 0;
}

/** Moves the moment until which a presence counts; nothing happens when it is gone. */
export async function keepPresence(id: string, until: Date): Promise<void> {
  await db.presence.updateMany({ where: { id }, data: { until } });
}

/** Whether a person is there by any of their open pages. */
export const isPresent = async (projectId: ProjectId, person: string, now: Date): Promise<boolean> =>
  (await db.presence.count({ where: { projectId, person, until: { gt: now } } })) > 0;

/** Somebody who has a page of the project open, and how many outputs they have graded in it. */
export type PersonHere = { readonly id: string; readonly graded: number };

/** Everybody who is there, by id. */
export async function listPeopleHere(projectId: ProjectId, now: Date): Promise<PersonHere[]> {
  return db.$queryRaw<PersonHere[]>`
    SELECT p.person AS id,
           (SELECT count(DISTINCT g."outputId")::int FROM "Grade" g
             WHERE g."projectId" = ${projectId} AND g.grader = p.person AND g.mark <> 'withdrawn'
               AND NOT EXISTS (SELECT 1 FROM "Grade" u WHERE u.undoes = g.key)) AS graded
      FROM (SELECT DISTINCT person FROM "Presence" WHERE "projectId" = ${projectId} AND until > ${now}) p
     ORDER BY p.person`;
}
