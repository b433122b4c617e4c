import { addGrades } from "@/lib/db/grades";
import { findOutput } from "@/lib/db/outputs";
import type { Label } from "@/lib/domain/grade";
import type { CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { readBoard } from "./read-board";

const DECIDED = { policy: "adjudication", inclusionProbability: null, rank: null, seed: null } as const;

export type Decision = {
  readonly projectId: ProjectId;
  readonly outputId: OutputId;
  /** Null: the whole output. */
  readonly criterionId: CriterionId | null;
  /** "withdrawn" takes back what was decided. */
  readonly mark: Label | "withdrawn";
  readonly note: string;
  readonly by: string;
  /** The same decision sent twice is stored once. */
  readonly key: string;
};

/**
 * Decides what an output is where graders differ, under the current wording. The decision is a grade event of its own
 * that counts before the majority; every grade stays as it was given.
 */
export async function adjudicate({ by, criterionId, ...decision }: Decision): Promise<Result<null>> {
  const { projectId, outputId } = decision;
  if (!(await findOutput(projectId, outputId))) return fail({ code: "not-found", what: "output" });
  const criterion = (await readBoard(projectId)).criteria.find(({ id }) => id === criterionId);
  if (criterionId !== null && !criterion) return fail({ code: "not-found", what: "criterion" });
  const revisionId = criterion?.revision.id ?? null;
  await addGrades([{ ...decision, criterionId, revisionId, grader: by, shown: DECIDED }]);
  await publish(projectId, "grades");
  await enqueue({ kind: "drift", projectId, fresh: null });
  return ok(null);
}
