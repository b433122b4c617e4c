import {
  endSessions,
  renamePerson,
  setAdmin,
  setDisabled,
  takeOver,
  type PersonChange,
} from "@/lib/db/people";
import type { ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";

const MISSING = { code: "not-found", what: "account" } as const;
const refuse = (sentence: string): Result<never> => fail({ code: "bad-input", sentence });

/** The name under which everything stands that the person did and does. */
export async function rename(userId: string, name: string): Promise<Result<null>> {
  await renamePerson(userId, name);
  return ok(null);
}

/** Signs a person out everywhere; they can sign in again. */
export async function signOutEverywhere(userId: string): Promise<Result<{ readonly ended: number }>> {
  const ended = await endSessions(userId);
  return ended === null ? fail(MISSING) : ok({ ended });
}

/** Nobody signs in as a disabled person, and their tokens are dead; what they graded stays, with their name. */
export async function disableAccount(
  { userId, isDisabled }: { readonly userId: string; readonly isDisabled: boolean },
  act: { readonly by: string; readonly at: Date },
): Promise<Result<null>> {
  if (isDisabled && userId === act.by)
    return refuse("This is your own account: another administrator disables it.");
  return resultOf(await setDisabled(userId, isDisabled ? act.at : null));
}

export const makeAdmin = async (userId: string, isAdmin: boolean): Promise<Result<null>> =>
  resultOf(await setAdmin(userId, isAdmin));

function resultOf(change: PersonChange): Result<null> {
  switch (change) {
    case "done":
      return ok(null);
    case "unknown":
      return fail(MISSING);
    case "last-admin":
      return refuse("This is the only administrator who can sign in. Make somebody else one first.");
  }
}

/** Makes an administrator an owner of a project of which no owner can sign in any more. */
export async function takeProjectOver(
  projectId: ProjectId,
  by: string,
): Promise<Result<{ readonly name: string }>> {
  const taken = await takeOver(projectId, by);
  return taken
    ? ok({ name: taken.name })
    : refuse("This project is gone, or has an owner who can sign in: ask them to invite you.");
}
