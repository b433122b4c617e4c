import {
  addAssertions,
  findAssertion,
  isProposed,
  listAssertions,
  restoreAssertions,
  retireAssertion,
} from "@/lib/db/assertions";
import { findCriterion } from "@/lib/db/criteria";
import { Implementation, type AssertionDraft } from "@/lib/domain/assertion";
import type { AssertionId, CriterionId, ProjectId } from "@/lib/domain/ids";
import type { OwnCode } from "@/lib/domain/own-code";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import { storable, storableJson } from "@/lib/domain/storable";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { withHash } from "./hash-implementation";
import { mayChangeAtOnce, mayTakeOut } from "./require-review";

/**
 * Stores candidates under the current revision and asks the background to run them. Returns how many are new. What was
 * taken out of play stays out, unless it is to be brought back because a person asked for it.
 */
export async function storeCandidates(
  target: { readonly projectId: ProjectId; readonly criterion: Criterion },
  drafts: readonly AssertionDraft[],
  options: { readonly bringBack?: boolean } = {},
): Promise<number> {
  const { projectId, criterion } = target;
  const place = { projectId, criterionId: criterion.id, revisionId: criterion.revision.id };
  const ofMeaning = async () =>
    (await listAssertions(projectId)).filter(({ revisionId }) => hasMeaning(criterion, revisionId));
  // A clarified wording keeps its candidates: the same one is not stored again.
  const known = new Set((await ofMeaning()).map(({ hash }) => hash));
  const fresh = drafts
    .map(storableDraft)
    .map(withHash)
    .filter(({ hash }) => !known.has(hash));
  // What was only proposed so far is a candidate like every other once it is written anew.
  const back = await restoreAssertions(projectId, criterion.meaning, {
    hashes: fresh.map(({ hash }) => hash),
    retiredToo: options.bringBack ?? false,
  });
  const added = await addAssertions(
    place,
    fresh.filter(({ hash }) => !back.includes(hash)),
  );
  const mine = await ofMeaning();
  for (const { id } of mine) await enqueue({ kind: "run", projectId, assertionId: id });
  await publish(projectId, "assertions");
  return added + back.length;
}

/** Models write anything; hashed is what is stored. */
export const storableDraft = (draft: AssertionDraft): AssertionDraft => ({
  ...draft,
  name: storable(draft.name),
  implementation: Implementation.parse(storableJson(draft.implementation)),
});

/** A candidate written by the person. The same source twice is one candidate. */
export async function addOwnCode({
  projectId,
  criterionId,
  ...code
}: OwnCode & { readonly projectId: ProjectId; readonly criterionId: CriterionId }): Promise<Result<null>> {
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion) return fail({ code: "not-found", what: "criterion" });
  const may = await mayChangeAtOnce(projectId, "Choose “Propose to use it” instead.");
  if (!may.ok) return may;
  const implementation = { kind: code.language, source: code.source };
  const draft = { name: code.name, implementation, origin: "hand" } as const;
  const added = await storeCandidates({ projectId, criterion }, [draft], { bringBack: true });
  if (added === 0) {
    return fail({
      code: "bad-input",
      sentence: "This criterion has a candidate with exactly this source already.",
    });
  }
  return ok(null);
}

/** Takes a candidate out of play; its verdicts stay on record. */
export async function dropAssertion(target: {
  readonly projectId: ProjectId;
  readonly assertionId: AssertionId;
}): Promise<Result<null>> {
  const assertion = await findAssertion(target.projectId, target.assertionId);
  if (!assertion) return fail({ code: "not-found", what: "assertion" });
  const may = await mayTakeOut(
    target.projectId,
    assertion,
    "This one is selected or published: propose another choice on the report first.",
  );
  if (!may.ok) return may;
  await retireAssertion(target.projectId, target.assertionId, { at: new Date() });
  await publish(target.projectId, "assertions");
  return ok(null);
}

/** Brings a candidate back that was taken out of play, with its verdicts. One that is only proposed waits for approval. */
export async function restoreAssertion({
  projectId,
  assertionId,
}: {
  readonly projectId: ProjectId;
  readonly assertionId: AssertionId;
}): Promise<Result<null>> {
  const assertion = await findAssertion(projectId, assertionId);
  if (!assertion?.revisionId || (await isProposed(assertionId))) {
    return fail({ code: "not-found", what: "assertion" });
  }
  await restoreAssertions(projectId, [assertion.revisionId], { hashes: [assertion.hash], retiredToo: true });
  await enqueue({ kind: "run", projectId, assertionId });
  await publish(projectId, "assertions");
  return ok(null);
}
