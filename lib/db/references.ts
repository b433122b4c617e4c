import { OutputId } from "@/lib/domain/ids";
import type { ProjectId } from "@/lib/domain/ids";
import { Reference } from "@/lib/domain/reference";
import { storable } from "@/lib/domain/storable";
import { db, pool } from "./client";
import { Prisma } from "./generated/client";

/** SQL that says of an assertion `a` whether its verdicts rest on a reference. */
export const JUDGED_BY_REFERENCE = `(a.implementation->>'design' = 'rubric'
  OR a.implementation->'members' @> '[{"judge": {"design": "rubric"}}]'::jsonb)`;

/** The reference of an output as it stands; null: there is none. */
export async function findReference(projectId: ProjectId, outputId: OutputId): Promise<Reference | null> {
  const row = await db.reference.findFirst({
    where: { outputId, output: { projectId } },
    select: { outputId: true, text: true, author: true, verifiedBy: true, at: true },
    orderBy: { id: "desc" },
  });
  return row === null || row.text === "" ? null : Reference.parse(row);
}

/** The texts of the verified references of these outputs; an output without one is left out. */
export async function readReferences(outputIds: readonly OutputId[]): Promise<Map<OutputId, string>> {
  const { rows } = await pool.query<{ outputId: number; text: string }>(
    `SELECT "outputId", text FROM (
       SELECT DISTINCT ON ("outputId") "outputId", text, "verifiedBy" FROM "Reference"
        WHERE "outputId" = ANY($1::int[]) ORDER BY "outputId", id DESC
     ) latest WHERE "verifiedBy" IS NOT NULL AND text <> ''`,
    [outputIds],
  );
  return new Map(rows.map((row) => [OutputId.parse(row.outputId), row.text]));
}

/** How many outputs of a project have a verified reference. */
export async function countReferences(projectId: ProjectId): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (
       SELECT DISTINCT ON (r."outputId") r.text, r."verifiedBy" FROM "Reference" r
         JOIN "Output" o ON o.id = r."outputId"
        WHERE o."projectId" = $1 ORDER BY r."outputId", r.id DESC
     ) latest WHERE "verifiedBy" IS NOT NULL AND text <> ''`,
    [projectId],
  );
  return rows[0]?.count ?? 0;
}

/**
 * Puts a reference in force, an empty text for none. The verdicts that judges gave on this output against the old one go
 * with it, all or nothing: they said something of another reference.
 */
export async function putReference(
  projectId: ProjectId,
  { outputId, text, author, verifiedBy }: Omit<Reference, "at">,
): Promise<void> {
  await db.$transaction([
    db.reference.create({ data: { outputId, text: storable(text), author, verifiedBy } }),
    db.$executeRaw`DELETE FROM "Verdict" v USING "Assertion" a
      WHERE v."assertionId" = a.id AND v."outputId" = ${outputId} AND a."projectId" = ${projectId}
        AND ${Prisma.raw(JUDGED_BY_REFERENCE)}`,
  ]);
}
