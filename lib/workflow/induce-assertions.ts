import { listAssertions, retireAssertion } from "@/lib/db/assertions";
import { findCriterion } from "@/lib/db/criteria";
import { findOutputs } from "@/lib/db/outputs";
import { featureTextOf } from "@/lib/domain/features";
import { induceCandidates } from "@/lib/domain/induce";
import { hasMeaning } from "@/lib/domain/criterion";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import type { CriterionLabels } from "@/lib/domain/labels";
import { storeCandidates } from "./edit-assertions";
import { hashImplementation } from "./hash-implementation";
import type { Ports } from "./ports";
import { readBoard } from "./read-board";
import { withActivity } from "./with-activity";

/**
 * Whether a rule that is learnt from these grades is about the criterion: one learnt from whole-output grades is, when
 * there is no other criterion that the bad outputs could be bad by.
 */
export const saysWhatIsLearnt = ({ basis }: CriterionLabels, criteria: number): boolean =>
  basis === "criterion" || criteria === 1;

/**
 * Learns candidates from the grades of one criterion. Those learnt from fewer grades make room, except one that the
 * person pinned.
 */
export async function induceForCriterion(
  ports: Ports,
  job: { readonly projectId: ProjectId; readonly criterionId: CriterionId },
): Promise<void> {
  const { projectId, criterionId } = job;
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion || criterion.retiredAt !== null || criterion.kind === "judge") return;
  const board = await readBoard(projectId);
  const own = board.labels.byCriterion.get(criterionId);
  if (!own || !saysWhatIsLearnt(own, board.criteria.length)) return;
  const { labels } = own;
  await withActivity(
    ports,
    {
      projectId,
      kind: "induce",
      title: `Learn candidates for “${criterion.revision.name}” from ${labels.size} grades`,
    },
    async () => {
      const outputs = await findOutputs(projectId, [...labels.keys()]);
      const graded = outputs.flatMap((output) => {
        const label = labels.get(output.id);
        return label ? [{ ...featureTextOf(output), label }] : [];
      });
      const rules = induceCandidates(graded);
      if (rules.length === 0) return "too few grades of a class to learn from";
      const drafts = rules.map(({ rule, source }) => ({
        name: rule,
        implementation: { kind: "javascript" as const, source },
        origin: "induced" as const,
      }));
      const hashes = new Set(drafts.map(({ implementation }) => hashImplementation(implementation)));
      const choice = board.choices.get(criterionId);
      const old = (await listAssertions(projectId)).filter(
        ({ id, origin, hash, revisionId }) =>
          origin === "induced" &&
          hasMeaning(criterion, revisionId) &&
          !hashes.has(hash) &&
          !(choice?.kind === "pin" && choice.assertionId === id),
      );
      const added = await storeCandidates({ projectId, criterion }, drafts);
      for (const { id } of old) await retireAssertion(projectId, id, { at: ports.now() });
      return `${added} new, ${old.length} older ones replaced`;
    },
  );
}
