import { AuditKind, type AuditEntry, type AuditFilter } from "@/lib/domain/audit";
import { LOCAL_PERSON } from "@/lib/domain/access";
import type { AssertionId, CriterionId, ProjectId, QueueId } from "@/lib/domain/ids";
import { storable } from "@/lib/domain/storable";
import { db } from "./client";
import type { Prisma } from "./generated/client";

type NewEntry = Omit<AuditEntry, "id" | "at"> & { readonly projectId: ProjectId | null };

/** Writes down what was done. The database refuses to change or delete it, but with its project. */
export async function addAuditEntry({ did, about, ...entry }: NewEntry): Promise<void> {
  await db.auditEntry.create({ data: { ...entry, did: storable(did), about: storable(about) } });
}

/** What stands there of a change as long as nobody knows what became of it. */
const BEGAN = "began a change; whether it was done was not written down";

/** Writes the line of a change before it is made; gives its id. */
export async function beginAuditEntry({ about, ...entry }: Omit<NewEntry, "did">): Promise<number> {
  const data = { ...entry, did: BEGAN, about: storable(about), isDone: false };
  return (await db.auditEntry.create({ data, select: { id: true } })).id;
}

/** Says in the line of a change what was done, for good. False: the line went with its project. */
export async function endAuditEntry(
  id: number,
  { projectId, did }: { readonly projectId: ProjectId | null; readonly did: string },
): Promise<boolean> {
  const { count } = await db.auditEntry.updateMany({
    where: { id, isDone: false },
    data: { projectId, did: storable(did), isDone: true },
  });
  return count > 0;
}

/** Takes the line of a change away that was refused: nothing was done. */
export async function dropAuditEntry(id: number): Promise<void> {
  await db.auditEntry.deleteMany({ where: { id, isDone: false } });
}

/** Null: the log of the installation. */
type Log = { readonly projectId: ProjectId | null; readonly filter: AuditFilter };

const matching = ({ projectId, filter: { by, kind } }: Log): Prisma.AuditEntryWhereInput => ({
  ...{ projectId, ...(by === null ? {} : { by }), ...(kind === null ? {} : { kind }) },
});

/** Newest first, those older than `before` (null: from the newest). */
export async function listAuditEntries(
  log: Log,
  { before, take }: { readonly before: number | null; readonly take: number },
): Promise<AuditEntry[]> {
  const rows = await db.auditEntry.findMany({
    where: { ...matching(log), ...(before === null ? {} : { id: { lt: before } }) },
    omit: { projectId: true, isDone: true },
    orderBy: { id: "desc" },
    take,
  });
  return rows.map((row) => ({ ...row, did: withoutDecision(row.did), kind: AuditKind.parse(row.kind) }));
}

/** Earlier entries say how a dispute was decided, which whoever grades the output blind must not read. */
const withoutDecision = (did: string): string => did.replace(/^(decided a dispute): (?:good|bad)$/, "$1");

export const countAuditEntries = (log: Log): Promise<number> => db.auditEntry.count({ where: matching(log) });

/** Everybody who stands in a log, by their id; who has no account (any more) by it alone. */
export async function peopleOfLog(projectId: ProjectId | null): Promise<Map<string, string>> {
  const rows = await db.auditEntry.findMany({ where: { projectId }, distinct: ["by"], select: { by: true } });
  const ids = rows.map(({ by }) => by);
  const users = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map([
    [LOCAL_PERSON.id, LOCAL_PERSON.name],
    ...users.map(({ id, name }) => [id, name] as const),
  ]);
  return new Map(ids.map((id) => [id, names.get(id) ?? id]));
}

/** What a change can be about, of one project; null: not about one of these. */
export type Subject = {
  readonly criterionId: CriterionId | null;
  readonly assertionId: AssertionId | null;
  readonly queueId: QueueId | null;
};

/** The name of a subject as it is now; null: there is none. */
export async function nameSubject(projectId: ProjectId, subject: Subject): Promise<string | null> {
  if (subject.assertionId !== null) {
    const row = await db.assertion.findFirst({
      where: { id: subject.assertionId, projectId },
      select: { name: true },
    });
    return row && `assertion ${row.name}`;
  }
  if (subject.criterionId !== null) {
    const row = await db.revision.findFirst({
      where: { criterionId: subject.criterionId, criterion: { projectId } },
      select: { name: true },
      orderBy: { number: "desc" },
    });
    return row && `criterion ${row.name}`;
  }
  if (subject.queueId === null) return null;
  const row = await db.gradingQueue.findFirst({
    where: { id: subject.queueId, projectId },
    select: { name: true },
  });
  return row && `queue ${row.name}`;
}

/** The name of somebody with an account; null: there is none. */
export async function nameOfUser(userId: string): Promise<string | null> {
  return (await db.user.findUnique({ where: { id: userId }, select: { name: true } }))?.name ?? null;
}
