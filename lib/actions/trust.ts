"use server";
import { z } from "zod";
import { AssertionId, CriterionId, ProjectId } from "@/lib/domain/ids";
import { askForProbes } from "@/lib/workflow/probe-judge";
import { askForPerturbations, judgePerturbation } from "@/lib/workflow/write-perturbations";
import { currentPerson } from "./current-person";
import { audited } from "./audited";
import { defineAction } from "./define-action";

/** Tries a judge on texts made for the purpose; it takes a while, and costs what its calls cost. */
export const probeJudgeAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, assertionId: AssertionId }),
  audited("assertions", askForProbes, () => "had it tested on the trust page"),
);

/** Has a model put faults into good outputs of a criterion, for a person to confirm. */
export const perturbAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, criterionId: CriterionId }),
  audited("assertions", askForPerturbations, () => "had variants with faults written"),
);

export const judgePerturbationAction = defineAction(
  "grader",
  z.object({ projectId: ProjectId, id: z.number().int().positive(), isRight: z.boolean() }),
  audited(
    "assertions",
    async ({ projectId, ...rest }) => judgePerturbation(projectId, { ...rest, by: await currentPerson() }),
    ({ id, isRight }) => `${isRight ? "confirmed" : "turned down"} variant ${id}`,
  ),
);
