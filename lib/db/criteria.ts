import { Criterion, Revision, wordedBy } from "@/lib/domain/criterion";
import type { CriterionKind, RevisionChange } from "@/lib/domain/criterion";
import type { CriterionHistory } from "@/lib/domain/drift-journal";
import type { DriftDraft } from "@/lib/domain/drift-event";
import { ProjectId, type CriterionId } from "@/lib/domain/ids";
import { storable } from "@/lib/domain/storable";
import { db } from "./client";
import { insertDriftEvents } from "./drift";
import { toGradeRow, type NewGrade } from "./grades";
import type { Prisma } from "./generated/client";

const revisionColumns = {
  id: true,
  number: true,
  name: true,
  wording: true,
  examples: true,
  ffrLimit: true,
  author: true,
  why: true,
  change: true,
  afterGrade: true,
  createdAt: true,
} satisfies Prisma.RevisionSelect;

const columns = {
  id: true,
  position: true,
  kind: true,
  ffrLimit: true,
  mustPass: true,
  isRelative: true,
  ownedBy: true,
  notes: true,
  origin: true,
  retiredAt: true,
  revisions: { select: revisionColumns, orderBy: { number: "desc" } },
} satisfies Prisma.CriterionSelect;

type Row = Prisma.CriterionGetPayload<{ select: typeof columns }>;

function toCriterion({ revisions, ...row }: Row): Criterion {
  return Criterion.parse({ ...row, ...wordedBy(revisions.map((revision) => Revision.parse(revision))) });
}

