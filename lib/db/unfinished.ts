import { AssertionId, ProjectId } from "@/lib/domain/ids";
import { pool } from "./client";

/**
 * Assertions in play, or of an open proposal, that have not judged every output of their project yet; recorded ones
 * never will.
 */
export async function findUnfinishedAssertions(): Promise<
  { readonly projectId: ProjectId; readonly assertionId: AssertionId }[]
> {
  const { rows } = await pool.query<{ id: number; project: string }>(
    `SELECT a.id, a."projectId" AS project
       FROM "Assertion" a LEFT JOIN "Criterion" c ON c.id = a."criterionId"
      WHERE (a."retiredAt" IS NULL OR (a."isProposed" AND EXISTS (SELECT 1 FROM "Proposal" p
               WHERE p."projectId" = a."projectId" AND p.state = 'open'
                 AND (p.change->>'assertionId')::int = a.id)))
        AND c."retiredAt" IS NULL AND a.implementation->>'kind' <> 'recorded'
        AND EXISTS (SELECT 1 FROM "Output" o WHERE o."projectId" = a."projectId"
              AND NOT EXISTS (SELECT 1 FROM "Verdict" v WHERE v."assertionId" = a.id AND v."outputId" = o.id))
      ORDER BY a.id`,
  );
  return rows.map((row) => ({
    projectId: ProjectId.parse(row.project),
    assertionId: AssertionId.parse(row.id),
  }));
}

/** Imports that a person confirmed and that did not end. */
export async function findUnfinishedImports(): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM "Import" WHERE state = 'importing' ORDER BY "createdAt"`,
  );
  return rows.map(({ id }) => id);
}

/** The projects in which judges are in play: who judges them may have changed. */
export async function findJudgedProjects(): Promise<ProjectId[]> {
  const { rows } = await pool.query<{ project: string }>(
    `SELECT DISTINCT "projectId" AS project FROM "Assertion"
      WHERE "retiredAt" IS NULL AND implementation->>'kind' = 'judge' ORDER BY project`,
  );
  return rows.map(({ project }) => ProjectId.parse(project));
}
