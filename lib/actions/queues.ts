"use server";
import { z } from "zod";
import { sayMove } from "@/lib/domain/audit";
import { OverlapShare, QueueDraw, QueueSettings } from "@/lib/domain/grading-queue";
import { OutputId, ProjectId, QueueId } from "@/lib/domain/ids";
import { graderProgress, nextQueueCards } from "@/lib/workflow/choose-queue-card";
import { percent } from "@/lib/domain/ratio";
import {
  closeQueue,
  createQueue,
  editQueue,
  extendQueue,
  removeQueue,
  setOverlap,
  takeOutputsOut,
} from "@/lib/workflow/manage-queues";
import { currentPerson } from "./current-person";
import { audited } from "./audited";
import { defineAction } from "./define-action";

const OnQueue = z.object({ projectId: ProjectId, queueId: QueueId });

export const createQueueAction = defineAction(
  "editor",
  z.object({
    projectId: ProjectId,
    settings: QueueSettings,
    overlapShare: OverlapShare,
    draw: QueueDraw,
  }),
  audited(
    "grading",
    async (input) => createQueue({ ...input, by: await currentPerson(), now: new Date() }),
    ({ settings }) => `made the queue "${settings.name}"`,
  ),
);

/** Instructions are not in the log: they are a text that people wrote. */
function sayChanges(before: QueueSettings, after: QueueSettings): string {
  const moves = [
    ["name", before.name, after.name],
    ["graders", String(before.assignees.length), String(after.assignees.length)],
    ["graders per output", String(before.gradersPerOutput), String(after.gradersPerOutput)],
    ["minutes kept", String(before.reservationMinutes), String(after.reservationMinutes)],
  ] as const;
  const said = moves.flatMap(([what, from, to]) => (from === to ? [] : [`${what} ${sayMove(from, to)}`]));
  return said.length === 0 ? "" : `: ${said.join(", ")}`;
}

export const editQueueAction = defineAction(
  "editor",
  OnQueue.extend({ settings: QueueSettings }),
  audited(
    "grading",
    async (input) => editQueue(input),
    ({ settings }, _value, { queue }) => `changed its settings${queue ? sayChanges(queue, settings) : ""}`,
  ),
);

/** Draws further outputs into a queue. */
export const extendQueueAction = defineAction(
  "editor",
  OnQueue.extend({ draw: QueueDraw }),
  audited(
    "grading",
    async (input) => extendQueue({ ...input, now: new Date() }),
    () => "drew further outputs into it",
  ),
);

/** Closes a queue, or opens it again. */
export const closeQueueAction = defineAction(
  "editor",
  OnQueue.extend({ isClosed: z.boolean() }),
  audited(
    "grading",
    async ({ isClosed, ...target }) => closeQueue({ ...target, closedAt: isClosed ? new Date() : null }),
    ({ isClosed }) => (isClosed ? "closed it" : "opened it again"),
  ),
);

/** Which share every grader grades, for what was not handed out yet. */
export const setOverlapAction = defineAction(
  "editor",
  OnQueue.extend({ overlapShare: OverlapShare }),
  audited(
    "grading",
    setOverlap,
    ({ overlapShare }, { moved }, { queue }) =>
      `graded by all ${sayMove(queue && percent(queue.overlapShare), percent(overlapShare))}, which moved ${moved} outputs`,
  ),
);

/** Only those that nobody has graded in it. */
export const takeOutputsOutAction = defineAction(
  "editor",
  OnQueue.extend({ outputIds: z.array(OutputId).min(1).max(500) }),
  audited("grading", takeOutputsOut, (_input, count) =>
    count === 1 ? "took an output out of it" : `took ${count} outputs out of it`,
  ),
);

/** What was graded in it stays. */
export const deleteQueueAction = defineAction(
  "owner",
  OnQueue,
  audited("grading", removeQueue, () => "deleted it; its grades stay"),
);

export const nextQueueCardsAction = defineAction(
  "grader",
  OnQueue.extend({ count: z.number().int().min(1).max(10), exclude: z.array(OutputId).max(50) }),
  async (input) => nextQueueCards({ ...input, grader: await currentPerson(), now: new Date() }),
);

/** How far who asks is in a queue. */
export const queueProgressAction = defineAction("grader", OnQueue, async (input) =>
  graderProgress({ ...input, grader: await currentPerson(), now: new Date() }),
);
