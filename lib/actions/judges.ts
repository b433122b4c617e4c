"use server";
import { z } from "zod";
import { AssertionId, CriterionId, ProjectId } from "@/lib/domain/ids";
import { ExemplarEdit } from "@/lib/domain/judge-designs/exemplar-edit";
import { JudgeChoice } from "@/lib/domain/judge-designs/judge-choice";
import { addJudge } from "@/lib/workflow/add-judge";
import { changeExemplars, listPossibleExemplars } from "@/lib/workflow/edit-exemplars";
import { currentPerson } from "./current-person";
import { audited } from "./audited";
import { defineAction } from "./define-action";

/** A judge of the design that the person chose. */
export const addJudgeAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, criterionId: CriterionId, choice: JudgeChoice }),
  audited("assertions", addJudge, ({ choice }) => `added a judge: ${choice.design}`),
);

const Judge = z.object({ projectId: ProjectId, assertionId: AssertionId });

/** The graded outputs that can be examples of a judge. */
export const listPossibleExemplarsAction = defineAction("editor", Judge, async (judge) =>
  listPossibleExemplars({ ...judge, person: await currentPerson() }),
);

export const changeExemplarsAction = defineAction(
  "editor",
  Judge.extend({ exemplars: z.array(ExemplarEdit).max(6, "A judge is shown six examples at most.") }),
  audited(
    "assertions",
    changeExemplars,
    ({ exemplars }) => `gave it other examples, ${exemplars.length} of them`,
  ),
);
