"use server";
import { z } from "zod";
import { sayMove } from "@/lib/domain/audit";
import { ProjectId } from "@/lib/domain/ids";
import { Labelling } from "@/lib/domain/labels";
import { editProject, removeProject, requireReview, setLabelling } from "@/lib/workflow/edit-project";
import { currentPerson } from "./current-person";
import { audited, auditedAbove } from "./audited";
import { defineAction } from "./define-action";

export const deleteProjectAction = defineAction(
  "owner",
  z.object({ projectId: ProjectId }),
  auditedAbove(
    "project",
    async ({ projectId }) => removeProject(projectId),
    () => "deleted it with everything in it",
  ),
);

export const editProjectAction = defineAction(
  "editor",
  z.object({
    projectId: ProjectId,
    name: z.string().trim().min(1, "A project needs a name.").max(120, "Keep the name under 120 characters."),
    promptTemplate: z.string().max(100_000, "A prompt template can be at most 100,000 characters."),
  }),
  audited("project", editProject, ({ name }, _value, { project }) =>
    name === project?.name ? "changed the prompt" : `name ${sayMove(project?.name, name)}`,
  ),
);

export const setLabellingAction = defineAction(
  "owner",
  z.object({ projectId: ProjectId, labelling: Labelling }),
  audited(
    "project",
    async ({ projectId, labelling }) => setLabelling(projectId, labelling),
    ({ labelling }) =>
      labelling === "weighed"
        ? "let grades count by how reliable their graders look"
        : "let the majority of the graders count",
  ),
);

export const requireReviewAction = defineAction(
  "owner",
  z.object({ projectId: ProjectId, isRequired: z.boolean() }),
  audited(
    "project",
    async ({ projectId, isRequired }) => requireReview(projectId, isRequired, await currentPerson()),
    ({ isRequired }) =>
      isRequired
        ? "made changes of assertions and selections need somebody else's approval"
        : "let changes of assertions and selections be made without approval",
  ),
);
