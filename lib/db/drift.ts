import { DriftEvent, type DriftDraft } from "@/lib/domain/drift-event";
import type { ProjectId } from "@/lib/domain/ids";
import { storable } from "@/lib/domain/storable";
import { db } from "./client";
import type { Prisma } from "./generated/client";

const columns = {
  id: true,
  kind: true,
  key: true,
  criterionId: true,
  revisionId: true,
  by: true,
  sentence: true,
  evidence: true,
  at: true,
  resolvedAt: true,
  resolvedBy: true,
  resolution: true,
  comments: { select: { id: true, author: true, text: true, at: true }, orderBy: { id: "asc" } },
} satisfies Prisma.DriftEventSelect;

/** The drift journal of a project, oldest first. */
export async function listDriftEvents(projectId: ProjectId): Promise<DriftEvent[]> {
  const rows = await db.driftEvent.findMany({
    where: { projectId },
    select: columns,
    orderBy: { id: "asc" },
  });
  return rows.map((row) => DriftEvent.parse(row));
}

/** How many entries of the journal are not settled. */
export const countOpenDrift = (projectId: ProjectId): Promise<number> =>
  db.driftEvent.count({ where: { projectId, resolvedAt: null } });

/** Adds entries; one whose key is in the journal already is left as it is. Returns how many are new. */
export async function addDriftEvents(projectId: ProjectId, drafts: readonly DriftDraft[]): Promise<number> {
  const { count } = await db.driftEvent.createMany({
    data: drafts.map((draft) => ({ ...draft, sentence: storable(draft.sentence), projectId })),
    skipDuplicates: true,
  });
  return count;
}

export type DriftTarget = { readonly projectId: ProjectId; readonly eventId: number };

/** False when the project has no such entry. */
export async function addDriftComment(
  { projectId, eventId }: DriftTarget,
  comment: { readonly author: string; readonly text: string },
): Promise<boolean> {
  if ((await db.driftEvent.count({ where: { id: eventId, projectId } })) === 0) return false;
  await db.driftComment.create({ data: { eventId, author: comment.author, text: storable(comment.text) } });
  return true;
}

/** Settles an entry, or (null) opens it again. False when the project has no such entry. */
export async function settleDriftEvent(
  { projectId, eventId }: DriftTarget,
  settled: { readonly by: string; readonly at: Date; readonly resolution: string } | null,
): Promise<boolean> {
  const { count } = await db.driftEvent.updateMany({
    where: { id: eventId, projectId },
    data: {
      resolvedAt: settled?.at ?? null,
      resolvedBy: settled?.by ?? null,
      resolution: storable(settled?.resolution ?? ""),
    },
  });
  return count > 0;
}
