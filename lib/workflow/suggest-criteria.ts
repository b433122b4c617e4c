import { addCriteria, listCriteria, type NewCriterion } from "@/lib/db/criteria";
import { addLlmCall } from "@/lib/db/llm-calls";
import { findOutputs, listOutputIds } from "@/lib/db/outputs";
import { findProject, type Project } from "@/lib/db/projects";
import { suggestWithoutModel, type SuggestedCriterion } from "@/lib/domain/checks/fitting-checks";
import { criteriaFromWords } from "@/lib/domain/checks/criteria-from-words";
import { CriterionName, CriterionWording, DEFAULT_FFR_LIMIT, type Criterion } from "@/lib/domain/criterion";
import type { GradeEvent } from "@/lib/domain/grade";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { mulberry32, hash32 } from "@/lib/domain/rng";
import type { LlmClient } from "@/lib/llm/client";
import { criteriaFromNotes, suggestCriteria } from "@/lib/llm/tasks/suggest-criteria";
import { enqueue } from "@/lib/jobs/queue";
import { publish } from "@/lib/jobs/notify";
import type { Ports } from "./ports";
import { readBoard } from "./read-board";
import { readInForce, recordNewCriterion } from "./record-drift";
import { withActivity } from "./with-activity";

const SAMPLE = 12;
const NOTES = 30;
/** What a model is shown of one output. */
const CLIP = 2_000;

/** Suggests criteria and adds those that are new: from prompt and outputs, or from the notes on bad grades. */
export async function suggestForProject(
  ports: Ports,
  job: { readonly projectId: ProjectId; readonly from: "outputs" | "notes" },
): Promise<void> {
  const project = await findProject(job.projectId);
  if (!project) return;
  const title =
    job.from === "outputs" ? "Suggest criteria from prompt and outputs" : "Draw criteria from notes";
  await withActivity(ports, { projectId: project.id, kind: "suggest", title }, async (activityId) => {
    const existing = await listCriteria(project.id, { retiredToo: true });
    const model = await ports.connectedModel(project.id);
    const context = { project, existing, activityId };
    const found =
      job.from === "outputs" ? await fromOutputs(model, context) : await fromNotes(model, context);
    const fresh = withoutKnown(found.criteria, existing);
    const before = await readInForce(project.id);
    const added = await addCriteria(
      project.id,
      fresh.map(({ why, ...criterion }) => toNew(criterion, why, job.from)),
    );
    if (job.from === "notes") {
      const outputIds = (await notesOnBad(project.id)).slice(-NOTES).map(({ outputId }) => outputId);
      for (const criterion of added) {
        const sentence = `“${criterion.revision.name}” was drawn from the notes on bad outputs`;
        const edit = { projectId: project.id, by: criterion.revision.author, sentence, outputIds, before };
        await recordNewCriterion({ ...edit, criterion });
      }
    }
    for (const { id } of added) await enqueue({ kind: "write", projectId: project.id, criterionId: id });
    await publish(project.id, "criteria");
    return `${added.length} new${found.how === "" ? "" : ` (${found.how})`}`;
  });
}

type Context = {
  readonly project: Project;
  readonly existing: readonly Criterion[];
  readonly activityId: number;
};
type Found = { readonly criteria: readonly SuggestedCriterion[]; readonly how: string };

const toNew = (
  { name, wording, kind }: Omit<SuggestedCriterion, "why">,
  why: string,
  from: "outputs" | "notes",
): NewCriterion => ({
  name,
  wording,
  kind,
  why,
  ffrLimit: DEFAULT_FFR_LIMIT,
  origin: from === "notes" ? "grades" : "suggested",
  author: "Touchstone",
});

/** A model may say anything: names and wordings that do not fit are left out, and what exists is not added twice. */
function withoutKnown(
  criteria: readonly SuggestedCriterion[],
  existing: readonly Criterion[],
): SuggestedCriterion[] {
  const known = new Set(existing.map(({ revision }) => revision.name.toLowerCase()));
  return criteria.flatMap((criterion) => {
    const name = CriterionName.safeParse(criterion.name);
    const wording = CriterionWording.safeParse(criterion.wording);
    if (!name.success || !wording.success || known.has(name.data.toLowerCase())) return [];
    known.add(name.data.toLowerCase());
    return [{ ...criterion, name: name.data, wording: wording.data }];
  });
}

async function fromOutputs(
  model: LlmClient | null,
  { project, existing, activityId }: Context,
): Promise<Found> {
  const outputs = await sampleOutputs(project);
  const variables = [...new Set(outputs.flatMap((output) => Object.keys(output.variables)))];
  const setting = { promptTemplate: project.promptTemplate, variables };
  const byHand = () =>
    suggestWithoutModel(
      setting,
      outputs.map(({ text }) => text),
    );
  if (!model) return { criteria: byHand(), how: "read off the prompt, without a model" };
  const outcome = await model.ask(suggestCriteria, {
    promptTemplate: project.promptTemplate,
    outputs: outputs.map(({ text }) => text.slice(0, CLIP)),
    existing: existing.map(({ revision }) => revision.name),
  });
  await addLlmCall(project.id, { ...outcome.call, activityId });
  if (outcome.kind === "answered") return { criteria: outcome.answer.criteria, how: "" };
  return { criteria: byHand(), how: `the model did not help: ${outcome.why}; read off the prompt instead` };
}

async function fromNotes(
  model: LlmClient | null,
  { project, existing, activityId }: Context,
): Promise<Found> {
  const notes = (await notesOnBad(project.id)).slice(-NOTES);
  if (notes.length === 0) return { criteria: [], how: "there are no notes on bad outputs yet" };
  const byHand = () => criteriaFromWords(notes.map(({ note }) => note));
  if (!model) return { criteria: byHand(), how: "grouped by their words, without a model" };
  const outputs = new Map(
    (
      await findOutputs(
        project.id,
        notes.map(({ outputId }) => outputId),
      )
    ).map((output) => [output.id, output.text]),
  );
  const outcome = await model.ask(criteriaFromNotes, {
    promptTemplate: project.promptTemplate,
    badOutputs: notes.map(({ outputId, note }) => ({
      text: (outputs.get(outputId) ?? "").slice(0, CLIP),
      note,
    })),
    existing: existing.map(({ revision }) => revision.name),
  });
  await addLlmCall(project.id, { ...outcome.call, activityId });
  if (outcome.kind === "answered") return { criteria: outcome.answer.criteria, how: "" };
  return { criteria: byHand(), how: `the model did not help: ${outcome.why}; grouped by words instead` };
}

/** The notes that stand beside bad grades now, oldest first. */
export async function notesOnBad(
  projectId: ProjectId,
): Promise<{ readonly outputId: OutputId; readonly note: string }[]> {
  const { events } = await readBoard(projectId);
  const latest = new Map<string, GradeEvent>();
  for (const event of events)
    latest.set(`${event.outputId}:${event.criterionId ?? ""}:${event.grader}`, event);
  return [...latest.values()]
    .filter(({ mark, note }) => mark === "bad" && note.trim() !== "")
    .map(({ outputId, note }) => ({ outputId, note }));
}

/** The same few outputs each time, from all over the project. */
export async function sampleOutputs(project: Project): Promise<Output[]> {
  const ids = await listOutputIds(project.id);
  const rng = mulberry32(hash32(project.seed));
  const drawn = new Set<OutputId>();
  while (drawn.size < Math.min(SAMPLE, ids.length)) {
    const id = ids[Math.floor(rng() * ids.length)];
    if (id !== undefined) drawn.add(id);
  }
  return findOutputs(project.id, [...drawn]);
}
