import { listAssertions, retireAssertion } from "@/lib/db/assertions";
import { listChoices } from "@/lib/db/choices";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import type { JudgeDesign } from "@/lib/domain/judge-designs/judge";
import { enqueue } from "@/lib/jobs/queue";
import { storeCandidates } from "./edit-assertions";
import { plainJudges, questionOf } from "./plain-judges";
import { recordJudgeEdits, speaking } from "./record-judge-edit";

/**
 * Judges are told something else of a criterion that means the same. Those that came by themselves and were told what was
 * said before make room for those that are told this, except one that the person pinned.
 */
export async function renewJudges(projectId: ProjectId, criterion: Criterion, why: string): Promise<void> {
  if (criterion.kind === "code") return;
  const criterionId = criterion.id;
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
    await retireAssertion(projectId, id, { at: new Date(), why });
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
}
