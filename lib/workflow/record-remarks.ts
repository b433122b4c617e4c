import { findOutputs } from "@/lib/db/outputs";
import { findProject } from "@/lib/db/projects";
import { addRemarks } from "@/lib/db/remarks";
import type { ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import type { RemarkInput } from "@/lib/domain/remark";
import { publish } from "@/lib/jobs/notify";
import type { Recorded } from "./record-grade";

/** Stores what a grader says beside the grades; sending a remark twice stores it once. */
export async function recordRemarks({
  projectId,
  grader,
  remarks,
}: {
  readonly projectId: ProjectId;
  readonly grader: string;
  readonly remarks: readonly RemarkInput[];
}): Promise<Result<Recorded>> {
  if (!(await findProject(projectId))) return fail({ code: "not-found", what: "project" });
  const outputs = await findOutputs(projectId, [...new Set(remarks.map(({ outputId }) => outputId))]);
  const known = new Set(outputs.map(({ id }) => id));
  const storable = remarks.filter(({ outputId }) => known.has(outputId));
  await addRemarks({ projectId, grader }, storable);
  await publish(projectId, "grades");
  return ok({
    settled: remarks.map(({ key }) => key),
    notices: remarks
      .filter(({ outputId }) => !known.has(outputId))
      .map(
        ({ outputId }) =>
          `Output ${outputId}: It was deleted meanwhile; what you said of it could not be kept.`,
      ),
  });
}
