"use server";
import { z } from "zod";
import { ProjectId } from "@/lib/domain/ids";
import { Price } from "@/lib/domain/prices";
import { enterPrice, holdJudging, letJudge, limitRun, limitSpending } from "@/lib/workflow/hold-judging";
import { defineAction } from "./define-action";

const OfProject = z.object({ projectId: ProjectId });

export const holdJudgingAction = defineAction("editor", OfProject, async ({ projectId }) =>
  holdJudging(projectId, new Date()),
);
export const letJudgeAction = defineAction("editor", OfProject, async ({ projectId }) => letJudge(projectId));

/** In US dollars; null: no limit. */
export const limitSpendingAction = defineAction(
  "owner",
  OfProject.extend({
    budget: z.number().min(0).max(1_000_000, "A budget is at most a million dollars.").nullable(),
  }),
  async ({ projectId, budget }) => limitSpending(projectId, budget),
);

/** From now on, in US dollars; null: no limit. */
export const limitRunAction = defineAction(
  "editor",
  OfProject.extend({
    amount: z.number().min(0).max(1_000_000, "A run costs at most a million dollars.").nullable(),
  }),
  async ({ projectId, amount }) => limitRun(projectId, amount),
);

export const enterPriceAction = defineAction(
  "admin",
  z.object({ model: z.string().trim().min(1).max(200), price: Price.nullable() }),
  async ({ model, price }) => enterPrice(model, price),
);