/** The criteria of a project in the person's order, each with its current wording; retired ones only on request. */
export async function listCriteria(
  projectId: ProjectId,
  options: { readonly retiredToo?: boolean } = {},
): Promise<Criterion[]> {
  const rows = await db.criterion.findMany({
    where: { projectId, ...(options.retiredToo ? {} : { retiredAt: null }) },
    select: columns,
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
  return rows.filter(isThere).map(toCriterion);
}

/** Wordings are read after their criterion: of one that is deleted meanwhile there are none any more. */
const isThere = ({ revisions }: Row): boolean => revisions.length > 0;

/** Null when the project has no such criterion. */
export const findCriterion = (projectId: ProjectId, criterionId: CriterionId): Promise<Criterion | null> =>
  readCriterion(db, projectId, criterionId);

/** The same within a transaction. */
export async function readCriterion(
  client: Prisma.TransactionClient,
  projectId: ProjectId,
  criterionId: CriterionId,
): Promise<Criterion | null> {
  const row = await client.criterion.findFirst({ where: { id: criterionId, projectId }, select: columns });
  return row && isThere(row) ? toCriterion(row) : null;
}

/** All wordings of a criterion, newest first. */
export async function listRevisions(projectId: ProjectId, criterionId: CriterionId): Promise<Revision[]> {
  const rows = await db.revision.findMany({
    where: { criterionId, criterion: { projectId } },
    select: revisionColumns,
    orderBy: { number: "desc" },
  });
  return rows.map((row) => Revision.parse(row));
}

type Texts = {
  readonly name: string;
  readonly wording: string;
  readonly examples: string;
  readonly author: string;
  readonly why: string;
};

const texts = ({ name, wording, examples, author, why }: Texts): Texts => ({
  name: storable(name),
  wording: storable(wording),
  examples: storable(examples),
  author: storable(author),
  why: storable(why),
});

/** Every criterion, retired ones too, with all its wordings, newest first. */
export async function listCriterionHistories(projectId: ProjectId): Promise<CriterionHistory[]> {
  const rows = await db.criterion.findMany({
    where: { projectId },
    select: columns,
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => ({
    criterion: toCriterion(row),
    revisions: row.revisions.map((revision) => Revision.parse(revision)),
  }));
}

export type NewCriterion = {
  readonly name: string;
  readonly wording: string;
  readonly examples?: string;
  readonly kind: CriterionKind;
  readonly ffrLimit: number;
  readonly origin: Criterion["origin"];
  readonly author: string;
  readonly why: string;
  /** In the place of others: since when whole-output grades speak of these (`Criterion.since`). */
  readonly afterGrade?: number;
  /** In the place of others: what was settled of them. */
  readonly mustPass?: boolean;
  readonly isRelative?: boolean;
  readonly ownedBy?: string | null;
  readonly notes?: string;
};

/** Adds criteria behind the last one, each with its first revision, and enters them in the journal; in one transaction. */
export async function addCriteria(
  projectId: ProjectId,
  criteria: readonly NewCriterion[],
  entriesFor: (added: readonly Criterion[]) => readonly DriftDraft[] = () => [],
): Promise<Criterion[]> {
  return db.$transaction(async (tx) => {
    const added = await insertCriteria(tx, projectId, criteria);
    await insertDriftEvents(tx, projectId, entriesFor(added));
    return added;
  });
}

async function insertCriteria(
  tx: Prisma.TransactionClient,
  projectId: ProjectId,
  criteria: readonly NewCriterion[],
): Promise<Criterion[]> {
  const last = await tx.criterion.aggregate({ where: { projectId }, _max: { position: true } });
  const first = (last._max.position ?? 0) + 1;
  const added: Criterion[] = [];
  for (const [index, criterion] of criteria.entries()) {
    const { name, wording, examples = "", author, why, afterGrade = 0, ...rest } = criterion;
    const said = texts({ name, wording, examples, author, why });
    const row = await tx.criterion.create({
      data: {
        ...rest,
        projectId,
        position: first + index,
        revisions: {
          create: { number: 1, change: "first", afterGrade, ffrLimit: rest.ffrLimit, ...said },
        },
      },
      select: columns,
    });
    added.push(toCriterion(row));
  }
  return added;
}

/**
 * Puts new criteria in the place of old ones, which are retired, with the grades that they begin with and the entry in the
 * journal; all or nothing.
 */
export async function replaceCriteria(
  projectId: ProjectId,
  change: {
    readonly retire: readonly CriterionId[];
    readonly at: Date;
    readonly add: readonly NewCriterion[];
    readonly gradesFor: (added: Criterion) => readonly NewGrade[];
    readonly entriesFor: (added: readonly Criterion[]) => readonly DriftDraft[];
  },
): Promise<Criterion[]> {
  return db.$transaction(async (tx) => {
    const added = await insertCriteria(tx, projectId, change.add);
    for (const criterion of added)
      await tx.grade.createMany({ data: change.gradesFor(criterion).map(toGradeRow), skipDuplicates: true });
    await tx.criterion.updateMany({
      where: { projectId, id: { in: [...change.retire] } },
      data: { retiredAt: change.at },
    });
    await insertDriftEvents(tx, projectId, change.entriesFor(added));
    return added;
  });
}

/** Adds a wording and enters it in the journal; the old wordings stay. Two people who reword at once both get a revision, one after the other. */
export async function addRevision(
  criterionId: CriterionId,
  revision: Texts & { readonly change: Exclude<RevisionChange, "first"> },
  entriesFor: (added: Revision) => readonly DriftDraft[],
): Promise<Revision> {
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM "Criterion" WHERE id = ${criterionId} FOR UPDATE`;
    const last = await tx.revision.aggregate({ where: { criterionId }, _max: { number: true } });
    const { projectId, ffrLimit } = await tx.criterion.findUniqueOrThrow({ where: { id: criterionId } });
    const grades = await tx.grade.aggregate({ where: { projectId }, _max: { id: true } });
    const row = await tx.revision.create({
      data: {
        ...texts(revision),
        change: revision.change,
        ...{ criterionId, ffrLimit },
        afterGrade: grades._max.id ?? 0,
        number: (last._max.number ?? 0) + 1,
      },
      select: revisionColumns,
    });
    const added = Revision.parse(row);
    await insertDriftEvents(tx, ProjectId.parse(projectId), entriesFor(added));
    return added;
  });
}

/** Takes a criterion out of play or (null) brings it back, and enters that in the journal; in one transaction. */
export async function retireRow(
  { projectId, id }: { readonly projectId: ProjectId; readonly id: CriterionId },
  retiredAt: Date | null,
  entries: readonly DriftDraft[],
): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.criterion.updateMany({ where: { id, projectId }, data: { retiredAt } });
    await insertDriftEvents(tx, projectId, entries);
  });
}

/** Settings that do not change what the criterion means, so no revision is made. */
export async function updateCriterion(
  projectId: ProjectId,
  criterionId: CriterionId,
  change: {
    readonly kind?: CriterionKind;
    readonly mustPass?: boolean;
    readonly isRelative?: boolean;
    readonly ownedBy?: string;
    readonly notes?: string;
  },
): Promise<boolean> {
  const { count } = await db.criterion.updateMany({ where: { id: criterionId, projectId }, data: change });
  return count > 0;
}

/** Puts the criteria in this order; ids that are not in the project are ignored. */
export async function reorderCriteria(projectId: ProjectId, order: readonly CriterionId[]): Promise<void> {
  await db.$transaction(
    order.map((id, position) => db.criterion.updateMany({ where: { id, projectId }, data: { position } })),
  );
}
