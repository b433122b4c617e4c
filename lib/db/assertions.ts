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

/**
 * The candidates that are in play: not retired, not only proposed, and not of a retired criterion. On request those that
 * were retired, too.
 */
export async function listAssertions(
  projectId: ProjectId,
  options: { readonly retiredToo?: boolean } = {},
): Promise<Assertion[]> {
  const rows = await db.assertion.findMany({
    where: {
      projectId,
      isProposed: false,
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

/** Those of these assertions that the project has, in play or not. */
export async function findAssertions(
  projectId: ProjectId,
  ids: readonly AssertionId[],
): Promise<Assertion[]> {
  const rows = await db.assertion.findMany({ where: { projectId, id: { in: [...ids] } }, select: columns });
  return rows.map(toAssertion);
}

/** Whether an assertion is only proposed: it is run for its evidence, and stands in no figure. */
export const isProposed = async (assertionId: AssertionId): Promise<boolean> =>
  (await db.assertion.count({ where: { id: assertionId, isProposed: true } })) > 0;

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

/**
 * Stores an assertion that is only proposed. Where the revision has one with the same hash it is that one, and `inPlay`
 * tells whether it is a candidate already.
 */
export async function addProposedAssertion(
  target: {
    readonly projectId: ProjectId;
    readonly criterionId: CriterionId;
    readonly revisionId: RevisionId;
  },
  draft: AssertionToAdd,
  at: Date,
): Promise<{ readonly id: AssertionId; readonly inPlay: boolean }> {
  await db.assertion.createMany({
    data: [{ ...draft, ...target, isProposed: true, retiredAt: at }],
    skipDuplicates: true,
  });
  const row = await db.assertion.findFirstOrThrow({
    where: { projectId: target.projectId, revisionId: target.revisionId, hash: draft.hash },
    select: { ...columns, retiredAt: true },
  });
  return { id: toAssertion(row).id, inPlay: row.retiredAt === null };
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

/**
 * Brings candidates of these revisions into play that were only proposed, and where `retiredToo` those that were taken
 * out; their verdicts count from then on. Returns their hashes.
 */
export async function restoreAssertions(
  projectId: ProjectId,
  revisionIds: readonly RevisionId[],
  { hashes, retiredToo }: { readonly hashes: readonly string[]; readonly retiredToo: boolean },
): Promise<string[]> {
  const rows = await db.assertion.updateManyAndReturn({
    where: {
      projectId,
      revisionId: { in: [...revisionIds] },
      hash: { in: [...hashes] },
      retiredAt: { not: null },
      ...(retiredToo ? {} : { isProposed: true }),
    },
    data: { retiredAt: null, retiredWhy: null, isProposed: false },
    select: { hash: true },
  });
  return rows.map(({ hash }) => hash);
}

/** A candidate that the program took out of play, and why. */
export type Dropped = Pick<Assertion, "id" | "name" | "revisionId" | "parentId"> & { readonly why: string };

/** The candidates that the program took out of play, newest first. */
export async function listDropped(projectId: ProjectId): Promise<Dropped[]> {
  const rows = await db.assertion.findMany({
    where: { projectId, isProposed: false, retiredAt: { not: null }, retiredWhy: { not: null } },
    select: { ...columns, retiredWhy: true },
    orderBy: [{ retiredAt: "desc" }, { id: "desc" }],
  });
  return rows.map(({ retiredWhy, ...row }) => {
    const { id, name, revisionId, parentId } = toAssertion(row);
    return { id, name, revisionId, parentId, why: retiredWhy ?? "" };
  });
}
