import { TokenScope, type Person } from "@/lib/domain/access";
import { ProjectId } from "@/lib/domain/ids";
import { db } from "./client";
import { hashToken, newToken } from "./tokens";

export type ApiToken = {
  readonly id: string;
  readonly name: string;
  /** Its last characters. */
  readonly hint: string;
  readonly scopes: readonly TokenScope[];
  /** Null: every project of the person. */
  readonly projectName: string | null;
  readonly createdAt: Date;
  /** Null: never. */
  readonly lastUsedAt: Date | null;
  /** Null: it does not end by itself. */
  readonly expiresAt: Date | null;
};

/** Makes a token; it is returned once and cannot be read again. */
export async function addApiToken(wish: {
  readonly userId: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly projectId: ProjectId | null;
  readonly expiresAt: Date | null;
}): Promise<string> {
  const { token, tokenHash } = newToken("ts_");
  const scopes = [...new Set(wish.scopes)];
  await db.apiToken.create({ data: { ...wish, scopes, tokenHash, hint: token.slice(-4) } });
  return token;
}

/** The tokens of a person that are not revoked, newest first; those that have ended are among them. */
export async function listApiTokens(userId: string): Promise<ApiToken[]> {
  const rows = await db.apiToken.findMany({
    where: { userId, revokedAt: null },
    include: { project: { select: { name: true } } },
    orderBy: { createdAt: "desc" },
  });
  return rows.map(({ id, name, hint, scopes, project, createdAt, lastUsedAt, expiresAt }) => ({
    ...{ id, name, hint, createdAt, lastUsedAt, expiresAt },
    scopes: TokenScope.array().parse(scopes),
    projectName: project?.name ?? null,
  }));
}

/** False when the person has no such token. */
export async function revokeApiToken(userId: string, id: string, now: Date): Promise<boolean> {
  const { count } = await db.apiToken.updateMany({
    where: { id, userId, revokedAt: null },
    data: { revokedAt: now },
  });
  return count > 0;
}

/** Revokes every token of a person: whoever set a new password may have lost more than the old one. */
export async function revokeApiTokensOf(userId: string, now: Date): Promise<void> {
  await db.apiToken.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
}

/** The person that a token acts for, within its scopes; null: there is no such token (any more). */
export async function personOfToken(token: string, now: Date): Promise<Person | null> {
  const row = await db.apiToken.findUnique({
    where: { tokenHash: hashToken(token), revokedAt: null },
    include: { user: { select: { id: true, name: true } } },
  });
  if (!row || (row.expiresAt !== null && row.expiresAt <= now)) return null;
  await db.apiToken.update({ where: { id: row.id }, data: { lastUsedAt: now } });
  const projectId = row.projectId === null ? null : ProjectId.parse(row.projectId);
  return {
    ...row.user,
    // What concerns the whole installation is not for programs.
    isAdmin: false,
    token: { scopes: TokenScope.array().parse(row.scopes), projectId },
  };
}
