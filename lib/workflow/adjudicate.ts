import { addGrades } from "@/lib/db/grades";
import { findOutput } from "@/lib/db/outputs";
import type { Label } from "@/lib/domain/grade";
import { graderBoards } from "@/lib/domain/grader-board";
import type { CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { hiddenFrom } from "./read-blind";
import { readBoard } from "./read-board";
import { recordDecisions } from "./record-drift";

const DECIDED = { policy: "adjudication", inclusionProbability: null, rank: null, seed: null } as const;

const STILL_BLIND = "You have still to grade this output in a queue. Grade it there first, and decide then.";

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
 * that counts before the majority; every grade stays as it was given. Who graded it, too, says why they decide as they do.
 */
export async function adjudicate({ by, criterionId, ...decision }: Decision): Promise<Result<null>> {
  const { projectId, outputId } = decision;
  if (!(await findOutput(projectId, outputId))) return fail({ code: "not-found", what: "output" });
  const board = await readBoard(projectId);
  const criterion = board.criteria.find(({ id }) => id === criterionId);
  if (criterionId !== null && !criterion) return fail({ code: "not-found", what: "criterion" });
  if ((await hiddenFrom(projectId, by)).has(outputId))
    return fail({ code: "bad-input", sentence: STILL_BLIND });
  const { disputes = [] } =
    graderBoards(board.events, board.criteria).find((one) => one.criterionId === criterionId) ?? {};
  const isTheirs = disputes.some(
    (one) => one.outputId === outputId && one.grades.some(({ grader }) => grader === by),
  );
  if (isTheirs && decision.mark !== "withdrawn" && decision.note === "")
    return fail({
      code: "bad-input",
      sentence:
        "You graded this output yourself: say why you decide it so, for those who graded it differently.",
    });
  await recordDecisions(projectId, { criterion: criterion ?? null, by, at: new Date() });
  const revisionId = criterion?.revision.id ?? null;
  await addGrades([{ ...decision, criterionId, revisionId, grader: by, shown: DECIDED }]);
  await publish(projectId, "grades");
  await enqueue({ kind: "drift", projectId, fresh: null });
  return ok(null);
}
