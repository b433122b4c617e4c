"use server";
import { z } from "zod";
import { Role } from "@/lib/domain/access";
import { ProjectId } from "@/lib/domain/ids";
import { changeMembership, invite, joinProject, takeBackInvitation } from "@/lib/workflow/manage-members";
import { currentPerson } from "./current-person";
import { defineAction } from "./define-action";

const Member = z.object({ projectId: ProjectId, userId: z.string().min(1).max(64) });

export const changeRoleAction = defineAction(
  "owner",
  Member.extend({ role: Role }),
  async ({ role, ...target }) => changeMembership(target, role),
);

export const removeMemberAction = defineAction("owner", Member, async (target) =>
  changeMembership(target, null),
);

/** Whoever wants to go may go. */
export const leaveProjectAction = defineAction(
  "viewer",
  z.object({ projectId: ProjectId }),
  async ({ projectId }) => changeMembership({ projectId, userId: await currentPerson() }, null),
);

export const inviteAction = defineAction(
  "owner",
  z.object({
    projectId: ProjectId,
    role: Role,
    days: z.number().int().min(1).max(30, "A link can be opened for 30 days at most."),
  }),
  async (input) => invite({ ...input, by: await currentPerson() }, new Date()),
);

export const takeBackInvitationAction = defineAction(
  "owner",
  z.object({ projectId: ProjectId, id: z.string().min(1).max(64) }),
  async (target) => takeBackInvitation(target, new Date()),
);

/** Accepts an invitation for whoever is signed in. */
export const joinProjectAction = defineAction(
  "signed-in",
  z.object({ token: z.string().min(1).max(100) }),
  async ({ token }) => joinProject(token, await currentPerson(), new Date()),
);
