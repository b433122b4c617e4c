"use server";
import { z } from "zod";
import { TokenScope } from "@/lib/domain/access";
import { ProjectId } from "@/lib/domain/ids";
import { fail } from "@/lib/domain/problem";
import { dropApiToken, makeApiToken, passwordLink, signOutThere } from "@/lib/workflow/manage-account";
import { currentPerson, whoIsHere } from "./current-person";
import { defineAction } from "./define-action";

const Id = z.object({ id: z.string().min(1).max(64) });

export const makeApiTokenAction = defineAction(
  "signed-in",
  z.object({
    name: z.string().trim().min(1, "Give the token a name.").max(100, "Keep the name under 100 characters."),
    scopes: z.array(TokenScope).min(1, "Choose what the token is for."),
    projectId: ProjectId.nullable(),
  }),
  async (wish) => {
    const person = await whoIsHere();
    return person ? makeApiToken(person, wish) : fail({ code: "signed-out" });
  },
);

export const dropApiTokenAction = defineAction("signed-in", Id, async ({ id }) =>
  dropApiToken(await currentPerson(), id, new Date()),
);

export const signOutThereAction = defineAction("signed-in", Id, async ({ id }) =>
  signOutThere(await currentPerson(), id),
);

/** For somebody who forgot their password: nothing is mailed. */
export const passwordLinkAction = defineAction("admin", Id, async ({ id }) => passwordLink(id, new Date()));
