"use server";
import { z } from "zod";
import { ProjectId } from "@/lib/domain/ids";
import { publishEvaluator } from "@/lib/workflow/publish-evaluator";
import { rollBack } from "@/lib/workflow/roll-back";
import { defineAction } from "./define-action";

export const publishEvaluatorAction = defineAction(
  "editor",
  z.object({
    projectId: ProjectId,
    note: z.string().trim().max(2_000, "Keep the note under 2,000 characters."),
  }),
  async (input) => publishEvaluator(input, new Date()),
);

/** Publishes an earlier version once more, as the newest. */
export const rollBackAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, number: z.number().int().positive() }),
  async (input) => rollBack(input, new Date()),
);
