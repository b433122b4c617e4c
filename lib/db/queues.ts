import { randomUUID } from "node:crypto";
import { GradingQueue, QueueOutput, type Drawn, type QueueSettings } from "@/lib/domain/grading-queue";
import type { Reservation } from "@/lib/domain/hand-out";
import { OutputId, QueueId, type ProjectId } from "@/lib/domain/ids";
import { storable } from "@/lib/domain/storable";
import { db } from "./client";
import type { Prisma } from "./generated/client";

export type StoredQueue = { readonly queue: GradingQueue; readonly outputs: readonly QueueOutput[] };

const outputColumns = {
  outputId: true,
  isOverlap: true,
  drawnFrom: true,
  freshSince: true,
} satisfies Prisma.QueueOutputSelect;

const ofQueue = { select: outputColumns, orderBy: { outputId: "asc" } } as const;

type Row = Prisma.GradingQueueGetPayload<{ include: { outputs: typeof ofQueue } }>;

const toStored = ({ outputs, ...row }: Row): StoredQueue => ({
  queue: GradingQueue.parse(row),
  outputs: outputs.map((output) => QueueOutput.parse(output)),
});

/** The queues of a project, newest first, with their outputs by id. */
export async function listQueues(projectId: ProjectId): Promise<StoredQueue[]> {
  const rows = await db.gradingQueue.findMany({
    where: { projectId },
    include: { outputs: ofQueue },
    orderBy: { createdAt: "desc" },
  });
  return rows.map(toStored);
}

/** Null when the project has no such queue. */
export async function findQueue(projectId: ProjectId, queueId: QueueId): Promise<StoredQueue | null> {
  const row = await db.gradingQueue.findFirst({
    where: { id: queueId, projectId },
    include: { outputs: ofQueue },
  });
  return row && toStored(row);
}

/** The queue in which an output is; null: the project has no such queue, or the output is not in it. */
export const findPlaceInQueue = (
  projectId: ProjectId,
  queueId: QueueId,
  outputId: OutputId,
): Promise<Pick<GradingQueue, "name" | "assignees" | "closedAt"> | null> =>
  db.gradingQueue.findFirst({
    where: { id: queueId, projectId, outputs: { some: { outputId } } },
    select: { name: true, assignees: true, closedAt: true },
  });

/** The queues of a project that are not closed, newest first. */
export async function listOpenQueueNames(
  projectId: ProjectId,
): Promise<{ readonly id: QueueId; readonly name: string }[]> {
  const rows = await db.gradingQueue.findMany({
    where: { projectId, closedAt: null },
    select: { id: true, name: true },
    orderBy: { createdAt: "desc" },
  });
  return rows.map(({ id, name }) => ({ id: QueueId.parse(id), name }));
}

/** How many queues of a project are not closed. */
export const countOpenQueues = (projectId: ProjectId): Promise<number> =>
  db.gradingQueue.count({ where: { projectId, closedAt: null } });

export const newQueueId = (): QueueId => QueueId.parse(randomUUID());

const texts = ({ name, instructions, ...rest }: QueueSettings) => ({
  ...rest,
  assignees: [...rest.assignees],
  name: storable(name),
  instructions: storable(instructions),
});

/** Stores a queue with its outputs, all or nothing. */
export async function addQueue(
  queue: Omit<GradingQueue, "createdAt" | "closedAt">,
  outputs: readonly QueueOutput[],
): Promise<void> {
  const { id, projectId, overlapShare, createdBy, ...settings } = queue;
  await db.gradingQueue.create({
    data: {
      ...{ id, projectId, overlapShare, createdBy },
      ...texts(settings),
      outputs: { createMany: { data: [...outputs] } },
    },
  });
}

/** Adds outputs to a queue; those that are in it already stay as they are. */
export async function addQueueOutputs(queueId: QueueId, outputs: readonly QueueOutput[]): Promise<void> {
  await db.queueOutput.createMany({
    data: outputs.map((output) => ({ ...output, queueId })),
    skipDuplicates: true,
  });
}

/** Changes the settings of a queue; what was kept for those who are not asked any more is free again. */
export async function updateQueue(queueId: QueueId, settings: QueueSettings): Promise<void> {
  await db.$transaction([
    db.gradingQueue.updateMany({ where: { id: queueId }, data: texts(settings) }),
    db.reservation.deleteMany({ where: { queueId, grader: { notIn: [...settings.assignees] } } }),
  ]);
}

