import type { ProjectId } from "@/lib/domain/ids";
import { storable } from "@/lib/domain/storable";
import { db } from "./client";
import type { Prisma } from "./generated/client";

export type ActivityKind = "suggest" | "write" | "induce" | "run" | "import" | "probe";

const columns = {
  id: true,
  kind: true,
  title: true,
  state: true,
  done: true,
  total: true,
  detail: true,
  startedAt: true,
  endedAt: true,
  heartbeatAt: true,
} satisfies Prisma.ActivitySelect;

/** Something that the background does or did. `total` null: not known how much; `endedAt` null: still going on. */
export type Activity = Prisma.ActivityGetPayload<{ select: typeof columns }>;

/** The newest activities first. */
export const listActivities = (projectId: ProjectId, take: number): Promise<Activity[]> =>
  db.activity.findMany({ where: { projectId }, select: columns, orderBy: { id: "desc" }, take });

/** Whether something with this title was begun after a moment and ended well. */
export const wasDoneSince = async (projectId: ProjectId, title: string, since: Date): Promise<boolean> =>
  (await db.activity.count({ where: { projectId, title, state: "done", startedAt: { gt: since } } })) > 0;

/** Opens an activity; null when the project is gone. */
export async function startActivity(
  projectId: ProjectId,
  activity: { readonly kind: ActivityKind; readonly title: string; readonly total?: number },
): Promise<number | null> {
  const known = await db.project.findUnique({ where: { id: projectId }, select: { id: true } });
  if (!known) return null;
  const row = await db.activity.create({
    data: { ...activity, projectId, state: "running" },
    select: { id: true },
  });
  return row.id;
}

/** A sign of life; nothing happens when the activity was deleted with its project. */
export async function touchActivity(id: number, at: Date): Promise<void> {
  await db.activity.updateMany({ where: { id }, data: { heartbeatAt: at } });
}

export async function endActivity(
  id: number,
  end: {
    readonly state: "done" | "failed" | "cancelled";
    readonly detail: string;
    readonly at: Date;
    readonly done?: number;
  },
): Promise<void> {
  await db.activity.updateMany({
    where: { id, state: "running" },
    data: {
      state: end.state,
      detail: storable(end.detail),
      endedAt: end.at,
      ...(end.done === undefined ? {} : { done: end.done }),
    },
  });
}

/** Activities of a process that died: no sign of life since `before`. They are marked; the work left is found anew. */
export async function markLostActivities(before: Date): Promise<number> {
  const { count } = await db.activity.updateMany({
    where: { state: "running", heartbeatAt: { lt: before } },
    data: {
      state: "failed",
      detail: "The process that did this stopped. What was left is picked up again.",
      endedAt: before,
    },
  });
  return count;
}
