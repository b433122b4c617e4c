"use server";
import { z } from "zod";
import { GradeInput } from "@/lib/domain/card";
import { CriterionId, OutputId, ProjectId, QueueId } from "@/lib/domain/ids";
import { RemarkInput } from "@/lib/domain/remark";
import { GradingOrder } from "@/lib/domain/sampling";
import { cardOf, nextCards } from "@/lib/workflow/choose-next-output";
import { nextRelooks } from "@/lib/workflow/choose-relook";
import { openNamedCard } from "@/lib/workflow/open-named-card";
import { recordGrades } from "@/lib/workflow/record-grade";
import { recordRemarks } from "@/lib/workflow/record-remarks";
import { reveal } from "@/lib/workflow/reveal";
import { currentPerson, onlyAs } from "./current-person";
import { defineAction } from "./define-action";

/** Who has done what is sent, as the page knows it. */
const By = z.string().min(1).max(200).optional();

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

export const openCardAction = defineAction("grader", OnOutput, async (target) =>
  cardOf({ ...target, grader: await currentPerson() }),
);

/** The card of an output by the id that it came with, or that it has here; in a queue as one of that queue. */
export const openNamedCardAction = defineAction(
  "grader",
  z.object({
    projectId: ProjectId,
    name: z.string().trim().min(1, "Say the id of an output.").max(300),
    queueId: QueueId.nullable(),
  }),
  async (input) => openNamedCard({ ...input, grader: await currentPerson(), now: new Date() }),
);

export const recordGradesAction = defineAction(
  "grader",
  z.object({ projectId: ProjectId, by: By, grades: z.array(GradeInput).max(200) }),
  async ({ by, ...input }) => onlyAs(by, (grader) => recordGrades({ ...input, grader })),
);

/** Passages and tags, as events. */
export const recordRemarksAction = defineAction(
  "grader",
  z.object({ projectId: ProjectId, by: By, remarks: z.array(RemarkInput).max(200) }),
  async ({ by, ...input }) => onlyAs(by, (grader) => recordRemarks({ ...input, grader })),
);

/** What the assertions had said of an output that was graded just now. */
export const revealAction = defineAction("grader", OnOutput, async (target) =>
  reveal({ ...target, grader: await currentPerson() }),
);
