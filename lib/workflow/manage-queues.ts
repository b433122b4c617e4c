import { listPersons } from "@/lib/db/persons";
import {
  addQueue,
  addQueueOutputs,
  changeOverlap,
  deleteQueue,
  findQueue,
  newQueueId,
  removeQueueOutputs,
  setQueueClosed,
  updateQueue,
} from "@/lib/db/queues";
import {
  drawForQueue,
  moveOverlap,
  type Drawn,
  type QueueFill,
  type QueueOutput,
  type QueueSettings,
} from "@/lib/domain/grading-queue";
import { dealtIn } from "@/lib/domain/hand-out";
import type { OutputId, ProjectId, QueueId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { ratio, type Ratio } from "@/lib/domain/ratio";
import { publish } from "@/lib/jobs/notify";
import { candidatesIn, drawable } from "./queue-candidates";
import { readBoard } from "./read-board";

type Target = { readonly projectId: ProjectId; readonly queueId: QueueId };

/** Makes a queue and draws its outputs, which stay the same from then on. */
export async function createQueue(input: {
  readonly projectId: ProjectId;
  readonly by: string;
  readonly settings: QueueSettings;
  readonly overlapShare: number;
  readonly draw: QueueFill;
  readonly now: Date;
}): Promise<Result<QueueId>> {
  const { projectId, by, settings, overlapShare, draw, now } = input;
  const refusal = await refuseStrangers(projectId, settings);
  if (refusal) return refusal;
  const id = newQueueId();
  const outputs = await drawOutputs(projectId, { id, overlapShare, draw, now, before: [] });
  if (!outputs.ok) return outputs;
  await addQueue({ id, projectId, createdBy: by, overlapShare, ...settings }, outputs.value);
  await publish(projectId, "grades");
  return ok(id);
}

/** Changes who grades, how many grade each output, the name, the instructions and how long outputs are kept. */
export async function editQueue({
  settings,
  ...target
}: Target & { readonly settings: QueueSettings }): Promise<Result<null>> {
  const found = await findQueue(target.projectId, target.queueId);
  if (!found) return fail({ code: "not-found", what: "queue" });
  const refusal = await refuseStrangers(target.projectId, settings, found.queue.assignees);
  if (refusal) return refusal;
  await updateQueue(target.queueId, settings);
  await publish(target.projectId, "grades");
  return ok(null);
}

/** Draws further outputs into a queue. Gives how many. */
export async function extendQueue(
  input: Target & { readonly draw: QueueFill; readonly now: Date },
): Promise<Result<number>> {
  const { projectId, queueId, draw, now } = input;
  const found = await findQueue(projectId, queueId);
  if (!found) return fail({ code: "not-found", what: "queue" });
  const { overlapShare } = found.queue;
  const added = await drawOutputs(projectId, { id: queueId, overlapShare, draw, now, before: found.outputs });
  if (!added.ok) return added;
  await addQueueOutputs(queueId, added.value);
  await publish(projectId, "grades");
  return ok(added.value.length);
}

/** From then on it hands out nothing; what was graded stays. Null opens it again. */
export async function closeQueue({
  closedAt,
  ...target
}: Target & { readonly closedAt: Date | null }): Promise<Result<null>> {
  if (!(await findQueue(target.projectId, target.queueId))) return fail({ code: "not-found", what: "queue" });
  await setQueueClosed(target.queueId, closedAt);
  await publish(target.projectId, "grades");
  return ok(null);
}

/**
 * Changes which share of a queue every assignee grades. It takes effect for outputs that nobody has or had in hand; gives
 * how many changed, and the share that came of it.
 */
export async function setOverlap(
  input: Target & { readonly overlapShare: number },
): Promise<Result<{ readonly moved: number; readonly overlap: Ratio }>> {
  const { projectId, queueId, overlapShare } = input;
  const [found, board] = await Promise.all([findQueue(projectId, queueId), readBoard(projectId)]);
  if (!found) return fail({ code: "not-found", what: "queue" });
  const { queue, outputs } = found;
  const touched = new Set(dealtIn(queue, outputs, [...board.events, ...board.heldOut]).keys());
  let moved: readonly Drawn[] = [];
  await changeOverlap(queueId, overlapShare, (reservations) => {
    for (const { outputId } of reservations) touched.add(outputId);
    const isFree = (outputId: OutputId) => !touched.has(outputId);
    return (moved = moveOverlap(outputs, { share: overlapShare, isFree, seed: queueId }));
  });
  await publish(projectId, "grades");
  const before = outputs.filter(({ isOverlap }) => isOverlap).length;
  const change = moved.reduce((sum, { isOverlap }) => sum + (isOverlap ? 1 : -1), 0);
  return ok({ moved: moved.length, overlap: ratio(before + change, outputs.length) });
}

/** Takes outputs out of a queue that nobody has graded in it. Gives how many. */
export async function takeOutputsOut(
  input: Target & { readonly outputIds: readonly OutputId[] },
): Promise<Result<number>> {
  const { projectId, queueId, outputIds } = input;
  const [found, board] = await Promise.all([findQueue(projectId, queueId), readBoard(projectId)]);
  if (!found) return fail({ code: "not-found", what: "queue" });
  const { queue, outputs } = found;
  const dealt = dealtIn(queue, outputs, [...board.events, ...board.heldOut]);
  const free = outputIds.filter((id) => (dealt.get(id)?.done.size ?? 0) === 0);
  const removed = await removeQueueOutputs(queueId, free);
  if (removed === 0)
    return fail({
      code: "bad-input",
      sentence: "Only outputs that are in the queue, and that nobody has graded in it, can be taken out.",
    });
  await publish(projectId, "grades");
  return ok(removed);
}

/** Deletes a queue; what was graded in it stays, and counts as ever. */
export async function removeQueue({ projectId, queueId }: Target): Promise<Result<null>> {
  if (!(await deleteQueue(projectId, queueId))) return fail({ code: "not-found", what: "queue" });
  await publish(projectId, "grades");
  return ok(null);
}

/** Null: everybody who is asked is known in the project, or was asked before. */
async function refuseStrangers(
  projectId: ProjectId,
  { assignees }: QueueSettings,
  before: readonly string[] = [],
): Promise<Result<never> | null> {
  const known = new Set([...(await listPersons(projectId)).map(({ id }) => id), ...before]);
  const strangers = assignees.filter((person) => !known.has(person));
  return strangers.length === 0
    ? null
    : fail({
        code: "bad-input",
        sentence: `${strangers.join(", ")} is not known in this project. Choose people who grade in it.`,
      });
}

async function drawOutputs(
  projectId: ProjectId,
  {
    id,
    overlapShare,
    draw,
    now,
    before,
  }: {
    readonly id: QueueId;
    readonly overlapShare: number;
    readonly draw: QueueFill;
    readonly now: Date;
    readonly before: readonly QueueOutput[];
  },
): Promise<Result<QueueOutput[]>> {
  const board = await readBoard(projectId);
  const taken = new Set(before.map(({ outputId }) => outputId));
  const candidates = (await candidatesIn(projectId, board, draw.scope)).filter((one) => !taken.has(one));
  if (candidates.length === 0) return fail({ code: "bad-input", sentence: sayNone(draw, before.length > 0) });
  const seed = `${id}:${before.length}`;
  const drawn = drawForQueue(candidates, { share: draw.share, overlapShare, seed }, before);
  return ok(
    drawn.map((one) => ({
      ...one,
      drawnFrom: draw.scope.of === "all" ? drawable(board).length : null,
      freshSince: draw.scope.of === "disputed" ? now : null,
    })),
  );
}

function sayNone({ scope }: QueueFill, isMore: boolean): string {
  const further = isMore ? " that is not in the queue already" : "";
  switch (scope.of) {
    case "all":
      return `There is no output${further}. Import outputs first.`;
    case "slice":
      return `There is no output with ${scope.key} “${scope.value}”${further}. Choose others.`;
    case "picked":
      return `None of these outputs can be put into the queue: they are${isMore ? " in it already," : ""} (almost) the same as others, or held back by an audit set. Select others.`;
    case "disputed":
      return `There is no undecided output${further} on which people differ. Choose others.`;
  }
}