/**
 * Moves outputs into the overlap or out of it, as `choose` says from what was ever handed out and is not graded yet: no
 * output is handed out meanwhile.
 */
export async function changeOverlap(
  queueId: QueueId,
  overlapShare: number,
  choose: (reservations: readonly Reservation[]) => readonly Drawn[],
): Promise<number> {
  return db.$transaction(async (tx) => {
    await lockQueue(tx, queueId);
    const moved = choose(await toReservations(tx, [queueId]));
    await tx.gradingQueue.update({ where: { id: queueId }, data: { overlapShare } });
    for (const isOverlap of [true, false]) {
      const outputIds = moved.filter((one) => one.isOverlap === isOverlap).map(({ outputId }) => outputId);
      await tx.queueOutput.updateMany({
        where: { queueId, outputId: { in: outputIds } },
        data: { isOverlap },
      });
    }
    return moved.length;
  });
}

/**
 * Takes outputs out of a queue. What stays was not drawn evenly any more, since somebody has chosen among it: what is
 * graded of it from now on says so.
 */
export async function removeQueueOutputs(queueId: QueueId, outputIds: readonly OutputId[]): Promise<number> {
  const where = { queueId, outputId: { in: [...outputIds] } };
  return db.$transaction(async (tx) => {
    await lockQueue(tx, queueId);
    await tx.reservation.deleteMany({ where });
    const { count } = await tx.queueOutput.deleteMany({ where });
    if (count > 0) await tx.queueOutput.updateMany({ where: { queueId }, data: { drawnFrom: null } });
    return count;
  });
}

/** Deletes a queue; what was graded in it stays. */
export async function deleteQueue(projectId: ProjectId, queueId: QueueId): Promise<boolean> {
  const { count } = await db.gradingQueue.deleteMany({ where: { id: queueId, projectId } });
  return count > 0;
}

/** Closes a queue, or opens it again (null). */
export async function setQueueClosed(queueId: QueueId, closedAt: Date | null): Promise<void> {
  await db.gradingQueue.updateMany({ where: { id: queueId }, data: { closedAt } });
}

const toReservations = async (tx: Prisma.TransactionClient, queueIds: readonly QueueId[]) => {
  const rows = await tx.reservation.findMany({ where: { queueId: { in: [...queueIds] } } });
  return rows.map(({ queueId, outputId, grader, until }) => ({
    queueId: QueueId.parse(queueId),
    outputId: OutputId.parse(outputId),
    grader,
    until,
  }));
};

const lockQueue = (tx: Prisma.TransactionClient, queueId: QueueId) =>
  tx.$queryRaw`SELECT id FROM "GradingQueue" WHERE id = ${queueId} FOR NO KEY UPDATE`;

/** What is in whose hands, lapsed reservations included. */
export const listReservations = (
  queueIds: readonly QueueId[],
): Promise<(Reservation & { readonly queueId: QueueId })[]> => toReservations(db, queueIds);

/**
 * Hands outputs out to a grader, as `choose` says from what is in whose hands: one request of a queue at a time, so
 * that no two get the same place. Those that it names are kept for the grader until the given moment.
 */
export async function reserve<
  Handed extends { readonly taken: readonly OutputId[]; readonly kept: readonly OutputId[] },
>(
  { queueId, grader, until }: { readonly queueId: QueueId; readonly grader: string; readonly until: Date },
  choose: (reservations: readonly Reservation[]) => Handed,
): Promise<Handed> {
  return db.$transaction(async (tx) => {
    await lockQueue(tx, queueId);
    const handed = choose(await toReservations(tx, [queueId]));
    const outputIds = [...handed.taken, ...handed.kept];
    await tx.reservation.deleteMany({ where: { queueId, grader, outputId: { in: outputIds } } });
    await tx.reservation.createMany({
      data: outputIds.map((outputId) => ({ queueId, outputId, grader, until })),
    });
    return handed;
  });
}

/** Frees outputs that a grader will not grade now, in whichever queue they are kept for them. */
export async function releaseOutputs(
  projectId: ProjectId,
  grader: string,
  outputIds: readonly OutputId[],
): Promise<void> {
  if (outputIds.length === 0) return;
  await db.reservation.deleteMany({
    where: { grader, outputId: { in: [...outputIds] }, queue: { projectId } },
  });
}
