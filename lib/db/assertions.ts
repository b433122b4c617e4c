import { Assertion, type AssertionDraft } from "@/lib/domain/assertion";
import type { AssertionId, CriterionId, ProjectId, RevisionId } from "@/lib/domain/ids";
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
  createdAt: true,
} satisfies Prisma.AssertionSelect;

type Row = Prisma.AssertionGetPayload<{ select: typeof columns }>;

const toAssertion = (row: Row): Assertion => Assertion.parse(row);

/** The candidates that are in play: not retired, and not of a retired criterion. */
export async function listAssertions(projectId: ProjectId): Promise<Assertion[]> {
  const rows = await db.assertion.findMany({
    where: { projectId, retiredAt: null, OR: [{ criterionId: null }, { criterion: { retiredAt: null } }] },
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

/** Takes a candidate out of play; its verdicts stay. */
export async function retireAssertion(
  projectId: ProjectId,
  assertionId: AssertionId,
  at: Date,
): Promise<boolean> {
  const { count } = await db.assertion.updateMany({
    where: { id: assertionId, projectId, retiredAt: null },
    data: { retiredAt: at },
  });
  return count > 0;
}
