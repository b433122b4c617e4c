import { insertEvaluator, listEvaluators } from "@/lib/db/evaluators";
import { isReviewRequired } from "@/lib/db/projects";
import type { ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";

/**
 * Goes back to an earlier version: it is published once more under the next number, with the members and the numbers
 * that it had then. Nothing of any version changes, and what is selected in the project stays as it is.
 */
export async function rollBack(
  { projectId, number }: { readonly projectId: ProjectId; readonly number: number },
  now: Date,
): Promise<Result<{ readonly number: number }>> {
  const versions = await listEvaluators(projectId);
  const earlier = versions.find((version) => version.number === number);
  if (!earlier) return fail({ code: "not-found", what: "evaluator" });
  if (earlier.number === versions[0]?.number)
    return fail({ code: "bad-input", sentence: `Version ${number} is the newest already.` });
  if (earlier.manifest.isReviewed !== true && (await isReviewRequired(projectId)))
    return fail({
      code: "bad-input",
      sentence: `Changes need somebody else’s approval in this project, and not all of version ${number} was approved. Propose to use its assertions again instead.`,
    });
  const note = `Back to version ${number}`;
  // What was merged since stays to be named by the version that is published with it.
  const manifest = { ...earlier.manifest };
  delete manifest.proposals;
  const evaluator = await insertEvaluator({ projectId, note, auditSetId: null }, (version) => ({
    ...manifest,
    version,
    note,
    publishedAt: now.toISOString(),
  }));
  if (!evaluator) return fail({ code: "not-found", what: "project" });
  await publish(projectId, "evaluators");
  return ok({ number: evaluator.number });
}
