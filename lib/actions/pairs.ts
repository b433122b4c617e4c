"use server";
import { z } from "zod";
import { ComparisonInput } from "@/lib/domain/comparison";
import { CriterionId, ProjectId } from "@/lib/domain/ids";
import { nextPairs, recordComparisons } from "@/lib/workflow/compare-pairs";
import { currentPerson, onlyAs } from "./current-person";
import { defineAction } from "./define-action";

export const nextPairsAction = defineAction(
  "grader",
  z.object({
    projectId: ProjectId,
    criterionId: CriterionId,
    count: z.number().int().min(1).max(10),
    /** Pairs that are on show already. */
    exclude: z.array(z.string().max(50)).max(100),
  }),
  async (input) => nextPairs({ ...input, grader: await currentPerson() }),
);

export const recordComparisonsAction = defineAction(
  "grader",
  z.object({
    projectId: ProjectId,
    /** Who has compared, as the page knows it. */
    by: z.string().min(1).max(200).optional(),
    comparisons: z.array(ComparisonInput).max(200),
  }),
  async ({ by, ...input }) => onlyAs(by, (grader) => recordComparisons({ ...input, grader })),
);
