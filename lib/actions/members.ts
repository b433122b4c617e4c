"use server";
import { z } from "zod";
import { Role } from "@/lib/domain/access";
import { sayMove } from "@/lib/domain/audit";
import { ProjectId } from "@/lib/domain/ids";
import { changeMembership, invite, joinProject, takeBackInvitation } from "@/lib/workflow/manage-members";
import { currentPerson } from "./current-person";
import { audited } from "./audited";
import { defineAction } from "./define-action";

const Member = z.object({ projectId: ProjectId, userId: z.string().min(1).max(64) });

export const changeRoleAction = defineAction(
  "owner",
  Member.extend({ role: Role }),
  audited(
    "people",
    async ({ role, ...target }) => changeMembership(target, role),
    ({ role }, _value, before) => `role ${sayMove(before.role, role)}`,
  ),
);

export const removeMemberAction = defineAction(
  "owner",
  Member,
  audited(
    "people",
    async (target) => changeMembership(target, null),
    () => "took out of the project",
  ),
);

/** Whoever wants to go may go. */
export const leaveProjectAction = defineAction(
  "viewer",
  z.object({ projectId: ProjectId }),
  audited(
    "people",
    async ({ projectId }) => changeMembership({ projectId, userId: await currentPerson() }, null),
    () => "left the project",
  ),
);

export const inviteAction = defineAction(
  "owner",
  z.object({
    projectId: ProjectId,
    role: Role,
    days: z.number().int().min(1).max(30, "A link can be opened for 30 days at most."),
  }),
  audited(
    "people",
    async (input) => invite({ ...input, by: await currentPerson() }, new Date()),
    ({ role, days }) => `made an invitation as ${role}, open for ${days === 1 ? "a day" : `${days} days`}`,
  ),
);

export const takeBackInvitationAction = defineAction(
  "owner",
  z.object({ projectId: ProjectId, id: z.string().min(1).max(64) }),
  audited(
    "people",
    async (target) => takeBackInvitation(target, new Date()),
    () => "took an invitation back",
  ),
);

/** Accepts an invitation for whoever is signed in. */
export const joinProjectAction = defineAction(
  "signed-in",
  z.object({ token: z.string().min(1).max(100) }),
  audited(
    "people",
    async ({ token }) => joinProject(token, await currentPerson(), new Date()),
    () => "joined by an invitation",
  ),
);
