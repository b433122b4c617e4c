import { findAssertion } from "@/lib/db/assertions";
import { addChoice } from "@/lib/db/choices";
import { findCriterion } from "@/lib/db/criteria";
import type { Choice } from "@/lib/domain/choice";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { enqueue } from "@/lib/jobs/queue";
import { publish } from "@/lib/jobs/notify";
import { mayChangeAtOnce } from "./require-review";

/** A person's override of the selection for one criterion: use this assertion, none, or leave it to the figures. */
export async function chooseAssertion(input: {
  readonly projectId: ProjectId;
  readonly criterionId: CriterionId;
  readonly choice: Choice;
  readonly by: string;
}): Promise<Result<null>> {
  const { projectId, criterionId, choice, by } = input;
  if (!(await findCriterion(projectId, criterionId))) return fail({ code: "not-found", what: "criterion" });
  if (choice.kind === "pin") {
    const assertion = await findAssertion(projectId, choice.assertionId);
    if (assertion?.criterionId !== criterionId) return fail({ code: "not-found", what: "assertion" });
  }
  const may = await mayChangeAtOnce(projectId, "Propose this choice on the report.");
  if (!may.ok) return may;
  await addChoice({ projectId, criterionId, by }, choice);
  await enqueue({ kind: "judge", projectId });
  await publish(projectId, "choice");
  await enqueue({ kind: "drift", projectId, fresh: null });
  return ok(null);
}
