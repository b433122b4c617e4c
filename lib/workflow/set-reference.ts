import { listAssertions } from "@/lib/db/assertions";
import { findOutput } from "@/lib/db/outputs";
import { findReference, putReference } from "@/lib/db/references";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { needsReference } from "@/lib/domain/judge-designs/judge";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { listCriteria } from "@/lib/db/criteria";

export type ReferenceToSet = {
  readonly projectId: ProjectId;
  readonly outputId: OutputId;
  /** Empty: the output shall have none. */
  readonly text: string;
  /** Whether this person has checked that it is right. */
  readonly isVerified: boolean;
  readonly person: string;
};

/**
 * Sets the reference of an output. Who wrote the text stays its author when another person verifies it unchanged. Judges
 * that want references judge the output anew; where the first one is verified, criteria get such a judge.
 */
export async function setReference(input: ReferenceToSet): Promise<Result<null>> {
  const { projectId, outputId, text, isVerified, person } = input;
  if (!(await findOutput(projectId, outputId))) return fail({ code: "not-found", what: "output" });
  const before = await findReference(projectId, outputId);
  const verifiedBy = isVerified && text !== "" ? person : null;
  if ((before?.text ?? "") === text && (before?.verifiedBy !== null) === (verifiedBy !== null))
    return ok(null);
  const author = before?.text === text ? before.author : person;
  await putReference(projectId, { outputId, text, author, verifiedBy });
  await publish(projectId, "verdicts");
  for (const { id, implementation } of await listAssertions(projectId)) {
    if (implementation.kind === "judge" && needsReference(implementation))
      await enqueue({ kind: "run", projectId, assertionId: id });
  }
  for (const { id } of await listCriteria(projectId))
    await enqueue({ kind: "tend", projectId, criterionId: id });
  return ok(null);
}
