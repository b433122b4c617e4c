import { findCriterion } from "@/lib/db/criteria";
import { fail, ok, type Result } from "@/lib/domain/problem";
import type { ProjectId } from "@/lib/domain/ids";
import { enqueue } from "@/lib/jobs/queue";
import type { CriterionTarget } from "./revise-criterion";

/** Asks the background for criteria: from the prompt and outputs, or from the notes on bad grades. */
export async function askForCriteria(input: {
  readonly projectId: ProjectId;
  readonly from: "outputs" | "notes";
}): Promise<null> {
  await enqueue({ kind: "suggest", ...input });
  return null;
}

/** Asks the background for more candidates of one criterion. */
export async function askForCandidates({ projectId, criterionId }: CriterionTarget): Promise<Result<null>> {
  if (!(await findCriterion(projectId, criterionId))) return fail({ code: "not-found", what: "criterion" });
  await enqueue({ kind: "write", projectId, criterionId });
  return ok(null);
}
