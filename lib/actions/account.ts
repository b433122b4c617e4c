"use server";
import { z } from "zod";
import { TokenScope } from "@/lib/domain/access";
import { ProjectId } from "@/lib/domain/ids";
import { fail } from "@/lib/domain/problem";
import { dropApiToken, makeApiToken, passwordLink, signOutThere } from "@/lib/workflow/manage-account";
import { currentPerson, whoIsHere } from "./current-person";
import { audited } from "./audited";
import { defineAction } from "./define-action";

const Id = z.object({ id: z.string().min(1).max(64) });
const Somebody = z.object({ userId: z.string().min(1).max(64) });

export const makeApiTokenAction = defineAction(
  "signed-in",
  z.object({
    name: z.string().trim().min(1, "Give the token a name.").max(100, "Keep the name under 100 characters."),
    scopes: z.array(TokenScope).min(1, "Choose what the token is for."),
    projectId: ProjectId.nullable(),
    /** Null: it does not end by itself. */
    days: z.number().int().min(1).max(3_650).nullable().default(90),
  }),
  audited(
    "people",
    async (wish) => {
      const person = await whoIsHere();
      return person ? makeApiToken(person, wish, new Date()) : fail({ code: "signed-out" });
    },
    ({ name, scopes }) => `made the API token "${name}" (${scopes.join(", ")})`,
  ),
);

export const dropApiTokenAction = defineAction(
  "signed-in",
  Id,
  audited(
    "people",
    async ({ id }) => dropApiToken(await currentPerson(), id, new Date()),
    () => "revoked an API token of theirs",
  ),
);

export const signOutThereAction = defineAction(
  "signed-in",
  Id,
  audited(
    "people",
    async ({ id }) => signOutThere(await currentPerson(), id),
    () => "ended a session of theirs",
  ),
);

/** For somebody who forgot their password: nothing is mailed. */
export const passwordLinkAction = defineAction(
  "admin",
  Somebody,
  audited(
    "people",
    async ({ userId }) => passwordLink(userId, new Date()),
    () => "made a link for a new password",
  ),
);
