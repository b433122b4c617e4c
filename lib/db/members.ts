import { covers, Role } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import { db } from "./client";
import type { Prisma } from "./generated/client";

/** Null: they have no part in the project, or there is no such project. */
export async function findRole(userId: string, projectId: ProjectId): Promise<Role | null> {
  const row = await db.member.findUnique({
    where: { projectId_userId: { projectId, userId } },
    select: { role: true },
  });
  return row && Role.parse(row.role);
}

export type Member = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly joinedAt: Date;
  /** Nobody signs in as them (any more). */
  readonly isDisabled: boolean;
};

/** Everybody with a part in a project, in the order in which they came. */
export async function listMembers(projectId: ProjectId): Promise<Member[]> {
  const rows = await db.member.findMany({
    where: { projectId },
    select: {
      ...{ userId: true, role: true, joinedAt: true },
      user: { select: { name: true, email: true, disabledAt: true } },
    },
    orderBy: [{ joinedAt: "asc" }, { userId: "asc" }],
  });
  return rows.map(({ user: { disabledAt, ...user }, role, ...row }) => ({
    ...{ ...row, ...user, role: Role.parse(role) },
    isDisabled: disabledAt !== null,
  }));
}

export type MemberTarget = { readonly projectId: ProjectId; readonly userId: string };

/** "last-owner": nothing was changed, since somebody has to own the project; "unknown": they are no member. */
export type MemberChange = "done" | "last-owner" | "unknown";

/**
 * Gives a member another role, or (null) takes them out. Two owners who do it at once wait for each other. The open
 * invitations of who is no owner any more end with it, and who may not grade any more leaves the queues.
 */
export async function changeMember(
  { projectId, userId }: MemberTarget,
  role: Role | null,
  now = new Date(),
): Promise<MemberChange> {
  return db.$transaction(async (tx) => {
    const rows = await lockedMembers(tx, projectId);
    const member = rows.find((row) => row.userId === userId);
    if (!member) return "unknown";
    const others = rows.filter((row) => row.role === "owner" && row.userId !== userId);
    if (member.role === "owner" && role !== "owner" && others.length === 0) return "last-owner";
    const where = { projectId_userId: { projectId, userId } };
    if (role === null) await tx.member.delete({ where });
    else await tx.member.update({ where, data: { role } });
    if (role !== "owner") await revokeInvitationsOf(tx, { projectId, userId }, now);
    if (role === null || !covers(role, "grader")) await leaveQueues(tx, { projectId, userId });
    return "done";
  });
}

/** With a link made before they could come back as what they were. */
const revokeInvitationsOf = (
  tx: Prisma.TransactionClient,
  { projectId, userId }: MemberTarget,
  now: Date,
): Promise<unknown> =>
  tx.invitation.updateMany({
    where: { projectId, invitedBy: userId, acceptedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });

/** Nobody waits for them: what all graders of a queue grade is done without them, and what they had is free. */
async function leaveQueues(tx: Prisma.TransactionClient, { projectId, userId }: MemberTarget): Promise<void> {
  await tx.$executeRaw`
    UPDATE "GradingQueue" SET assignees = array_remove(assignees, ${userId}) WHERE "projectId" = ${projectId}`;
  await tx.reservation.deleteMany({ where: { grader: userId, queue: { projectId } } });
}

const lockedMembers = (tx: Prisma.TransactionClient, projectId: ProjectId) =>
  tx.$queryRaw<{ readonly userId: string; readonly role: string }[]>`
    SELECT "userId", role FROM "Member" WHERE "projectId" = ${projectId} ORDER BY "userId" FOR UPDATE`;

/**
 * Makes the first who signed up the administrator and gives them the projects that nobody owns: those of before there
 * were accounts, and the sample project. Does nothing while nobody has signed up.
 */
export async function settleOwnership(): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('touchstone first account'))`;
    await tx.$executeRaw`
      UPDATE "User" SET "isAdmin" = true
       WHERE id = (SELECT id FROM "User" ORDER BY "createdAt", id LIMIT 1)
         AND NOT EXISTS (SELECT 1 FROM "User" WHERE "isAdmin")`;
    await tx.$executeRaw`
      INSERT INTO "Member" ("projectId", "userId", role)
      SELECT p.id, u.id, 'owner'
        FROM "Project" p, (SELECT id FROM "User" WHERE "isAdmin" ORDER BY "createdAt", id LIMIT 1) u
       WHERE NOT EXISTS (SELECT 1 FROM "Member" m WHERE m."projectId" = p.id)
      ON CONFLICT DO NOTHING`;
  });
}

/** The names of those with an account who have a part in the project or graded or wrote in it, by their id. */
export async function namesIn(projectId: ProjectId): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ readonly id: string; readonly name: string }[]>`
    SELECT u.id, u.name FROM "User" u
     WHERE EXISTS (SELECT 1 FROM "Member" m WHERE m."projectId" = ${projectId} AND m."userId" = u.id)
        OR EXISTS (SELECT 1 FROM "Grade" g WHERE g."projectId" = ${projectId} AND g.grader = u.id)
        OR EXISTS (SELECT 1 FROM "DriftComment" c JOIN "DriftEvent" e ON e.id = c."eventId"
                    WHERE e."projectId" = ${projectId} AND c.author = u.id)
        OR EXISTS (SELECT 1 FROM "Proposal" p LEFT JOIN "ProposalReview" r ON r."proposalId" = p.id
                    WHERE p."projectId" = ${projectId} AND u.id IN (p.author, r.person))`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
