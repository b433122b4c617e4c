import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { Finding } from "@/lib/domain/judge-designs/finding";
import { storableJson } from "@/lib/domain/storable";
import type { Verdict, VerdictKind } from "@/lib/domain/verdict";
import { AssertionId as AssertionIdSchema, OutputId as OutputIdSchema } from "@/lib/domain/ids";
import { Verdict as VerdictSchema } from "@/lib/domain/verdict";
import { db, pool } from "./client";
import { grouped } from "./grouped";

/** How kinds are written in the table: one letter, because there are millions. */
const LETTER = { pass: "p", fail: "f", notApplicable: "n", error: "e" } as const satisfies Record<
  VerdictKind,
  string
>;
const KIND: ReadonlyMap<string, VerdictKind> = new Map([
  ["p", "pass"],
  ["f", "fail"],
  ["n", "notApplicable"],
  ["e", "error"],
]);

const detailOf = (verdict: Verdict): string | null =>
  verdict.kind === "error" ? verdict.message : (verdict.reason ?? null);

export type VerdictToSave = {
  readonly outputId: OutputId;
  readonly verdict: Verdict;
  /** What a judge found out; null or absent: nothing that could be judged again. */
  readonly finding?: Finding | null;
};

const saveTogether = grouped<{
  readonly assertionId: AssertionId;
  readonly verdicts: readonly VerdictToSave[];
}>(async (items) => {
  const rows = items.flatMap(({ assertionId, verdicts }) =>
    verdicts.map((verdict) => ({ assertionId, ...verdict })),
  );
  await withoutWhatIsGone(
    `INSERT INTO "Verdict" ("assertionId", "outputId", kind, detail, finding)
     SELECT a.id, o.id, v.kind, v.detail, v.finding::jsonb
       FROM unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[])
              AS v("assertionId", "outputId", kind, detail, finding)
       JOIN "Output" o ON o.id = v."outputId"
       JOIN "Assertion" a ON a.id = v."assertionId"
     ON CONFLICT DO NOTHING`,
    [
      rows.map(({ assertionId }) => assertionId),
      rows.map(({ outputId }) => outputId),
      rows.map(({ verdict }) => LETTER[verdict.kind]),
      // Postgres text cannot hold NUL, which untrusted code may well put into a message.
      rows.map(({ verdict }) => detailOf(verdict)?.replaceAll("\u0000", "\u2400") ?? null),
      rows.map(({ finding = null }) => finding && JSON.stringify(storableJson(finding))),
    ],
  );
});

/** A project that is deleted between the look at its rows and the insert is not there when it is asked again. */
async function withoutWhatIsGone(statement: string, values: readonly unknown[]): Promise<void> {
  try {
    await pool.query(statement, [...values]);
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    await pool.query(statement, [...values]);
  }
}

const isForeignKeyViolation = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "23503";

/**
 * Writes the verdicts of one assertion. Safe to repeat: a second verdict for a pair is dropped, not merged. When the
 * assertion or an output was deleted meanwhile, what is left of the batch is written.
 */
export async function saveVerdicts(
  assertionId: AssertionId,
  verdicts: readonly VerdictToSave[],
): Promise<void> {
  if (verdicts.length > 0) await saveTogether({ assertionId, verdicts });
}

/** The outputs of the project that this assertion has not judged yet, ascending: the work left. */
export async function outputsWithoutVerdict(
  projectId: ProjectId,
  assertionId: AssertionId,
): Promise<OutputId[]> {
  const { rows } = await pool.query<{ id: number }>(
    `SELECT o.id FROM "Output" o
      WHERE o."projectId" = $1
        AND NOT EXISTS (SELECT 1 FROM "Verdict" v WHERE v."assertionId" = $2 AND v."outputId" = o.id)
      ORDER BY o.id`,
    [projectId, assertionId],
  );
  return rows.map(({ id }) => OutputIdSchema.parse(id));
}

