import { LimitChange } from "@/lib/domain/criterion";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { db } from "./client";
import type { Prisma } from "./generated/client";

/** All that was changed of the FFR limit of a criterion, oldest first. */
export async function listLimitChanges(
  projectId: ProjectId,
  criterionId: CriterionId,
): Promise<LimitChange[]> {
  const rows = await db.limitChange.findMany({
    where: { criterionId, criterion: { projectId } },
    orderBy: { id: "asc" },
  });
  return rows.map((row) => LimitChange.parse(row));
}

/** Another FFR limit, and who set it. */
export type NewLimit = { readonly ffrLimit: number; readonly by: string };

/** Sets the FFR limit of a criterion, or (null) of all that are not retired. False: there is no such criterion. */
export const updateLimit = (
  projectId: ProjectId,
  criterionId: CriterionId | null,
  limit: NewLimit,
): Promise<boolean> =>
  db.$transaction((tx) =>
    changeLimits(
      tx,
      criterionId === null ? { projectId, retiredAt: null } : { projectId, id: criterionId },
      limit,
    ),
  );

/** Within a transaction: keeps what the limits were, under which revision. A limit that stays leaves no trace. */
export async function changeLimits(
  tx: Prisma.TransactionClient,
  where: Prisma.CriterionWhereInput,
  { ffrLimit, by }: NewLimit,
): Promise<boolean> {
  const found = await tx.criterion.findMany({ where, select: { id: true } });
  const ids = found.map(({ id }) => id);
  // Whoever rewords them or sets their limits at the same time waits: what is kept is a chain.
  await tx.$queryRaw`SELECT id FROM "Criterion" WHERE id = ANY(${ids}) ORDER BY id FOR UPDATE`;
  const rows = await tx.criterion.findMany({
    where: { id: { in: ids }, ffrLimit: { not: ffrLimit } },
    select: {
      ...{ id: true, ffrLimit: true },
      revisions: { select: { id: true }, orderBy: { number: "desc" }, take: 1 },
    },
  });
  await tx.limitChange.createMany({
    data: rows.flatMap(({ id: criterionId, ffrLimit: from, revisions }) =>
      revisions.map(({ id: revisionId }) => ({ criterionId, revisionId, from, to: ffrLimit, by })),
    ),
  });
  await tx.criterion.updateMany({ where: { id: { in: rows.map(({ id }) => id) } }, data: { ffrLimit } });
  return ids.length > 0;
}
