import { addInvitation, findInvitation, acceptInvitation, revokeInvitation } from "@/lib/db/invitations";
import type { OpenInvitation } from "@/lib/db/invitations";
import { changeMember, type MemberTarget } from "@/lib/db/members";
import type { Role } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Gives a member another role, or (null) takes them out of the project. What they did stays. */
export async function changeMembership(target: MemberTarget, role: Role | null): Promise<Result<null>> {
  const change = await changeMember(target, role);
  switch (change) {
    case "done":
      return ok(null);
    case "unknown":
      return fail({ code: "not-found", what: "member" });
    case "last-owner":
      return fail({
        code: "bad-input",
        sentence: "This is the only owner. Make somebody else an owner first.",
      });
  }
}

/** Makes a link for one person; `days` it can be opened. The token in it cannot be read again. */
export async function invite(
  wish: { readonly projectId: ProjectId; readonly role: Role; readonly days: number; readonly by: string },
  now: Date,
): Promise<Result<{ readonly path: string }>> {
  const { projectId, role, days, by } = wish;
  const expiresAt = new Date(now.getTime() + days * DAY_MS);
  const token = await addInvitation({ projectId, role, invitedBy: by, expiresAt });
  return ok({ path: `/invite/${token}` });
}

export async function takeBackInvitation(
  target: { readonly projectId: ProjectId; readonly id: string },
  now: Date,
): Promise<Result<null>> {
  return (await revokeInvitation(target, now)) ? ok(null) : fail({ code: "not-found", what: "invitation" });
}

/** What an invitation is to; null when it cannot be accepted (any more). */
export const readInvitation = (token: string, now: Date): Promise<OpenInvitation | null> =>
  findInvitation(token, now);

/** Makes a person a member of the project that they were invited to. */
export async function joinProject(
  token: string,
  userId: string,
  now: Date,
): Promise<Result<{ readonly projectId: ProjectId }>> {
  const projectId = await acceptInvitation(token, userId, now);
  return projectId === null ? fail({ code: "not-found", what: "invitation" }) : ok({ projectId });
}
