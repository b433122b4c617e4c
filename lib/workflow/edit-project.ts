import { deleteProject, updateProject } from "@/lib/db/projects";
import { readReviewRule } from "@/lib/db/proposals";
import type { ProjectId } from "@/lib/domain/ids";
import type { Labelling } from "@/lib/domain/labels";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";

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
  await updateProject(projectId, rest);
  await publish(projectId, "outputs");
  return ok(null);
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
