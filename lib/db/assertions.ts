import { Assertion, type AssertionDraft } from "@/lib/domain/assertion";
import type { AssertionId, CriterionId, ProjectId, RevisionId } from "@/lib/domain/ids";
import { storable } from "@/lib/domain/storable";
import { db } from "./client";
import type { Prisma } from "./generated/client";

const columns = {
  id: true,
  criterionId: true,
  revisionId: true,
  name: true,
  implementation: true,
  origin: true,
  hash: true,
  parentId: true,
  createdAt: true,
} satisfies Prisma.AssertionSelect;

type Row = Prisma.AssertionGetPayload<{ select: typeof columns }>;

const toAssertion = (row: Row): Assertion => Assertion.parse(row);

/** The candidates that are in play: not retired, and not of a retired criterion. On request those that were retired, too. */
export async function listAssertions(
  projectId: ProjectId,
  options: { readonly retiredToo?: boolean } = {},
): Promise<Assertion[]> {
  const rows = await db.assertion.findMany({
    where: {
      projectId,
      ...(options.retiredToo ? {} : { retiredAt: null }),
      OR: [{ criterionId: null }, { criterion: { retiredAt: null } }],
    },
    select: columns,
    orderBy: { id: "asc" },
  });
  return rows.map(toAssertion);
}

/** Null when the project has no such assertion. */
export async function findAssertion(
  projectId: ProjectId,
  assertionId: AssertionId,
): Promise<Assertion | null> {
  const row = await db.assertion.findFirst({ where: { id: assertionId, projectId }, select: columns });
  return row && toAssertion(row);
}

/** An assertion as a published version names it: by what it does, and by the wording that it was made for. */
export type Published = Pick<Assertion, "id" | "hash"> & {
  /** The number of the wording; null: it judges the whole output. */
  readonly revision: number | null;
};

/** The assertions with these hashes, out of play or not, the newest first. */
export async function listByHash(projectId: ProjectId, hashes: readonly string[]): Promise<Published[]> {
  const rows = await db.assertion.findMany({
    where: { projectId, hash: { in: [...hashes] } },
    select: { ...columns, revision: { select: { number: true } } },
    orderBy: { id: "desc" },
  });
  return rows.map(({ revision, ...row }) => {
    const { id, hash } = toAssertion(row);
    return { id, hash, revision: revision?.number ?? null };
  });
}

export type AssertionToAdd = AssertionDraft & { readonly hash: string };

/** Adds candidates to a revision; those that it has already (same hash) are left as they are. Returns how many are new. */
export async function addAssertions(
  target: {
    readonly projectId: ProjectId;
    readonly criterionId: CriterionId;
    readonly revisionId: RevisionId;
  },
  drafts: readonly AssertionToAdd[],
): Promise<number> {
  const { count } = await db.assertion.createMany({
    data: drafts.map((draft) => ({ ...draft, ...target })),
    skipDuplicates: true,
  });
  return count;
}

/** Takes a candidate out of play; its verdicts stay. `why` is for the person to read; absent: it was his own doing. */
export async function retireAssertion(
  projectId: ProjectId,
  assertionId: AssertionId,
  { at, why = null }: { readonly at: Date; readonly why?: string | null },
): Promise<boolean> {
  const { count } = await db.assertion.updateMany({
    where: { id: assertionId, projectId, retiredAt: null },
    data: { retiredAt: at, retiredWhy: why === null ? null : storable(why) },
  });
  return count > 0;
}

/** Brings back candidates of these revisions that were taken out of play; their verdicts count again. Returns their hashes. */
export async function restoreAssertions(
  projectId: ProjectId,
  revisionIds: readonly RevisionId[],
  hashes: readonly string[],
): Promise<string[]> {
  const rows = await db.assertion.updateManyAndReturn({
    where: {
      projectId,
      revisionId: { in: [...revisionIds] },
      hash: { in: [...hashes] },
      retiredAt: { not: null },
    },
    data: { retiredAt: null, retiredWhy: null },
    select: { hash: true },
  });
  return rows.map(({ hash }) => hash);
}

/** A candidate that the program took out of play, and why. */
export type Dropped = Pick<Assertion, "id" | "name" | "revisionId" | "parentId"> & { readonly why: string };

/** The candidates that the program took out of play, newest first. */
export async function listDropped(projectId: ProjectId): Promise<Dropped[]> {
  const rows = await db.assertion.findMany({
    where: { projectId, retiredAt: { not: null }, retiredWhy: { not: null } },
    select: { ...columns, retiredWhy: true },
    orderBy: [{ retiredAt: "desc" }, { id: "desc" }],
  });
  return rows.map(({ retiredWhy, ...row }) => {
    const { id, name, revisionId, parentId } = toAssertion(row);
    return { id, name, revisionId, parentId, why: retiredWhy ?? "" };
  });
}
