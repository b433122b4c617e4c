import { wasDoneSince } from "@/lib/db/activities";
import { addLlmCall } from "@/lib/db/llm-calls";
import { findCriterion } from "@/lib/db/criteria";
import type { Assertion } from "@/lib/domain/assertion";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { chooseRefinement } from "@/lib/domain/judge-designs/choose-refinement";
import { countLabels } from "@/lib/domain/labels";
import { MIN_PER_CLASS } from "@/lib/domain/select-per-criterion";
import type { LlmClient } from "@/lib/llm/client";
import { enqueue } from "@/lib/jobs/queue";
import { refineQuestion, type Mistake } from "@/lib/llm/tasks/refine-question";
import { askWithinBudget } from "./ask-within-budget";
import { storeCandidates } from "./edit-assertions";
import { readGarden, type Garden } from "./garden";
import { gradedOutputs } from "./graded-outputs";
import { saysWhatIsLearnt } from "./induce-assertions";
import type { Ports } from "./ports";
import { withActivity } from "./with-activity";
import { titleOfWriting, writeForCriterion } from "./write-assertions";

/** What the grades of a criterion and its judges call for; null: nothing, or too little is graded to say. */
function nextStep({ criterion, board, mine, ever }: Garden): ReturnType<typeof chooseRefinement> {
  const own = board.labels.byCriterion.get(criterion.id);
  if (!own || !saysWhatIsLearnt(own, board.criteria.length)) return null;
  const { good, bad } = countLabels(own.labels);
  if (Math.min(good, bad) < MIN_PER_CLASS) return null;
  const cells = board.matrix.labelled(own.labels);
  return chooseRefinement(mine, ever, (id) => board.matrix.confusion(id, cells));
}

/** Has the best judge refined on what it got wrong, twice at most; then asks for new candidates, once. */
export async function refineJudge(ports: Ports, garden: Garden): Promise<void> {
  const { projectId, criterion } = garden;
  const chosen = nextStep(garden);
  const model = chosen && (await ports.connectedModel(projectId));
  if (!chosen || !model) return;
  switch (chosen.kind) {
    case "sample-anew":
      return enqueue({ kind: "anew", projectId, criterionId: criterion.id });
    case "refine":
      return refine(ports, garden, { model, assertion: chosen.assertion });
  }
}

/**
 * Writes candidates anew, if that is still called for: it may have been asked for twice while it was done, and a model that
 * had nothing new to say is not asked again.
 */
export async function sampleAnew(
  ports: Ports,
  job: { readonly projectId: ProjectId; readonly criterionId: CriterionId },
): Promise<void> {
  const criterion = await findCriterion(job.projectId, job.criterionId);
  if (!criterion || criterion.retiredAt !== null) return;
  const garden = await readGarden(job.projectId, criterion);
  if (nextStep(garden)?.kind !== "sample-anew") return;
  const refined = garden.ever.filter(({ origin }) => origin === "refined");
  const last = new Date(Math.max(0, ...refined.map(({ createdAt }) => createdAt.getTime())));
  if (await wasDoneSince(job.projectId, titleOfWriting(criterion), last)) return;
  await writeForCriterion(ports, job);
}

/** Shown to the model at most, and clipped. */
const SHOWN = 6;
const CLIP = 2_000;

async function refine(
  ports: Ports,
  garden: Garden,
  { model, assertion }: { readonly model: LlmClient; readonly assertion: Assertion },
): Promise<void> {
  const { projectId, criterion } = garden;
  const { implementation } = assertion;
  if (implementation.kind !== "judge") return;
  const title = `Refine “${assertion.name}” on what it got wrong`;
  await withActivity(ports, { projectId, kind: "write", title }, async (activityId) => {
    const mistakes = await mistakesOf(garden, assertion);
    if (mistakes.length === 0) return "nothing that it got wrong can be shown to a model";
    const { name, wording } = criterion.revision;
    const input = { criterion: `${name}\n${wording}`, question: implementation.question, mistakes };
    const setting = { projectId, now: ports.now() };
    const outcome = await askWithinBudget(model, { task: refineQuestion, input }, setting);
    if (outcome === null) return "it waits, as the judges do";
    await addLlmCall(projectId, { ...outcome.call, activityId });
    if (outcome.kind !== "answered") return `the model did not help: ${outcome.why}`;
    const { question, why } = outcome.answer;
    const added = await storeCandidates({ projectId, criterion }, [
      {
        name: `${assertion.name}, refined`.slice(0, 200),
        implementation: { ...implementation, question },
        origin: "refined",
        parentId: assertion.id,
      },
    ]);
    return added > 0 ? `1 refined on ${mistakes.length} mistakes: ${why.slice(0, 300)}` : "nothing new";
  });
}

/** Outputs that a judge passed though they are graded bad, and the other way round; those with a note first. */
async function mistakesOf(garden: Garden, { id }: Assertion): Promise<Mistake[]> {
  const { projectId, criterion, board } = garden;
  const graded = await gradedOutputs(projectId, criterion, board);
  return graded
    .filter(({ output, label }) => {
      const kind = board.matrix.kind(id, output.id);
      return kind === (label === "good" ? "fail" : "pass");
    })
    .toSorted((a, b) => Number(b.note !== "") - Number(a.note !== ""))
    .slice(0, SHOWN)
    .map(({ output, label, note }) => ({
      output: output.text.slice(0, CLIP),
      input: Object.values(output.variables).join("\n").slice(0, CLIP),
      label,
      note,
    }));
}
