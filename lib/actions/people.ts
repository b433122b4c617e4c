"use server";
import { z } from "zod";
import { ProjectId } from "@/lib/domain/ids";
import {
  disableAccount,
  makeAdmin,
  rename,
  signOutEverywhere,
  takeProjectOver,
} from "@/lib/workflow/manage-people";
import { currentPerson } from "./current-person";
import { audited } from "./audited";
import { defineAction } from "./define-action";

const Somebody = z.object({ userId: z.string().min(1).max(64) });

/** One's own name. */
export const renameAction = defineAction(
  "signed-in",
  z.object({
    name: z
      .string()
      .trim()
      .min(1, "Say what you are called.")
      .max(100, "Keep the name under 100 characters."),
  }),
  audited(
    "people",
    async ({ name }) => rename(await currentPerson(), name),
    ({ name }) => `changed their name to "${name}"`,
  ),
);

export const endSessionsAction = defineAction(
  "admin",
  Somebody,
  audited(
    "people",
    async ({ userId }) => signOutEverywhere(userId),
    (_input, { ended }) => `signed out everywhere (${ended === 1 ? "1 session" : `${ended} sessions`})`,
  ),
);

export const disableAccountAction = defineAction(
  "admin",
  Somebody.extend({ isDisabled: z.boolean() }),
  audited(
    "people",
    async (input) => disableAccount(input, { by: await currentPerson(), at: new Date() }),
    ({ isDisabled }) => (isDisabled ? "disabled the account" : "enabled the account again"),
  ),
);

export const makeAdminAction = defineAction(
  "admin",
  Somebody.extend({ isAdmin: z.boolean() }),
  audited(
    "people",
    async ({ userId, isAdmin }) => makeAdmin(userId, isAdmin),
    ({ isAdmin }) => (isAdmin ? "made an administrator" : "made no administrator any more"),
  ),
);

/** Stands in the log of the installation, since whoever does it had no part in the project: hence not `projectId`. */
export const takeOverAction = defineAction(
  "admin",
  z.object({ abandoned: ProjectId }),
  audited(
    "people",
    async ({ abandoned }) => takeProjectOver(abandoned, await currentPerson()),
    (_input, { name }) => `took over the project "${name}", of which no owner could sign in`,
  ),
);
