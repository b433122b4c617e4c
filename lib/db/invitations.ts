import { Role } from "@/lib/domain/access";
import { ProjectId } from "@/lib/domain/ids";
import { db } from "./client";
import { hashToken, newToken } from "./tokens";

export type Invitation = {
  readonly id: string;
  readonly role: Role;
  /** The name of whoever made it; of somebody who has no account any more, their id. */
  readonly by: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** Makes an invitation; its token is returned once and cannot be read again. */
export async function addInvitation(invitation: {
  readonly projectId: ProjectId;
  readonly role: Role;
  readonly invitedBy: string;
  readonly expiresAt: Date;
}): Promise<string> {
  const { token, tokenHash } = newToken("");
  await db.invitation.create({ data: { ...invitation, tokenHash } });
  return token;
}

const open = (now: Date) => ({ acceptedAt: null, revokedAt: null, expiresAt: { gt: now } });

/** The invitations of a project that can still be accepted. */
export async function listInvitations(projectId: ProjectId, now: Date): Promise<Invitation[]> {
  const rows = await db.invitation.findMany({
    where: { projectId, ...open(now) },
    select: { id: true, role: true, invitedBy: true, createdAt: true, expiresAt: true },
    orderBy: { createdAt: "asc" },
  });
  const ids = rows.map(({ invitedBy }) => invitedBy);
  const users = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return rows.map(({ invitedBy, ...row }) => ({
    ...row,
    by: names.get(invitedBy) ?? invitedBy,
    role: Role.parse(row.role),
  }));
}

/** False when there is none to take back. */
export async function revokeInvitation(
  { projectId, id }: { readonly projectId: ProjectId; readonly id: string },
  now: Date,
): Promise<boolean> {
  const { count } = await db.invitation.updateMany({
    where: { id, projectId, ...open(now) },
    data: { revokedAt: now },
  });
  return count > 0;
}

export type OpenInvitation = {
  readonly projectId: ProjectId;
  readonly projectName: string;
  readonly role: Role;
};

/** Null: there is no such invitation, or it was used, taken back, or is too old. */
export async function findInvitation(token: string, now: Date): Promise<OpenInvitation | null> {
  const row = await db.invitation.findFirst({
    where: { tokenHash: hashToken(token), ...open(now) },
    select: { projectId: true, role: true, project: { select: { name: true } } },
  });
  return (
    row && {
      projectId: ProjectId.parse(row.projectId),
      projectName: row.project.name,
      role: Role.parse(row.role),
    }
  );
}

/**
 * Makes a person a member by an invitation, which is then used up; null when it cannot be accepted. Whoever is a member
 * already keeps the role they have, and the invitation stays open.
 */
export async function acceptInvitation(token: string, userId: string, now: Date): Promise<ProjectId | null> {
  return db.$transaction(async (tx) => {
    const where = { tokenHash: hashToken(token), ...open(now) };
    const found = await tx.invitation.findFirst({ where, select: { projectId: true, role: true } });
    if (!found) return null;
    const { projectId, role } = found;
    const known = await tx.member.findUnique({ where: { projectId_userId: { projectId, userId } } });
    if (known) return ProjectId.parse(projectId);
    // Two who open the link at once: only one update finds it open.
    const { count } = await tx.invitation.updateMany({
      where,
      data: { acceptedAt: now, acceptedBy: userId },
    });
    if (count === 0) return null;
    await tx.member.create({ data: { projectId, userId, role } });
    return ProjectId.parse(projectId);
  });
}

/**
 * Uses an invitation up for an account that is about to be made: of many who come with one link at once one gets it. False:
 * it cannot be accepted.
 */
export async function claimInvitation(token: string, now: Date): Promise<boolean> {
  const { count } = await db.invitation.updateMany({
    where: { tokenHash: hashToken(token), ...open(now) },
    data: { acceptedAt: now },
  });
  return count > 0;
}

/** Makes the person whose account was made by a claimed invitation a member; null: nobody claimed it for them. */
export async function joinByClaim(token: string, userId: string): Promise<ProjectId | null> {
  return db.$transaction(async (tx) => {
    const tokenHash = hashToken(token);
    const { count } = await tx.invitation.updateMany({
      where: { tokenHash, acceptedAt: { not: null }, acceptedBy: null },
      data: { acceptedBy: userId },
    });
    if (count === 0) return null;
    const { projectId, role } = await tx.invitation.findUniqueOrThrow({ where: { tokenHash } });
    await tx.member.create({ data: { projectId, userId, role } });
    return ProjectId.parse(projectId);
  });
}
