import { ComparisonEvent, type ComparisonInput } from "@/lib/domain/comparison";
import { OutputId, type CriterionId, type ProjectId } from "@/lib/domain/ids";
import { db, pool } from "./client";

type Place = { readonly projectId: ProjectId; readonly criterionId: CriterionId };

/** All comparisons on a criterion, in the order in which they were made. */
export async function listComparisons({ projectId, criterionId }: Place): Promise<ComparisonEvent[]> {
  const rows = await db.comparison.findMany({
    where: { projectId, criterionId },
    select: { revisionId: true, leftId: true, rightId: true, winner: true, grader: true },
    orderBy: { id: "asc" },
  });
  return rows.map((row) => ComparisonEvent.parse(row));
}

/** Stores comparisons; one whose key is known is left as it is. */
export async function addComparisons(
  by: { readonly projectId: ProjectId; readonly grader: string },
  comparisons: readonly ComparisonInput[],
): Promise<void> {
  await db.comparison.createMany({
    data: comparisons.map((comparison) => ({ ...comparison, ...by })),
    skipDuplicates: true,
  });
}

/** The outputs that share their input with others (equal variables, at least one), a group an input. */
export async function listInputGroups(projectId: ProjectId): Promise<OutputId[][]> {
  const { rows } = await pool.query<{ ids: number[] }>(
    `SELECT array_agg(id ORDER BY id) AS ids FROM "Output"
      WHERE "projectId" = $1 AND variables <> '{}'::jsonb
      GROUP BY variables HAVING count(*) > 1 ORDER BY min(id)`,
    [projectId],
  );
  return rows.map(({ ids }) => ids.map((id) => OutputId.parse(id)));
}
