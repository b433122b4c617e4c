import type { PoolClient } from "pg";
import type { ImportedReference } from "@/lib/domain/imported-reference";
import type { ImportedRow } from "@/lib/domain/imported-row";
import type { ProjectId } from "@/lib/domain/ids";
import { storable } from "@/lib/domain/storable";
import { JUDGED_BY_REFERENCE } from "./references";

type LinedRow = { readonly line: number; readonly nth: number; readonly row: ImportedRow };
/** Outputs by which row of the import it is. */
type Ids = ReadonlyMap<number, number>;
type LeftOut = { readonly line: number; readonly why: string };

/** What one import says of outputs so far, by output: the reference, and the line that gave it first. */
export type ReferencesOfImport = Map<number, { readonly line: number; readonly text: string }>;

/**
 * The rows whose output is known, without those whose reference contradicts another one: of a row before, since nobody can
 * tell from the file which is right; or a verified one, where nobody is said to have verified the new one.
 */
export async function withoutContradictions(
  client: PoolClient,
  { rows, ids }: { readonly rows: readonly LinedRow[]; readonly ids: Ids },
  given: ReferencesOfImport,
): Promise<{ readonly agreed: readonly LinedRow[]; readonly contradicting: readonly LeftOut[] }> {
  const verified = await readVerified(client, { rows, ids });
  const agreed: LinedRow[] = [];
  const contradicting: LeftOut[] = [];
  for (const lined of rows) {
    const outputId = ids.get(lined.nth);
    if (outputId === undefined) continue;
    const { line, row } = lined;
    const why = row.reference && contradictionOf(row.reference, given.get(outputId), verified.get(outputId));
    if (why) {
      contradicting.push({ line, why });
      continue;
    }
    if (row.reference && !given.has(outputId)) given.set(outputId, { line, text: row.reference.text });
    agreed.push(lined);
  }
  return { agreed, contradicting };
}

function contradictionOf(
  { text, verifiedBy }: ImportedReference,
  before: { readonly line: number; readonly text: string } | undefined,
  verified: string | undefined,
): string | null {
  if (before && before.text !== text)
    return `Line ${before.line} gives the same output another reference: leave one of them out.`;
  if (verified !== undefined && verifiedBy === null && verified !== storable(text))
    return "Its output has a verified reference that says otherwise: say who verified the new one, or leave it out.";
  return null;
}

async function readVerified(
  client: PoolClient,
  { rows, ids }: { readonly rows: readonly LinedRow[]; readonly ids: Ids },
): Promise<ReadonlyMap<number, string>> {
  const outputIds = rows.flatMap(({ nth, row }) => (row.reference ? (ids.get(nth) ?? []) : []));
  if (outputIds.length === 0) return new Map();
  const found = await client.query<{ outputId: number; text: string }>(
    `SELECT "outputId", text FROM (
       SELECT DISTINCT ON ("outputId") "outputId", text, "verifiedBy" FROM "Reference"
        WHERE "outputId" = ANY($1::int[]) ORDER BY "outputId", id DESC
     ) latest WHERE "verifiedBy" IS NOT NULL AND text <> ''`,
    [outputIds],
  );
  return new Map(found.rows.map(({ outputId, text }) => [outputId, text]));
}

/** Who stands as the author of what a file brought. */
const AUTHOR = "import";

/**
 * Puts the references of these rows in force; says how many were not there before. One that is there and verified stays
 * so when a file brings the same text unverified. Verdicts that judges gave against another reference go with it.
 */
export async function writeReferences(
  client: PoolClient,
  { projectId }: { readonly projectId: ProjectId },
  { rows, ids }: { readonly rows: readonly LinedRow[]; readonly ids: Ids },
): Promise<number> {
  const wanted = new Map<number, { outputId: number; text: string; verifiedBy: string | null }>();
  for (const { nth, row } of rows) {
    const outputId = ids.get(nth);
    if (outputId === undefined || row.reference === null) continue;
    const verifiedBy = row.reference.verifiedBy ?? wanted.get(outputId)?.verifiedBy ?? null;
    wanted.set(outputId, {
      ...{ outputId, text: storable(row.reference.text) },
      verifiedBy: verifiedBy === null ? null : storable(verifiedBy),
    });
  }
  if (wanted.size === 0) return 0;
  const { rows: written } = await client.query<{ outputId: number }>(
    `INSERT INTO "Reference" ("outputId", text, author, "verifiedBy")
     SELECT r."outputId", r.text, CASE WHEN latest.text = r.text THEN latest.author ELSE $2 END, r."verifiedBy"
       FROM jsonb_to_recordset($1::jsonb) AS r("outputId" int, text text, "verifiedBy" text)
       LEFT JOIN LATERAL (
         SELECT text, author, "verifiedBy" FROM "Reference" WHERE "outputId" = r."outputId" ORDER BY id DESC LIMIT 1
       ) latest ON true
      WHERE latest.text IS DISTINCT FROM r.text OR (latest."verifiedBy" IS NULL AND r."verifiedBy" IS NOT NULL)
     RETURNING "outputId"`,
    [JSON.stringify([...wanted.values()]), AUTHOR],
  );
  await client.query(
    `DELETE FROM "Verdict" v USING "Assertion" a
      WHERE v."assertionId" = a.id AND v."outputId" = ANY($1::int[]) AND a."projectId" = $2
        AND ${JUDGED_BY_REFERENCE}`,
    [written.map(({ outputId }) => outputId), projectId],
  );
  return written.length;
}
