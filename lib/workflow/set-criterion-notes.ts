import { findCriterion, updateCriterion } from "@/lib/db/criteria";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { storable } from "@/lib/domain/storable";
import { isSuspicious } from "@/lib/domain/suspicion";
import { publish } from "@/lib/jobs/notify";
import { renewJudges } from "./renew-judges";
import type { CriterionTarget } from "./revise-criterion";

/**
 * Changes what judges are told beside the wording. The meaning stays, and so do grades; judges that came by themselves
 * under the old notes make room for those under the new ones, except one that the person pinned.
 */
export async function setCriterionNotes({
  notes,
  ...target
}: CriterionTarget & { readonly notes: string }): Promise<Result<null>> {
  const { projectId, criterionId } = target;
  // They stand in the instructions of judges, where a forged boundary or verdict has no business.
  if (isSuspicious(notes)) {
    return fail({
      code: "bad-input",
      sentence:
        "A line of the notes looks like a verdict, a role or a boundary of a prompt, which would confuse judges. Put it in other words.",
    });
  }
  const before = await findCriterion(projectId, criterionId);
  if (!before) return fail({ code: "not-found", what: "criterion" });
  if (before.notes === notes) return ok(null);
  await updateCriterion(projectId, criterionId, { notes: storable(notes) });
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion) return fail({ code: "not-found", what: "criterion" });
  await publish(projectId, "criteria");
  await renewJudges(projectId, criterion, "the notes on its criterion were changed");
  return ok(null);
}