/** What judges that ask the same found out about these outputs; of several the first that was asked. */
export async function readFindings(
  assertionIds: readonly AssertionId[],
  outputIds: readonly OutputId[],
): Promise<Map<OutputId, Finding>> {
  if (assertionIds.length === 0 || outputIds.length === 0) return new Map();
  const { rows } = await pool.query<{ outputId: number; finding: unknown }>(
    `SELECT DISTINCT ON ("outputId") "outputId", finding FROM "Verdict"
      WHERE "assertionId" = ANY($1::int[]) AND "outputId" = ANY($2::int[]) AND finding IS NOT NULL
      ORDER BY "outputId", seq`,
    [assertionIds, outputIds],
  );
  return new Map(
    rows.map(({ outputId, finding }) => [OutputIdSchema.parse(outputId), Finding.parse(finding)]),
  );
}

export type VerdictColumn = {
  readonly assertionId: AssertionId;
  /** Highest sequence number in this column: ask from here next time. */
  readonly lastSeq: bigint;
  readonly outputIds: readonly OutputId[];
  readonly kinds: readonly VerdictKind[];
};

/** Verdicts written since `since` per assertion (absent: all), as columns: the form in which the matrix is kept. */
export async function readVerdictColumns(
  assertionIds: readonly AssertionId[],
  since: ReadonlyMap<AssertionId, bigint>,
): Promise<VerdictColumn[]> {
  if (assertionIds.length === 0) return [];
  const { rows } = await pool.query<{ id: number; last: string; outputs: OutputId[]; kinds: string }>(
    `SELECT v."assertionId" AS id, max(v.seq)::text AS last,
            array_agg(v."outputId" ORDER BY v.seq) AS outputs, string_agg(v.kind, '' ORDER BY v.seq) AS kinds
       FROM unnest($1::int[], $2::bigint[]) AS wanted(id, since)
       JOIN "Verdict" v ON v."assertionId" = wanted.id AND v.seq > wanted.since
      GROUP BY v."assertionId"`,
    [assertionIds, assertionIds.map((id) => (since.get(id) ?? 0n).toString())],
  );
  return rows.map((row) => ({
    assertionId: AssertionIdSchema.parse(row.id),
    lastSeq: BigInt(row.last),
    outputIds: row.outputs,
    kinds: Array.from(row.kinds, kindOf),
  }));
}

function kindOf(letter: string): VerdictKind {
  const kind = KIND.get(letter);
  if (!kind) throw new Error(`Unknown verdict letter ${letter}`);
  return kind;
}

const toVerdict = (kind: VerdictKind, detail: string | null): Verdict =>
  VerdictSchema.parse(
    kind === "error"
      ? { kind, message: detail ?? "unknown error" }
      : { kind, ...(detail === null ? {} : { reason: detail }) },
  );

/** What every assertion said of one output. */
export async function readVerdictsOfOutput(
  projectId: ProjectId,
  outputId: OutputId,
): Promise<Map<AssertionId, Verdict>> {
  const rows = await db.verdict.findMany({
    where: { outputId, output: { projectId } },
    select: { assertionId: true, kind: true, detail: true },
  });
  return new Map(
    rows.map((row) => [AssertionIdSchema.parse(row.assertionId), toVerdict(kindOf(row.kind), row.detail)]),
  );
}

/** The commonest error messages of an assertion with how often each came, most frequent first. */
export async function readErrors(
  projectId: ProjectId,
  assertionId: AssertionId,
): Promise<{ readonly message: string; readonly count: number }[]> {
  const rows = await db.verdict.groupBy({
    by: ["detail"],
    where: { assertionId, kind: LETTER.error, assertion: { projectId } },
    _count: { _all: true },
    orderBy: { _count: { detail: "desc" } },
    take: 5,
  });
  return rows.map((row) => ({ message: row.detail ?? "unknown error", count: row._count._all }));
}
