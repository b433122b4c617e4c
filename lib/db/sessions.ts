import { db } from "./client";

export type SignedIn = {
  readonly id: string;
  readonly since: Date;
  /** What the browser calls itself; null: it did not say. */
  readonly browser: string | null;
  readonly address: string | null;
};

/** Where a person is signed in, newest first. */
export async function listSessions(userId: string, now: Date): Promise<SignedIn[]> {
  const rows = await db.session.findMany({
    where: { userId, expiresAt: { gt: now } },
    select: { id: true, createdAt: true, userAgent: true, ipAddress: true },
    orderBy: { createdAt: "desc" },
  });
  return rows.map(({ id, createdAt, userAgent, ipAddress }) => ({
    id,
    since: createdAt,
    browser: userAgent === "" ? null : userAgent,
    address: ipAddress === "" ? null : ipAddress,
  }));
}

/** Signs a person out in one place; false when they are not signed in there. */
export async function endSession(userId: string, id: string): Promise<boolean> {
  const { count } = await db.session.deleteMany({ where: { id, userId } });
  return count > 0;
}

/** Whether anybody has an account yet. */
export const hasAccounts = async (): Promise<boolean> => (await db.user.count()) > 0;
