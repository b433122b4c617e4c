"use server";
import { z } from "zod";
import { ProjectId } from "@/lib/domain/ids";
import { publishEvaluator } from "@/lib/workflow/publish-evaluator";
import { rollBack } from "@/lib/workflow/roll-back";
import { audited } from "./audited";
import { defineAction } from "./define-action";

export const publishEvaluatorAction = defineAction(
  "editor",
  z.object({
    projectId: ProjectId,
    note: z.string().trim().max(2_000, "Keep the note under 2,000 characters."),
  }),
  audited(
    "evaluators",
    async (input) => publishEvaluator(input, new Date()),
    (_input, { number }) => `published version ${number}`,
  ),
);

/** Publishes an earlier version once more, as the newest. */
export const rollBackAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, number: z.number().int().positive() }),
  audited(
    "evaluators",
    async (input) => rollBack(input, new Date()),
    ({ number }, published) => `went back to version ${number}, as version ${published.number}`,
  ),
);
