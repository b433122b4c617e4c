import { findCriterion, listCriterionHistories, listRevisions, updateCriterion } from "@/lib/db/criteria";
import { listMembers, type Member } from "@/lib/db/members";
import { covers, LOCAL_PERSON } from "@/lib/domain/access";
import type { Criterion, Revision } from "@/lib/domain/criterion";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
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
  const name = whoElse(owner, by, await listMembers(projectId));
  if (name === null) return null;
  return `The criterion is ${name}’s: ${name} or an owner of the project settles what is about it.`;
}

/** The name of who decides in the place of somebody, by the same rule; null: it is theirs to decide. */
function whoElse(owner: string | null, by: string, members: readonly Member[]): string | null {
  if (owner === null || owner === by || by === LOCAL_PERSON.id) return null;
  const holder = members.find(({ userId }) => userId === owner);
  // Whoever left, or may not edit any more, keeps nobody waiting.
  if (!holder || !covers(holder.role, "editor")) return null;
  return members.some(({ userId, role }) => userId === by && role === "owner") ? null : holder.name;
}

/** The criteria that are somebody else's to decide about, by the rule of `whyNotTheirs`, with the name of that person. */
export async function readOthersCriteria(
  projectId: ProjectId,
  by: string,
): Promise<ReadonlyMap<CriterionId, string>> {
  const [histories, members] = await Promise.all([listCriterionHistories(projectId), listMembers(projectId)]);
  return new Map(
    histories.flatMap(({ criterion, revisions }) => {
      const name = whoElse(holderOf(criterion, revisions), by, members);
      return name === null ? [] : [[criterion.id, name] as const];
    }),
  );
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
