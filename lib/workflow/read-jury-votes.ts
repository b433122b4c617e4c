import type { Criterion } from "@/lib/domain/criterion";
import type { AssertionId } from "@/lib/domain/ids";
import { effectiveVotes, type EffectiveVotes } from "@/lib/domain/judge-designs/effective-votes";
import { hashImplementation } from "./hash-implementation";
import type { Board } from "./read-board";

/** What the votes of each jury of a criterion are worth, measured on its grades. */
export function readJuryVotes(
  { assertions, matrix, labels }: Board,
  criterion: Criterion,
): Map<AssertionId, EffectiveVotes> {
  const graded = [...(labels.byCriterion.get(criterion.id)?.labels ?? [])];
  const byHash = new Map(assertions.map(({ hash, id }) => [hash, id]));
  const votes = new Map<AssertionId, EffectiveVotes>();
  for (const { id, criterionId, implementation } of assertions) {
    if (criterionId !== criterion.id || implementation.kind !== "judge" || implementation.design !== "jury")
      continue;
    const rows = implementation.members.map(({ judge }) => {
      const member = byHash.get(hashImplementation(judge));
      return graded.map(([outputId]) => (member === undefined ? null : matrix.kind(member, outputId)));
    });
    votes.set(
      id,
      effectiveVotes(
        graded.map(([, label]) => label),
        rows,
      ),
    );
  }
  return votes;
}
