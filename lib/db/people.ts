import { ProjectId } from "@/lib/domain/ids";
import { db } from "./client";
import type { Prisma } from "./generated/client";

export type Account = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isAdmin: boolean;
  readonly isDisabled: boolean;
};

/** Everybody with an account, in the order in which they came. */
export async function listAccounts(): Promise<Account[]> {
  const rows = await db.user.findMany({
    select: { id: true, name: true, email: true, isAdmin: true, disabledAt: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ disabledAt, ...row }) => ({ ...row, isDisabled: disabledAt !== null }));
}

/** Null: nobody has an account with this address. */
export const findAccountByEmail = (email: string): Promise<{ readonly id: string } | null> =>
  db.user.findUnique({ where: { email: email.trim().toLowerCase() }, select: { id: true } });

/** Renames somebody; what they did shows the new name. */
export async function renamePerson(userId: string, name: string): Promise<void> {
  await db.user.updateMany({ where: { id: userId }, data: { name } });
}

/** Signs a person out everywhere; null: there is no such person. */
export async function endSessions(userId: string): Promise<number | null> {
  if ((await db.user.count({ where: { id: userId } })) === 0) return null;
  const { count } = await db.session.deleteMany({ where: { userId } });
  return count;
}

/** "last-admin": nothing was changed, since somebody has to administer the installation. */
export type PersonChange = "done" | "last-admin" | "unknown";

/** Disables an account, which ends its sessions and revokes its tokens for good, or (null) enables it again. */
export const setDisabled = (userId: string, at: Date | null): Promise<PersonChange> =>
  changePerson(userId, { disabledAt: at }, async (tx) => {
    if (at === null) return;
    await tx.session.deleteMany({ where: { userId } });
    await tx.apiToken.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: at } });
  });

export const setAdmin = (userId: string, isAdmin: boolean): Promise<PersonChange> =>
  changePerson(userId, { isAdmin }, () => Promise.resolve());

/** Two administrators who do it to each other wait for each other. */
async function changePerson(
  userId: string,
  change: { readonly isAdmin?: boolean; readonly disabledAt?: Date | null },
  also: (tx: Prisma.TransactionClient) => Promise<void>,
): Promise<PersonChange> {
  return db
    .$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('touchstone administrators'))`;
      const { count } = await tx.user.updateMany({ where: { id: userId }, data: change });
      if (count === 0) return "unknown";
      if ((await tx.user.count({ where: { isAdmin: true, disabledAt: null } })) === 0) {
        throw new LastAdminError();
      }
      await also(tx);
      return "done";
    })
    .catch((error: unknown) => {
      if (error instanceof LastAdminError) return "last-admin";
      throw error;
    });
}

/** Rolls the transaction back. */
class LastAdminError extends Error {
  override readonly name = "LastAdminError";
}

/** A project of which no owner can sign in. */
export type Abandoned = { readonly id: ProjectId; readonly name: string };

const abandoned = {
  members: { none: { role: "owner", user: { disabledAt: null } } },
} satisfies Prisma.ProjectWhereInput;

export async function listAbandoned(): Promise<Abandoned[]> {
  const rows = await db.project.findMany({
    where: abandoned,
    select: { id: true, name: true },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ id, name }) => ({ id: ProjectId.parse(id), name }));
}

/** Makes a person an owner of a project of which no owner can sign in; null: there is no such project. */
export async function takeOver(projectId: ProjectId, userId: string): Promise<Abandoned | null> {
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM "Project" WHERE id = ${projectId} FOR UPDATE`;
    const found = await tx.project.findFirst({
      where: { id: projectId, ...abandoned },
      select: { name: true },
    });
    if (!found) return null;
    await tx.member.upsert({
      where: { projectId_userId: { projectId, userId } },
      create: { projectId, userId, role: "owner" },
      update: { role: "owner" },
    });
    return { id: projectId, name: found.name };
  });
}
