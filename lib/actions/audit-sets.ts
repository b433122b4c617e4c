"use server";
import { z } from "zod";
import { OutputId, ProjectId } from "@/lib/domain/ids";
import { nextAuditCards } from "@/lib/workflow/choose-audit-card";
import { endAuditSet, startAuditSet } from "@/lib/workflow/start-audit-set";
import { currentPerson } from "./current-person";
import { audited } from "./audited";
import { defineAction } from "./define-action";

export const startAuditSetAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId }),
  audited(
    "grading",
    async (input) => startAuditSet({ ...input, by: await currentPerson() }),
    () => "drew an audit set",
  ),
);

/** Gives the audit up: its grades choose assertions from now on. */
export const endAuditSetAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId }),
  audited(
    "grading",
    async ({ projectId }) => endAuditSet(projectId, new Date()),
    () => "gave the audit set up",
  ),
);

export const nextAuditCardsAction = defineAction(
  "grader",
  z.object({
    projectId: ProjectId,
    count: z.number().int().min(1).max(10),
    exclude: z.array(OutputId).max(50),
  }),
  async (input) => nextAuditCards({ ...input, grader: await currentPerson() }),
);
