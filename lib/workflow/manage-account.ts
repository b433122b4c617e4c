import { addApiToken, revokeApiToken } from "@/lib/db/api-tokens";
import { addPasswordToken } from "@/lib/db/auth";
import { endSession } from "@/lib/db/sessions";
import type { Person, TokenScope } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { allow } from "./allow";

const DAY_MS = 24 * 60 * 60 * 1_000;

export type TokenWish = {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** Null: every project of the person. */
  readonly projectId: ProjectId | null;
  /** After so many days it is of no use; null: it does not end by itself. */
  readonly days: number | null;
};

/** Makes a token with which programs act for this person; it is shown once. */
export async function makeApiToken(
  person: Person,
  { days, ...wish }: TokenWish,
  now: Date,
): Promise<Result<{ readonly token: string }>> {
  if (wish.projectId !== null) {
    const allowed = await allow(person, "viewer", wish.projectId);
    if (!allowed.ok) return allowed;
  }
  const expiresAt = days === null ? null : new Date(now.getTime() + days * DAY_MS);
  return ok({ token: await addApiToken({ ...wish, expiresAt, userId: person.id }) });
}

export async function dropApiToken(userId: string, id: string, now: Date): Promise<Result<null>> {
  return (await revokeApiToken(userId, id, now)) ? ok(null) : fail({ code: "not-found", what: "token" });
}

/** Signs a person out in one place. */
export async function signOutThere(userId: string, sessionId: string): Promise<Result<null>> {
  return (await endSession(userId, sessionId)) ? ok(null) : fail({ code: "not-found", what: "session" });
}

/** A link with which somebody who forgot their password sets a new one, within a day. */
export async function passwordLink(userId: string, now: Date): Promise<Result<{ readonly path: string }>> {
  const token = await addPasswordToken(userId, new Date(now.getTime() + DAY_MS));
  return token === null ? fail({ code: "not-found", what: "account" }) : ok({ path: `/reset/${token}` });
}
