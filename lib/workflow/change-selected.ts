import { randomUUID } from "node:crypto";
import { listOpenQueueNames, findQueue } from "@/lib/db/queues";
import { listPersons } from "@/lib/db/persons";
import { addRemarks, listTags } from "@/lib/db/remarks";
import type { QueueSettings } from "@/lib/domain/grading-queue";
import type { OutputId, ProjectId, QueueId } from "@/lib/domain/ids";
import type { OutputSelection } from "@/lib/domain/output-selection";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { MOST_TAGS, standingTags } from "@/lib/domain/remark";
import type { NamedPerson } from "@/lib/domain/queue-page";
import { publish } from "@/lib/jobs/notify";
import { createQueue, extendQueue } from "./manage-queues";
import { matchOutputs } from "./match-outputs";
import { readBoard } from "./read-board";

type Selected = {
  readonly projectId: ProjectId;
  readonly selection: OutputSelection;
  /** Who selected them, and so what they may have gone by. */
  readonly person: string;
};

/** The outputs of a selection that are in the project. */
async function outputsOf({ projectId, selection, person }: Selected): Promise<readonly OutputId[]> {
  if (selection.of === "matching") return (await matchOutputs(projectId, selection.query, person)).ids;
  const { matrix } = await readBoard(projectId);
  return [...new Set(selection.outputIds)].filter((id) => matrix.placeOf(id) > 0);
}

const noneLeft = () => fail({ code: "bad-input", sentence: "These outputs are gone. Select others." });

/** How many outputs came into a queue, and how many could not. */
export type PutIntoQueue = { readonly queueId: QueueId; readonly added: number; readonly leftOut: number };

/** Puts selected outputs into a queue that there is. */
export async function putIntoQueue(
  selected: Selected & { readonly queueId: QueueId; readonly now: Date },
): Promise<Result<PutIntoQueue>> {
  const { projectId, queueId, now } = selected;
  const outputIds = await outputsOf(selected);
  if (outputIds.length === 0) return noneLeft();
  const added = await extendQueue({ projectId, queueId, now, draw: drawOf(outputIds) });
  if (!added.ok) return added;
  return ok({ queueId, added: added.value, leftOut: outputIds.length - added.value });
}

/** Makes a queue of selected outputs. */
export async function putIntoNewQueue(
  selected: Selected & { readonly settings: QueueSettings; readonly now: Date },
): Promise<Result<PutIntoQueue>> {
  const { projectId, person, settings, now } = selected;
  const outputIds = await outputsOf(selected);
  if (outputIds.length === 0) return noneLeft();
  const draw = drawOf(outputIds);
  const made = await createQueue({ projectId, by: person, settings, overlapShare: 0, draw, now });
  if (!made.ok) return made;
  const added = (await findQueue(projectId, made.value))?.outputs.length ?? 0;
  return ok({ queueId: made.value, added, leftOut: outputIds.length - added });
}

const drawOf = (outputIds: readonly OutputId[]) =>
  ({ scope: { of: "picked", outputIds: new Set(outputIds) }, share: 1 }) as const;

/** How many outputs got a tag, how many had it from the same person, and how many had too many. */
export type Tagged = { readonly tagged: number; readonly had: number; readonly full: number };

/** So many remarks are written at a time. */
const PART = 1_000;

/** Adds a failure tag to what a person says of selected outputs; their other tags stay. */
export async function tagOutputs(selected: Selected & { readonly tag: string }): Promise<Result<Tagged>> {
  const { projectId, person, tag } = selected;
  const outputIds = await outputsOf(selected);
  if (outputIds.length === 0) return noneLeft();
  const own = standingTags((await listTags(projectId)).filter(({ grader }) => grader === person));
  const tagsOf = (id: OutputId) => own.get(id) ?? [];
  const without = outputIds.filter((id) => !tagsOf(id).includes(tag));
  const wanted = without.filter((id) => tagsOf(id).length < MOST_TAGS);
  const remarks = wanted.map((outputId) => ({
    key: randomUUID(),
    outputId,
    remark: { kind: "tags" as const, tags: [...tagsOf(outputId), tag] },
  }));
  for (let i = 0; i < remarks.length; i += PART)
    await addRemarks({ projectId, grader: person }, remarks.slice(i, i + PART));
  await publish(projectId, "grades");
  return ok({
    tagged: wanted.length,
    had: outputIds.length - without.length,
    full: without.length - wanted.length,
  });
}

/** What selected outputs can be put into, and who can be asked to grade them. */
export type BulkChoices = {
  readonly queues: readonly { readonly id: QueueId; readonly name: string }[];
  readonly persons: readonly NamedPerson[];
};

export async function readBulkChoices(projectId: ProjectId): Promise<BulkChoices> {
  const [queues, persons] = await Promise.all([listOpenQueueNames(projectId), listPersons(projectId)]);
  return { queues, persons };
}
