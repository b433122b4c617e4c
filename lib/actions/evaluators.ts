"use server";
import { z } from "zod";
import { ProjectId } from "@/lib/domain/ids";
import { publishEvaluator } from "@/lib/workflow/publish-evaluator";
import { defineAction } from "./define-action";

export const publishEvaluatorAction = defineAction(
  z.object({
    projectId: ProjectId,
    note: z.string().trim().max(2_000, "Keep the note under 2,000 characters."),
  }),
  async (input) => publishEvaluator(input, new Date()),
);
