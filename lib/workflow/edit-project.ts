import { listDriftEvents } from "@/lib/db/drift";
import { deleteProject, findProject, updateProject } from "@/lib/db/projects";
import { readReviewRule } from "@/lib/db/proposals";
import { detectTemplateChange, type TemplateChange } from "@/lib/domain/detect-pipeline-drift";
import { sinceOf, toDrafts } from "@/lib/domain/drift-alarms";
import type { ProjectId } from "@/lib/domain/ids";
import type { Labelling } from "@/lib/domain/labels";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { readInForce, recordAlarms } from "./record-drift";

/** Deletes a project with all that belongs to it; work that runs for it ends by itself, finding nothing left. */
export async function removeProject(projectId: ProjectId): Promise<Result<null>> {
  if (!(await deleteProject(projectId))) return fail({ code: "not-found", what: "project" });
  await publish(projectId, "outputs");
  return ok(null);
}

export async function editProject(change: {
  readonly projectId: ProjectId;
  readonly name: string;
  readonly promptTemplate: string;
}): Promise<Result<null>> {
  const { projectId, ...rest } = change;
  const before = await findProject(projectId);
  await updateProject(projectId, rest);
  await publish(projectId, "outputs");
  if (before && before.promptTemplate !== "" && before.promptTemplate !== rest.promptTemplate)
    await recordTemplate(projectId, { before: before.promptTemplate, after: rest.promptTemplate });
  return ok(null);
}

/** Outputs and grades of before a change of the prompt belong to another pipeline; before the first grade nothing does. */
async function recordTemplate(projectId: ProjectId, change: TemplateChange): Promise<void> {
  const inForce = await readInForce(projectId);
  if (inForce.lastGradeId === 0) return;
  const journal = await listDriftEvents(projectId);
  const alarms = detectTemplateChange(change, sinceOf(journal));
  await recordAlarms(projectId, toDrafts(alarms, journal), inForce);
  await enqueue({ kind: "drift", projectId, fresh: null });
}

/** Whether changes of assertions and selections need somebody else's approval; only where there is somebody else. */
export async function requireReview(
  projectId: ProjectId,
  isRequired: boolean,
  by: string,
): Promise<Result<null>> {
  const { editors } = await readReviewRule(projectId);
  if (isRequired && [...editors].every((person) => person === by))
    return fail({
      code: "bad-input",
      sentence: "Nobody else could approve anything here: invite another editor first.",
    });
  await updateProject(projectId, { isReviewRequired: isRequired });
  await publish(projectId, "people");
  return ok(null);
}

/** Chooses how grades of several people become labels. No grade changes; figures, the journal's too, are computed anew. */
export async function setLabelling(projectId: ProjectId, labelling: Labelling): Promise<Result<null>> {
  await updateProject(projectId, { labelling });
  await publish(projectId, "grades");
  return ok(null);
}
