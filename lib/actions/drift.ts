"use server";
import { z } from "zod";
import { CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { adjudicate } from "@/lib/workflow/adjudicate";
import { commentDrift, noteMentionsSeen, settleDrift } from "@/lib/workflow/settle-drift";
import { askForRecheck } from "@/lib/workflow/recheck-judges";
import { weighGraders } from "@/lib/workflow/weigh-graders";
import { currentPerson } from "./current-person";
import { audited } from "./audited";
import { defineAction } from "./define-action";

const Target = z.object({ projectId: ProjectId, eventId: z.number().int().positive() });

export const commentDriftAction = defineAction(
  "grader",
  Target.extend({ text: z.string().trim().min(1, "Write something first.").max(5_000) }),
  async ({ text, ...target }) => commentDrift(target, { author: await currentPerson(), text }),
);

export const settleDriftAction = defineAction(
  "editor",
  Target.extend({ resolution: z.string().trim().min(1, "Say what was decided.").max(5_000) }),
  audited(
    "drift",
    async ({ resolution, ...target }) =>
      settleDrift(target, await currentPerson(), { at: new Date(), resolution }),
    ({ eventId }) => `settled drift event ${eventId}`,
  ),
);

export const reopenDriftAction = defineAction(
  "editor",
  Target,
  audited(
    "drift",
    async (target) => settleDrift(target, await currentPerson(), null),
    ({ eventId }) => `opened drift event ${eventId} again`,
  ),
);

/** The person has seen that these comments name them. */
export const seeMentionsAction = defineAction(
  "viewer",
  z.object({ projectId: ProjectId, commentIds: z.array(z.number().int().positive()).max(1_000) }),
  async ({ projectId, commentIds }) => noteMentionsSeen(projectId, await currentPerson(), commentIds),
);

/** Asks the judges whose model was replaced again, about what the earlier model had judged. */
export const recheckJudgesAction = defineAction(
  "editor",
  Target,
  audited("drift", askForRecheck, ({ eventId }) => `had judges asked again for drift event ${eventId}`),
);

/** Labels and figures if graders counted by how reliable they look; nothing is stored. */
export const weighGradersAction = defineAction(
  "viewer",
  z.object({ projectId: ProjectId, criterionId: CriterionId.nullable() }),
  async (subject) => weighGraders(subject, await currentPerson()),
);

export const adjudicateAction = defineAction(
  "editor",
  z.object({
    projectId: ProjectId,
    outputId: OutputId,
    /** Null: the whole output. */
    criterionId: CriterionId.nullable(),
    mark: z.enum(["good", "bad", "withdrawn"]),
    note: z.string().trim().max(20_000),
    key: z.string().min(8).max(64),
  }),
  audited(
    "grading",
    async (input) => adjudicate({ ...input, by: await currentPerson() }),
    // Not how: whoever reads this may have the output still to grade.
    ({ mark }) => (mark === "withdrawn" ? "took a decision on a dispute back" : "decided a dispute"),
  ),
);
