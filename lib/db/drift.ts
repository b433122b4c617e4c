import { DriftEvent, DriftKind, QUIET_KINDS, type DriftDraft, type Recheck } from "@/lib/domain/drift-event";
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
  recheck: true,
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

/** Null: the project has no such entry. */
export async function findDriftEvent({ projectId, eventId }: DriftTarget): Promise<DriftEvent | null> {
  const row = await db.driftEvent.findFirst({ where: { id: eventId, projectId }, select: columns });
  return row && DriftEvent.parse(row);
}

/** How many entries of the journal are not settled. */
export const countOpenDrift = (projectId: ProjectId): Promise<number> =>
  db.driftEvent.count({ where: { projectId, resolvedAt: null, kind: { notIn: [...QUIET_KINDS] } } });

/** Whether the journal has an entry with this key. */
export const hasDriftEvent = async (projectId: ProjectId, key: string): Promise<boolean> =>
  (await db.driftEvent.count({ where: { projectId, key } })) > 0;

/** Adds entries; one whose key is in the journal already is left as it is. Returns how many are new. */
export const addDriftEvents = (projectId: ProjectId, drafts: readonly DriftDraft[]): Promise<number> =>
  insertDriftEvents(db, projectId, drafts);

/** The same within a transaction. */
export async function insertDriftEvents(
  client: Prisma.TransactionClient,
  projectId: ProjectId,
  drafts: readonly DriftDraft[],
): Promise<number> {
  const { count } = await client.driftEvent.createMany({
    data: drafts.map((draft) => ({ ...draft, sentence: storable(draft.sentence), projectId })),
    skipDuplicates: true,
  });
  return count;
}

export type DriftTarget = { readonly projectId: ProjectId; readonly eventId: number };

/** False when the project has no such entry. */
export async function addDriftComment(
  { projectId, eventId }: DriftTarget,
  { author, text, mentions }: NewComment,
): Promise<boolean> {
  if ((await db.driftEvent.count({ where: { id: eventId, projectId } })) === 0) return false;
  const named = { create: mentions.map((person) => ({ person })) };
  await db.driftComment.create({ data: { eventId, author, text: storable(text), mentions: named } });
  return true;
}

export type NewComment = {
  readonly author: string;
  readonly text: string;
  /** The ids of those whom it names. */
  readonly mentions: readonly string[];
};

const unseenBy = (projectId: ProjectId, person: string): Prisma.MentionWhereInput => ({
  ...{ person, seenAt: null },
  comment: { event: { projectId } },
});

/** The comments that name a person who has not seen them yet, oldest first. */
export async function listUnseenMentions(projectId: ProjectId, person: string): Promise<UnseenMention[]> {
  const rows = await db.mention.findMany({
    where: unseenBy(projectId, person),
    select: { comment: { select: { id: true, eventId: true, author: true, text: true, at: true } } },
    orderBy: { commentId: "asc" },
  });
  return rows.map(({ comment }) => comment);
}

/** A comment that names somebody who has not seen it. */
export type UnseenMention = {
  readonly id: number;
  readonly eventId: number;
  readonly author: string;
  readonly text: string;
  readonly at: Date;
};

export const countUnseenMentions = (projectId: ProjectId, person: string): Promise<number> =>
  db.mention.count({ where: unseenBy(projectId, person) });

/** Those among `commentIds` have been seen by the person. */
export async function seeMentions(
  projectId: ProjectId,
  seen: { readonly person: string; readonly commentIds: readonly number[]; readonly at: Date },
): Promise<void> {
  await db.mention.updateMany({
    where: { ...unseenBy(projectId, seen.person), commentId: { in: [...seen.commentIds] } },
    data: { seenAt: seen.at },
  });
}

/** Whose criterion an entry is about; null: it is about none, or there is no such entry. */
export async function findSubjectOwner({ projectId, eventId }: DriftTarget): Promise<string | null> {
  const row = await db.driftEvent.findFirst({
    where: { id: eventId, projectId },
    select: {
      criterion: {
        select: { ownedBy: true, revisions: { where: { number: 1 }, select: { author: true } } },
      },
    },
  });
  return row?.criterion?.ownedBy ?? row?.criterion?.revisions[0]?.author ?? null;
}

/** Null: the project has no such entry. */
export async function findDriftKind({ projectId, eventId }: DriftTarget): Promise<DriftKind | null> {
  const row = await db.driftEvent.findFirst({ where: { id: eventId, projectId }, select: { kind: true } });
  return row && DriftKind.parse(row.kind);
}

/** Keeps what judges said when they were asked again, in the place of what they said before that. */
export async function saveRecheck({ projectId, eventId }: DriftTarget, recheck: Recheck): Promise<void> {
  await db.driftEvent.updateMany({ where: { id: eventId, projectId }, data: { recheck } });
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
