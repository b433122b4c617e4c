import { listCriteria } from "@/lib/db/criteria";
import { addLlmCall } from "@/lib/db/llm-calls";
import { addPerturbation, listPerturbations, settlePerturbation } from "@/lib/db/perturbations";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { LONGEST_PERTURBED, writePerturbation } from "@/lib/llm/tasks/write-perturbation";
import { askWithinBudget } from "./ask-within-budget";
import { gradedOutputs } from "./graded-outputs";
import type { Ports } from "./ports";
import { readBoard } from "./read-board";
import { withActivity } from "./with-activity";

/** Variants that are written for a criterion in one go. */
const AT_A_TIME = 12;

type Target = { readonly projectId: ProjectId; readonly criterionId: CriterionId };

/** Asks the background for variants of good outputs. */
export async function askForPerturbations({ projectId, criterionId }: Target): Promise<Result<null>> {
  const criterion = (await listCriteria(projectId)).find(({ id }) => id === criterionId);
  if (!criterion) return fail({ code: "not-found", what: "criterion" });
  await enqueue({ kind: "perturb", projectId, criterionId });
  return ok(null);
}

/**
 * Has a model put a fault into good outputs of a criterion, and put them in other words, for a person to confirm. Outputs
 * that have such variants already are left alone. Does nothing without a model.
 */
export async function writePerturbations(ports: Ports, { projectId, criterionId }: Target): Promise<void> {
  const [board, model] = await Promise.all([readBoard(projectId), ports.connectedModel(projectId)]);
  const criterion = board.criteria.find(({ id }) => id === criterionId);
  if (!criterion || !model) return;
  const title = `Write variants of good outputs that break “${criterion.revision.name}”`;
  await withActivity(ports, { projectId, kind: "probe", title }, async (activityId) => {
    const outputs = await toPerturb(projectId, criterion);
    if (outputs.length === 0) return "no good graded output is left to change";
    let written = 0;
    for (const output of outputs) {
      const input = { criterion: `${criterion.revision.name}\n${criterion.revision.wording}`, output };
      const setting = { projectId, now: ports.now() };
      const outcome = await askWithinBudget(model, { task: writePerturbation, input }, setting);
      if (outcome === null) return `${written} written; the rest waits, as the judges do`;
      await addLlmCall(projectId, { ...outcome.call, activityId });
      if (outcome.kind === "unavailable")
        return `${written} written; the model cannot be reached: ${outcome.why}`;
      if (outcome.kind !== "answered") continue;
      const target = { criterionId, revisionId: criterion.revision.id, outputId: output.id };
      await addPerturbation(target, outcome.answer);
      written += 1;
    }
    await publish(projectId, "assertions");
    return `${written} of ${outputs.length} written: they count once you have confirmed them`;
  });
}

async function toPerturb(projectId: ProjectId, criterion: Criterion): Promise<Output[]> {
  const [graded, known] = await Promise.all([
    gradedOutputs(projectId, criterion, await readBoard(projectId)),
    listPerturbations(criterion.id),
  ]);
  const changed = new Set(
    known.filter(({ revisionId }) => hasMeaning(criterion, revisionId)).map(({ outputId }) => outputId),
  );
  return graded
    .filter(({ output, label }) => label === "good" && !changed.has(output.id))
    .map(({ output }) => output)
    .filter(({ text }) => text.length <= LONGEST_PERTURBED)
    .slice(0, AT_A_TIME);
}

/** Whether a variant breaks the criterion while its control does not: only a person can say. */
export async function judgePerturbation(
  projectId: ProjectId,
  { id, isRight, by }: { readonly id: number; readonly isRight: boolean; readonly by: string },
): Promise<Result<null>> {
  const state = isRight ? "confirmed" : "rejected";
  if (!(await settlePerturbation(projectId, id, { state, settledBy: by })))
    return fail({ code: "not-found", what: "variant" });
  await publish(projectId, "assertions");
  return ok(null);
}
