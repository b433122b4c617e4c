"use server";
import { z } from "zod";
import { ProjectId } from "@/lib/domain/ids";
import { sayMove } from "@/lib/domain/audit";
import { dollars } from "@/lib/domain/judging-money";
import { Price } from "@/lib/domain/prices";
import { enterPrice, holdJudging, letJudge, limitRun, limitSpending } from "@/lib/workflow/hold-judging";
import { audited } from "./audited";
import { defineAction } from "./define-action";

const OfProject = z.object({ projectId: ProjectId });

export const holdJudgingAction = defineAction(
  "editor",
  OfProject,
  audited(
    "models",
    async ({ projectId }) => holdJudging(projectId, new Date()),
    () => "let judging pause",
  ),
);
export const letJudgeAction = defineAction(
  "editor",
  OfProject,
  audited(
    "models",
    async ({ projectId }) => letJudge(projectId),
    () => "let judging go on",
  ),
);

const sayBudget = (budget: number | null): string => (budget === null ? "none" : dollars(budget));

/** In US dollars; null: no limit. */
export const limitSpendingAction = defineAction(
  "owner",
  OfProject.extend({
    budget: z.number().min(0).max(1_000_000, "A budget is at most a million dollars.").nullable(),
  }),
  audited(
    "models",
    async ({ projectId, budget }) => limitSpending(projectId, budget),
    ({ budget }, _value, { project }) =>
      `budget ${sayMove(sayBudget(project?.budget ?? null), sayBudget(budget))}`,
  ),
);

/** From now on, in US dollars; null: no limit. */
export const limitRunAction = defineAction(
  "editor",
  OfProject.extend({
    amount: z.number().min(0).max(1_000_000, "A run costs at most a million dollars.").nullable(),
  }),
  audited(
    "models",
    async ({ projectId, amount }) => limitRun(projectId, amount),
    ({ amount }) =>
      amount === null ? "took the limit of the run away" : `limited the run to ${dollars(amount)}`,
  ),
);

export const enterPriceAction = defineAction(
  "admin",
  z.object({ model: z.string().trim().min(1).max(200), price: Price.nullable() }),
  audited(
    "models",
    async ({ model, price }) => enterPrice(model, price),
    ({ model, price }) => (price ? `entered a price for ${model}` : `took the own price of ${model} away`),
  ),
);
