"use server";
import { z } from "zod";
import { GradeInput } from "@/lib/domain/card";
import { CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { RemarkInput } from "@/lib/domain/remark";
import { GradingOrder } from "@/lib/domain/sampling";
import { cardOf, nextCards } from "@/lib/workflow/choose-next-output";
import { nextDeciding } from "@/lib/workflow/choose-deciding";
import { nextRelooks } from "@/lib/workflow/choose-relook";
import { recordGrades } from "@/lib/workflow/record-grade";
import { recordRemarks } from "@/lib/workflow/record-remarks";
import { reveal } from "@/lib/workflow/reveal";
import { currentPerson } from "./current-person";
import { defineAction } from "./define-action";

const OnOutput = z.object({ projectId: ProjectId, outputId: OutputId });

export const nextCardsAction = defineAction(
  "grader",
  z.object({
    projectId: ProjectId,
    count: z.number().int().min(1).max(10),
    exclude: z.array(OutputId).max(50),
    order: GradingOrder.default("balanced"),
    aim: CriterionId.nullable().default(null),
  }),
  async (input) => nextCards({ ...input, grader: await currentPerson() }),
);

/** Outputs whose grades of a criterion are stale or provisional, those that matter most first. */
export const nextRelooksAction = defineAction(
  "grader",
  z.object({
    projectId: ProjectId,
    count: z.number().int().min(1).max(10),
    exclude: z.array(OutputId).max(50),
  }),
  async (input) => nextRelooks({ ...input, grader: await currentPerson() }),
);

/** Outputs whose grades would decide about an entry of the drift journal. */
export const nextDecidingAction = defineAction(
  "grader",
  z.object({
    projectId: ProjectId,
    eventId: z.number().int().positive(),
    count: z.number().int().min(1).max(10),
    exclude: z.array(OutputId).max(50),
  }),
  async (input) => nextDeciding({ ...input, grader: await currentPerson() }),
);

export const openCardAction = defineAction("grader", OnOutput, async (target) =>
  cardOf({ ...target, grader: await currentPerson() }),
);

export const recordGradesAction = defineAction(
  "grader",
  z.object({ projectId: ProjectId, grades: z.array(GradeInput).max(200) }),
  async (input) => recordGrades({ ...input, grader: await currentPerson() }),
);

/** Passages and tags, as events. */
export const recordRemarksAction = defineAction(
  "grader",
  z.object({ projectId: ProjectId, remarks: z.array(RemarkInput).max(200) }),
  async (input) => recordRemarks({ ...input, grader: await currentPerson() }),
);

/** What the assertions had said of an output that was graded just now. */
export const revealAction = defineAction("grader", OnOutput, async (target) =>
  reveal({ ...target, grader: await currentPerson() }),
);
