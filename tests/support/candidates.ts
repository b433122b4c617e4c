import { addAssertions, listAssertions } from "@/lib/db/assertions";
import { pool } from "@/lib/db/client";
import type { Assertion, Implementation } from "@/lib/domain/assertion";
import type { Criterion } from "@/lib/domain/criterion";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { withHash } from "@/lib/workflow/hash-implementation";

/** Stores a candidate, without anything asked of the background. */
export async function aCandidate(
  projectId: ProjectId,
  criterion: Criterion,
  implementation: Implementation,
): Promise<Assertion> {
  const name = `candidate ${Object.values(implementation).join(" ").slice(0, 50)}`;
  await addAssertions({ projectId, criterionId: criterion.id, revisionId: criterion.revision.id }, [
    withHash({ name, implementation, origin: "hand" }),
  ]);
  const assertion = (await listAssertions(projectId)).findLast((other) => other.name === name);
  if (!assertion) throw new Error("The candidate was not stored.");
  return assertion;
}

export type StoredVerdict = {
  readonly outputId: number;
  readonly kind: string;
  readonly detail: string | null;
};

/** What was written of an assertion: the letters of the table, by output. */
export async function storedVerdicts(assertionId: AssertionId): Promise<StoredVerdict[]> {
  const { rows } = await pool.query<StoredVerdict>(
    `SELECT "outputId", kind, detail FROM "Verdict" WHERE "assertionId" = $1 ORDER BY "outputId"`,
    [assertionId],
  );
  return rows;
}

/** The letters in the order of the outputs, "." where there is none. */
export async function verdictLetters(
  assertionId: AssertionId,
  outputIds: readonly OutputId[],
): Promise<string> {
  const kinds = new Map((await storedVerdicts(assertionId)).map(({ outputId, kind }) => [outputId, kind]));
  return outputIds.map((id) => kinds.get(id) ?? ".").join("");
}
