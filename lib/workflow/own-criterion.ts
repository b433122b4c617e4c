import { findCriterion, listRevisions, updateCriterion } from "@/lib/db/criteria";
import { listMembers } from "@/lib/db/members";
import { covers, LOCAL_PERSON } from "@/lib/domain/access";
import type { Criterion, Revision } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";
import type { CriterionTarget } from "./revise-criterion";

/** Whose a criterion is: whoever it was handed to, else whoever wrote its first wording. `revisions` is newest first. */
export const holderOf = ({ ownedBy }: Criterion, revisions: readonly Revision[]): string | null =>
  ownedBy ?? revisions.at(-1)?.author ?? null;

/**
 * Why what is about a criterion is somebody else's to decide; null: it is not. It is for whoever it belongs to, while they
 * may edit, and for the owners of the project; what belongs to nobody here (null among them) is for editors.
 */
export async function whyNotTheirs(
  { projectId, owner }: { readonly projectId: ProjectId; readonly owner: string | null },
  by: string,
): Promise<string | null> {
  if (owner === null || owner === by || by === LOCAL_PERSON.id) return null;
  const members = await listMembers(projectId);
  const holder = members.find(({ userId }) => userId === owner);
  // Whoever left, or may not edit any more, keeps nobody waiting.
  if (!holder || !covers(holder.role, "editor")) return null;
  if (members.some(({ userId, role }) => userId === by && role === "owner")) return null;
  return `The criterion is ${holder.name}’s: ${holder.name} or an owner of the project settles what is about it.`;
}

/** Makes a member who may edit the one to whom a criterion belongs. */
export async function handOverCriterion(
  { projectId, criterionId }: CriterionTarget,
  { by, to }: { readonly by: string; readonly to: string },
): Promise<Result<null>> {
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion) return fail({ code: "not-found", what: "criterion" });
  const owner = holderOf(criterion, await listRevisions(projectId, criterionId));
  const refusal = await whyNotTheirs({ projectId, owner }, by);
  if (refusal !== null) return fail({ code: "bad-input", sentence: refusal });
  const members = await listMembers(projectId);
  if (!members.some(({ userId, role }) => userId === to && covers(role, "editor")))
    return fail({
      code: "bad-input",
      sentence: "Nothing was changed: hand it to a member who may edit the project.",
    });
  await updateCriterion(projectId, criterionId, { ownedBy: to });
  await publish(projectId, "criteria");
  return ok(null);
}
