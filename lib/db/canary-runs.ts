import { z } from "zod";
import { AssertionId, OutputId, type ProjectId } from "@/lib/domain/ids";
import { storableJson } from "@/lib/domain/storable";
import { CanaryResult, type CanaryRun } from "@/lib/domain/trust/canaries";
import { db, pool } from "./client";

/** A stretch of verdicts that a model was asked for, by their order of writing. */
export type Stretch = {
  readonly after: bigint;
  readonly upTo: bigint;
  readonly outputs: number;
  /** How many came before it. */
  readonly turn: number;
};

/** The verdicts of a judge that no canary vouches for yet, oldest first, at most so many; those that took no call are none. */
export async function nextStretch(assertionId: AssertionId, most: number): Promise<Stretch | null> {
  const { rows } = await pool.query<{
    after: string;
    upTo: string | null;
    outputs: number;
    turn: number;
  }>(
    `WITH done AS (SELECT coalesce(max("upTo"), 0) AS seq, count(*)::int AS turn FROM "CanaryRun" WHERE "assertionId" = $1),
          open AS (SELECT v.seq FROM "Verdict" v, done
                    WHERE v."assertionId" = $1 AND v.seq > done.seq
                      AND EXISTS (SELECT 1 FROM "LlmCall" c
                                   WHERE c."outputId" = v."outputId" AND c."assertionId" = v."assertionId")
                    ORDER BY v.seq LIMIT $2)
     SELECT (SELECT seq FROM done)::text AS after, (SELECT turn FROM done) AS turn, max(seq)::text AS "upTo", count(*)::int AS outputs FROM open`,
    [assertionId, most],
  );
  const [row] = rows;
  return row && row.upTo !== null
    ? { after: BigInt(row.after), upTo: BigInt(row.upTo), outputs: row.outputs, turn: row.turn }
    : null;
}

/** Keeps what canaries showed; nothing when the judge was deleted meanwhile. */
export async function addCanaryRun(
  assertionId: AssertionId,
  run: Omit<Stretch, "turn"> & Omit<CanaryRun, "outputs"> & { readonly model: string },
): Promise<void> {
  await pool.query(
    `INSERT INTO "CanaryRun" ("assertionId", model, results, "isTrusted", "after", "upTo", outputs)
     SELECT id, $2, $3::jsonb, $4, $5, $6, $7 FROM "Assertion" WHERE id = $1`,
    [
      ...[assertionId, run.model, JSON.stringify(storableJson([...run.results]))],
      ...[run.isTrusted, run.after, run.upTo, run.outputs],
    ],
  );
}

/** The canaries of a judge, oldest first. */
export async function listCanaryRuns(assertionId: AssertionId): Promise<CanaryRun[]> {
  const rows = await db.canaryRun.findMany({ where: { assertionId }, orderBy: { id: "asc" } });
  return rows.map(({ results, isTrusted, outputs }) => ({
    ...{ isTrusted, outputs },
    results: z.array(CanaryResult).parse(results),
  }));
}

/** How many verdicts of each judge of a project stand in an untrusted batch; those without are left out. */
export async function countUntrusted(projectId: ProjectId): Promise<Map<AssertionId, number>> {
  const rows = await db.canaryRun.groupBy({
    by: ["assertionId"],
    where: { isTrusted: false, assertion: { projectId } },
    _sum: { outputs: true },
  });
  return new Map(rows.map(({ assertionId, _sum }) => [AssertionId.parse(assertionId), _sum.outputs ?? 0]));
}

/** Of one output the judges whose verdict on it stands in an untrusted batch. */
export async function listUntrustedJudges(outputId: OutputId): Promise<Set<AssertionId>> {
  const { rows } = await pool.query<{ id: number }>(
    `SELECT DISTINCT v."assertionId" AS id FROM "Verdict" v JOIN "CanaryRun" r ON r."assertionId" = v."assertionId"
      WHERE v."outputId" = $1 AND NOT r."isTrusted" AND v.seq > r."after" AND v.seq <= r."upTo"`,
    [outputId],
  );
  return new Set(rows.map(({ id }) => AssertionId.parse(id)));
}

/** An output that a judge passed, and why it is worth a look. */
export type PassToReview = {
  readonly outputId: OutputId;
  readonly externalId: string | null;
  /** Separated by commas; empty: nothing looks written for a judge. */
  readonly suspicions: string;
  readonly isUntrusted: boolean;
  /** How many other candidates of the same criterion fail it. */
  readonly failedBy: number;
};

/**
 * What a judge passed though something speaks against it: it looks written for a judge and another candidate fails it,
 * or it stands in an untrusted batch. Most reasons first.
 */
export async function listPassesToReview(assertionId: AssertionId, most: number): Promise<PassToReview[]> {
  const { rows } = await pool.query(
    `SELECT * FROM (
       SELECT o.id AS "outputId", o."externalId", coalesce(o.suspicions, '') AS suspicions,
              EXISTS (SELECT 1 FROM "CanaryRun" r WHERE r."assertionId" = v."assertionId" AND NOT r."isTrusted"
                         AND v.seq > r."after" AND v.seq <= r."upTo") AS "isUntrusted",
              (SELECT count(*)::int FROM "Verdict" w JOIN "Assertion" b ON b.id = w."assertionId"
                WHERE w."outputId" = o.id AND w.kind = 'f' AND b."criterionId" = a."criterionId"
                  AND b."retiredAt" IS NULL) AS "failedBy"
         FROM "Verdict" v JOIN "Assertion" a ON a.id = v."assertionId" JOIN "Output" o ON o.id = v."outputId"
        WHERE v."assertionId" = $1 AND v.kind = 'p') AS passed
      WHERE "isUntrusted" OR (suspicions <> '' AND "failedBy" > 0)
      ORDER BY (suspicions <> '') DESC, "failedBy" DESC, "isUntrusted" DESC, "outputId" LIMIT $2`,
    [assertionId, most],
  );
  return z.array(ReviewRow).parse(rows);
}

const ReviewRow = z.object({
  outputId: OutputId,
  externalId: z.string().nullable(),
  suspicions: z.string(),
  isUntrusted: z.boolean(),
  failedBy: z.number(),
});
