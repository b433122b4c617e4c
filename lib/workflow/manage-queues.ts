import { listPersons } from "@/lib/db/persons";
import {
  addQueue,
  addQueueOutputs,
  findQueue,
  newQueueId,
  setQueueClosed,
  updateQueue,
} from "@/lib/db/queues";
import {
  drawForQueue,
  type QueueFill,
  type QueueOutput,
  type QueueSettings,
} from "@/lib/domain/grading-queue";
import type { ProjectId, QueueId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
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
