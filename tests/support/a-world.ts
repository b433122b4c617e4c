import { addQueue, newQueueId } from "@/lib/db/queues";
import { insertEvaluator } from "@/lib/db/evaluators";
import { addPerturbation, listPerturbations } from "@/lib/db/perturbations";
import { addDriftEvents, listDriftEvents } from "@/lib/db/drift";
import type { Assertion } from "@/lib/domain/assertion";
import type { Criterion } from "@/lib/domain/criterion";
import type { QueueDraw, QueueSettings } from "@/lib/domain/grading-queue";
import { OutputId, type CriterionId, type ProjectId, type QueueId } from "@/lib/domain/ids";
import { proposeChange } from "@/lib/workflow/propose";
import { aProject, storeCriterion } from "./a-project";
import { twoMembers } from "./an-evaluator";
import { aCandidate } from "./candidates";
import { expectOk } from "./import-file";

/** A project with one of each of what actions are about. */
export type World = {
  readonly projectId: ProjectId;
  readonly outputId: OutputId;
  readonly criterion: Criterion;
  readonly judge: Assertion;
  readonly eventId: number;
  readonly queueId: QueueId;
};

export const QUEUE_SETTINGS: QueueSettings = {
  ...{ name: "q", instructions: "", assignees: ["local"] },
  ...{ gradersPerOutput: 1, reservationMinutes: 30 },
};
export const WHOLE_DRAW: QueueDraw = { scope: { of: "all" }, share: 1 };

export async function aWorld(name: string): Promise<World> {
  const { projectId, outputIds } = await aProject([`${name}: one.`, `${name}: two.`]);
  const criterion = await storeCriterion(projectId, { name });
  const judge = await aCandidate(projectId, criterion, {
    kind: "judge",
    question: `Is it ${name}?`,
    design: "critique",
  });
  const place = { criterionId: criterion.id, revisionId: criterion.revision.id };
  const evidence = { outputIds: [], figures: [], lines: [], before: null };
  await addDriftEvents(projectId, [
    { kind: "graderDrift", key: name, by: "program", sentence: name, evidence, ...place },
  ]);
  const [event] = await listDriftEvents(projectId);
  if (!event) throw new Error("The entry was not stored.");
  const outputId = OutputId.parse(outputIds[0]);
  const queueId = newQueueId();
  await addQueue({ id: queueId, projectId, createdBy: "local", overlapShare: 0, ...QUEUE_SETTINGS }, [
    { outputId, isOverlap: false, drawnFrom: null, freshSince: null },
  ]);
  return { projectId, outputId, criterion, judge, eventId: event.id, queueId };
}

/** The same with what was published, proposed and written for it, and a second criterion. */
export type FullWorld = World & {
  readonly evaluatorId: string;
  readonly perturbationId: number;
  readonly otherCriterionId: CriterionId;
};

export async function aFullWorld(name: string): Promise<FullWorld> {
  const own = await aWorld(name);
  const { projectId, criterion, outputId } = own;
  const { manifest } = twoMembers();
  const place = { projectId, note: "", auditSetId: null };
  const evaluator = await insertEvaluator(place, (version) => ({ ...manifest, version }));
  const words = { title: "t", why: "", author: "nobody", at: new Date() };
  const change = { kind: "settings", ffrLimit: 0.5, mustPass: false } as const;
  expectOk(await proposeChange({ ...words, change, projectId, criterionId: criterion.id }));
  const of = { criterionId: criterion.id, revisionId: criterion.revision.id, outputId };
  await addPerturbation(of, { category: "coherence", how: "h", text: "t", control: "c" });
  const [variant] = await listPerturbations(criterion.id);
  const other = await storeCriterion(projectId, { name: `${name} too` });
  return {
    ...own,
    evaluatorId: evaluator?.id ?? "",
    perturbationId: variant?.id ?? 0,
    otherCriterionId: other.id,
  };
}
