"use server";
import { z } from "zod";
import { ProjectId } from "@/lib/domain/ids";
import { sayMove } from "@/lib/domain/audit";
import { percent } from "@/lib/domain/ratio";
import { previewLimit } from "@/lib/workflow/preview-limit";
import { setAllLimits } from "@/lib/workflow/revise-criterion";
import { audited } from "./audited";
import { currentPerson } from "./current-person";
import { defineAction } from "./define-action";

const Limit = z.object({
  projectId: ProjectId,
  ffrLimit: z.number().min(0).max(1, "An FFR limit is a share between 0 and 100 %."),
});

export const previewLimitAction = defineAction("viewer", Limit, previewLimit);
export const setAllLimitsAction = defineAction(
  "editor",
  Limit,
  audited(
    "criteria",
    async (input) => setAllLimits({ ...input, by: await currentPerson() }),
    ({ ffrLimit }, { before }) =>
      `FFR limit of every criterion ${sayMove(before.map(percent).join(", "), percent(ffrLimit))}`,
  ),
);
