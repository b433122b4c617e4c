import { listAssertions, retireAssertion } from "@/lib/db/assertions";
import { findCriterion, updateCriterion } from "@/lib/db/criteria";
import { listChoices } from "@/lib/db/choices";
import { hasMeaning } from "@/lib/domain/criterion";
import type { AssertionId } from "@/lib/domain/ids";
import type { JudgeDesign } from "@/lib/domain/judge-designs/judge";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { storable } from "@/lib/domain/storable";
import { isSuspicious } from "@/lib/domain/suspicion";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { storeCandidates } from "./edit-assertions";
import { plainJudges, questionOf } from "./plain-judges";
import { recordJudgeEdits, speaking } from "./record-judge-edit";
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
  if (criterion.kind === "code") return ok(null);
  const choice = (await listChoices(projectId)).get(criterionId);
  const pinned = choice?.kind === "pin" ? choice.assertionId : null;
  const question = questionOf(criterion);
  const spoke = await speaking(projectId);
  /** By design: whom the new judges are made from. */
  const replaced = new Map<JudgeDesign, AssertionId>();
  for (const { id, origin, revisionId, implementation } of await listAssertions(projectId)) {
    if (origin !== "library" || id === pinned || !hasMeaning(criterion, revisionId)) continue;
    if (implementation.kind !== "judge" || implementation.question === question) continue;
    replaced.set(implementation.design, id);
    await retireAssertion(projectId, id, { at: new Date(), why: "the notes on its criterion were changed" });
  }
  const drafts = plainJudges(criterion).map((draft) => {
    const parentId =
      draft.implementation.kind === "judge" ? replaced.get(draft.implementation.design) : undefined;
    return parentId === undefined ? draft : { ...draft, parentId };
  });
  await storeCandidates({ projectId, criterion }, drafts, { bringBack: true });
  const pairs = (await listAssertions(projectId)).flatMap(({ id, implementation }) => {
    if (implementation.kind !== "judge" || implementation.question !== question) return [];
    const parent = replaced.get(implementation.design);
    return parent !== undefined && spoke.ids.has(parent) ? [{ parent, child: id }] : [];
  });
  await recordJudgeEdits(projectId, pairs, spoke.before);
  await enqueue({ kind: "tend", projectId, criterionId });
  return ok(null);
}
