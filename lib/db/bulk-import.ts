import { createHash, randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { DEFAULT_FFR_LIMIT } from "@/lib/domain/criterion";
import type { ImportOutcome, ImportPlan } from "@/lib/domain/import-outcome";
import type { ImportedRow } from "@/lib/domain/imported-row";
import { ProjectId } from "@/lib/domain/ids";
import { likenessOf } from "@/lib/domain/likeness";
import { findSuspicions } from "@/lib/domain/suspicion";
import { log } from "@/lib/log";
import { renamedGraders } from "./bulk-graders";
import { withoutContradictions, writeReferences, type ReferencesOfImport } from "./bulk-references";
import { pool } from "./client";
import { storable, storableJson } from "@/lib/domain/storable";

/**
 * A row with its line, to say of what could not be used where it stands. `nth` is which row of the import it is, from 0: of
 * a JSON array all rows may stand on one line.
 */
export type LinedRow = { readonly line: number; readonly nth: number; readonly row: ImportedRow };

export type BatchCounts = {
  readonly outputs: number;
  readonly duplicates: number;
  readonly grades: number;
  readonly verdicts: number;
  /** References that were not there before. */
  readonly references: number;
  /** Graders that the file names like somebody here, as it names them: their grades stand under another name. */
  readonly renamed: readonly string[];
  /** Rows of which nothing was written, and why. */
  readonly leftOut: readonly { readonly line: number; readonly why: string }[];
};

/** Writes rows of one import; nothing is visible to anybody before the transaction ends well. */
export type BulkImport = {
  readonly projectId: ProjectId;
  readonly write: (rows: readonly LinedRow[]) => Promise<BatchCounts>;
};

/** What makes two outputs the same: text, variables, prompt and metadata, but not the id that a file gave them. */
function contentOf(row: ImportedRow & { readonly text: string }) {
  const content = {
    text: storable(row.text),
    variables: storableJson({ ...row.variables }),
    prompt: row.prompt === null ? null : storable(row.prompt),
    metadata: storableJson({ ...row.metadata }),
  };
  return {
    ...content,
    hash: sha256(JSON.stringify(content)),
    // Short, because it is kept in an index: of a million outputs no two share it by chance.
    likeness: sha256(likenessOf(content.variables, content.text)).slice(0, 24),
    suspicions: findSuspicions(content.text).join(","),
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * Runs `work` and ends the import as it says, in one transaction: a failed import leaves nothing behind, not even an
 * empty project, and one that was killed is either done or has not begun. Nothing happens when it had ended already; two
 * processes that run the same import do so one after the other.
 */
export async function inImport(
  plan: ImportPlan,
  importId: string,
  work: (bulk: BulkImport) => Promise<ImportOutcome>,
): Promise<void> {
  await inTransaction(async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtext($1))", [`touchstone import ${importId}`]);
    const begun = await client.query(`SELECT 1 FROM "Import" WHERE id = $1 AND state = 'importing'`, [
      importId,
    ]);
    if (begun.rowCount === 0) return;
    const projectId = plan.projectId ?? (await createOwnProject(client, plan, importId));
    const outcome = await work(bulkInto(client, { projectId, importId }));
    await client.query(`UPDATE "Import" SET state = $2, outcome = $3, "projectId" = $4 WHERE id = $1`, [
      importId,
      outcome.state,
      JSON.stringify(storableJson(outcome)),
      projectId,
    ]);
  });
}

async function inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client
      .query("ROLLBACK")
      .catch((lost: unknown) => log.error("a transaction ended with its connection", lost));
    throw error;
  } finally {
    client.release();
  }
}

async function createProject(
  client: PoolClient,
  { name, promptTemplate }: Pick<ImportPlan, "name" | "promptTemplate">,
  isSample = false,
): Promise<ProjectId> {
  const id = randomUUID();
  await client.query(
    `INSERT INTO "Project" (id, name, "promptTemplate", seed, "isSample") VALUES ($1, $2, $3, $4, $5)`,
    [id, storable(name), storable(promptTemplate), id.slice(0, 8), isSample],
  );
  return ProjectId.parse(id);
}

/** A project of whoever brought the file; without accounts nobody has to own it. */
async function createOwnProject(client: PoolClient, plan: ImportPlan, importId: string): Promise<ProjectId> {
  const projectId = await createProject(client, plan);
  await client.query(
    `INSERT INTO "Member" ("projectId", "userId", role)
     SELECT $1, u.id, 'owner' FROM "User" u JOIN "Import" i ON i."startedBy" = u.id WHERE i.id = $2`,
    [projectId, importId],
  );
  return projectId;
}

type Place = { readonly projectId: ProjectId; readonly importId: string };

function bulkInto(client: PoolClient, place: Place): BulkImport {
  const criteria = new Map<string, { readonly criterionId: string; readonly revisionId: string }>();
  const evaluators = new Map<string, number>();
  const references: ReferencesOfImport = new Map();

  return {
    projectId: place.projectId,
    write: async (rows) => {
      const { ids, outputs, duplicates } = await writeOutputs(client, place, rows);
      const { agreed: known, contradicting } = await withoutContradictions(client, { rows, ids }, references);
      for (const { row } of known)
        for (const { criterion } of [...row.grades, ...row.verdicts])
          if (criterion !== null) await ensureCriterion(client, place, { criteria, name: criterion });
      for (const { row } of known)
        for (const { evaluator, criterion } of row.verdicts)
          await ensureEvaluator(client, place, { evaluators, criteria, evaluator, criterion });
      const graders = new Set(known.flatMap(({ row }) => row.grades.map(({ grader }) => storable(grader))));
      const renamed = await renamedGraders(client, graders);
      return {
        outputs,
        duplicates,
        renamed: [...renamed.keys()],
        grades: await writeGrades(client, place, { rows: known, ids, criteria, renamed }),
        verdicts: await writeVerdicts(client, { rows: known, ids, evaluators }),
        references: await writeReferences(client, place, { rows: known, ids }),
        leftOut: [
          ...rows.flatMap(({ line, nth, row }) =>
            ids.has(nth)
              ? []
              : { line, why: `This project has no output with the id ${row.externalId ?? ""}.` },
          ),
          ...contradicting,
        ],
      };
    },
  };
}

/** The output of every row: new, known by its content, or (rows without text) known by its own id. */
async function writeOutputs(client: PoolClient, { projectId }: Place, rows: readonly LinedRow[]) {
  const ids = new Map<number, number>();
  const withText = rows.flatMap(({ nth, row }) =>
    row.text === null
      ? []
      : [
          {
            nth,
            externalId: row.externalId === null ? null : storable(row.externalId),
            ...contentOf({ ...row, text: row.text }),
          },
        ],
  );
  // The first of those that are the same gives its id.
  const unique = [...new Map(withText.toReversed().map((entry) => [entry.hash, entry])).values()].reverse();
  const inserted = await client.query(
    `INSERT INTO "Output" ("projectId", "externalId", variables, prompt, text, metadata, "contentHash", likeness,
                           suspicions)
     SELECT $1, r."externalId", r.variables, r.prompt, r.text, r.metadata, r.hash, r.likeness, r.suspicions
       FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS ("externalId" text, variables jsonb, prompt text, text text, metadata jsonb, hash text, likeness text, suspicions text))
            WITH ORDINALITY AS r("externalId", variables, prompt, text, metadata, hash, likeness, suspicions, position)
      ORDER BY r.position
     ON CONFLICT ("projectId", "contentHash") DO NOTHING`,
    [projectId, JSON.stringify(unique)],
  );
  const found = await client.query<{ id: number; hash: string }>(
    `SELECT id, "contentHash" AS hash FROM "Output" WHERE "projectId" = $1 AND "contentHash" = ANY($2)`,
    [projectId, unique.map(({ hash }) => hash)],
  );
  const byHash = new Map(found.rows.map(({ id, hash }) => [hash, id]));
  for (const { nth, hash } of withText) {
    const id = byHash.get(hash);
    if (id !== undefined) ids.set(nth, id);
  }
  await matchByOwnId(client, { projectId, rows, ids });
  const outputs = inserted.rowCount ?? 0;
  return { ids, outputs, duplicates: withText.length - outputs };
}

async function matchByOwnId(
  client: PoolClient,
  {
    projectId,
    rows,
    ids,
  }: { readonly projectId: ProjectId; readonly rows: readonly LinedRow[]; readonly ids: Map<number, number> },
) {
  const wanted = rows.filter(({ row }) => row.text === null && row.externalId !== null);
  if (wanted.length === 0) return;
  const found = await client.query<{ id: number; own: string }>(
    `SELECT min(id) AS id, "externalId" AS own FROM "Output" WHERE "projectId" = $1 AND "externalId" = ANY($2) GROUP BY "externalId"`,
    [projectId, wanted.map(({ row }) => storable(row.externalId ?? ""))],
  );
  const byOwn = new Map(found.rows.map(({ id, own }) => [own, id]));
  for (const { nth, row } of wanted) {
    const id = byOwn.get(storable(row.externalId ?? ""));
    if (id !== undefined) ids.set(nth, id);
  }
}

type Criteria = Map<string, { readonly criterionId: string; readonly revisionId: string }>;

/** A criterion of this name in the project, made with its first revision where there is none. */
async function ensureCriterion(
  client: PoolClient,
  { projectId }: Place,
  { criteria, name }: { readonly criteria: Criteria; readonly name: string },
) {
  if (criteria.has(name)) return;
  const wording = storable(name.trim());
  const found = await client.query<{ criterionId: string; revisionId: string }>(
    `SELECT c.id AS "criterionId", r.id AS "revisionId" FROM "Criterion" c JOIN "Revision" r ON r."criterionId" = c.id
      WHERE c."projectId" = $1 AND c."retiredAt" IS NULL
        AND r.number = (SELECT max(number) FROM "Revision" WHERE "criterionId" = c.id) AND (r.wording = $2 OR r.name = $2) LIMIT 1`,
    [projectId, wording],
  );
  const [known] = found.rows;
  if (known) {
    criteria.set(name, known);
    return;
  }
  const made = { criterionId: randomUUID(), revisionId: randomUUID() };
  await client.query(
    `INSERT INTO "Criterion" (id, "projectId", position, kind, "ffrLimit", origin)
     VALUES ($1, $2, (SELECT coalesce(max(position), 0) + 1 FROM "Criterion" WHERE "projectId" = $2), 'either', $3, 'imported')`,
    [made.criterionId, projectId, DEFAULT_FFR_LIMIT],
  );
  const short = wording.length > 120 ? `${wording.slice(0, 119)}…` : wording;
  await client.query(
    `INSERT INTO "Revision" (id, "criterionId", number, name, wording, "ffrLimit", author, why, change)
     VALUES ($1, $2, 1, $3, $4, $5, 'import', '', 'first')`,
    [made.revisionId, made.criterionId, short, wording, DEFAULT_FFR_LIMIT],
  );
  criteria.set(name, made);
}

const evaluatorKey = (evaluator: string, criterion: string | null) => JSON.stringify([evaluator, criterion]);

/** A recorded assertion for this evaluator and criterion. */
async function ensureEvaluator(
  client: PoolClient,
  { projectId }: Place,
  wanted: {
    readonly evaluators: Map<string, number>;
    readonly criteria: Criteria;
    readonly evaluator: string;
    readonly criterion: string | null;
  },
) {
  const { evaluators, criteria, evaluator, criterion } = wanted;
  const key = evaluatorKey(evaluator, criterion);
  if (evaluators.has(key)) return;
  const place = criterion === null ? null : (criteria.get(criterion) ?? null);
  const hash = createHash("sha256").update(`recorded\n${evaluator}`).digest("hex");
  const found = await client.query<{ id: number }>(
    `SELECT id FROM "Assertion" WHERE "projectId" = $1 AND "revisionId" IS NOT DISTINCT FROM $2 AND hash = $3`,
    [projectId, place?.revisionId ?? null, hash],
  );
  const id =
    found.rows[0]?.id ??
    (
      await client.query<{ id: number }>(
        `INSERT INTO "Assertion" ("projectId", "criterionId", "revisionId", name, implementation, origin, hash) VALUES ($1, $2, $3, $4, $5, 'imported', $6) RETURNING id`,
        [
          projectId,
          place?.criterionId ?? null,
          place?.revisionId ?? null,
          storable(evaluator),
          JSON.stringify({ kind: "recorded", evaluator: storable(evaluator) }),
          hash,
        ],
      )
    ).rows[0]?.id;
  if (id === undefined) throw new Error("The evaluator was not stored.");
  evaluators.set(key, id);
}

async function writeGrades(
  client: PoolClient,
  { projectId, importId }: Place,
  batch: {
    readonly rows: readonly LinedRow[];
    readonly ids: ReadonlyMap<number, number>;
    readonly criteria: Criteria;
    readonly renamed: ReadonlyMap<string, string>;
  },
): Promise<number> {
  const grades = batch.rows.flatMap(({ nth, row }) =>
    row.grades.map(({ criterion, grader, label, note }, i) => {
      const place = criterion === null ? undefined : batch.criteria.get(criterion);
      return {
        outputId: batch.ids.get(nth),
        criterionId: place?.criterionId ?? null,
        revisionId: place?.revisionId ?? null,
        grader: batch.renamed.get(storable(grader)) ?? storable(grader),
        mark: label,
        note: storable(note),
        key: `${importId}:${nth}:${i}`,
      };
    }),
  );
  if (grades.length === 0) return 0;
  const { rowCount } = await client.query(
    `INSERT INTO "Grade" ("projectId", "outputId", "criterionId", "revisionId", grader, mark, note, policy, key)
     SELECT $1, r."outputId", r."criterionId", r."revisionId", r.grader, r.mark, r.note, 'imported', r.key
       FROM jsonb_to_recordset($2::jsonb) AS r("outputId" int, "criterionId" text, "revisionId" text, grader text, mark text, note text, key text)
     ON CONFLICT DO NOTHING`,
    [projectId, JSON.stringify(grades)],
  );
  return rowCount ?? 0;
}

async function writeVerdicts(
  client: PoolClient,
  batch: {
    readonly rows: readonly LinedRow[];
    readonly ids: ReadonlyMap<number, number>;
    readonly evaluators: ReadonlyMap<string, number>;
  },
): Promise<number> {
  const verdicts = batch.rows.flatMap(({ nth, row }) =>
    row.verdicts.map(({ evaluator, criterion, kind }) => ({
      a: batch.evaluators.get(evaluatorKey(evaluator, criterion)),
      o: batch.ids.get(nth),
      k: kind === "pass" ? "p" : kind === "fail" ? "f" : "n",
    })),
  );
  if (verdicts.length === 0) return 0;
  const { rowCount } = await client.query(
    `INSERT INTO "Verdict" ("assertionId", "outputId", kind) SELECT r.a, r.o, r.k FROM jsonb_to_recordset($1::jsonb) AS r(a int, o int, k text) ON CONFLICT DO NOTHING`,
    [JSON.stringify(verdicts)],
  );
  return rowCount ?? 0;
}

/** The sample project, all or nothing; null when there is one already, also when another process made it just now. */
export async function insertSample(plan: ImportPlan, rows: readonly LinedRow[]): Promise<ProjectId | null> {
  return inTransaction(async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtext('touchstone sample project'))");
    const { rowCount } = await client.query(`SELECT 1 FROM "Project" LIMIT 1`);
    if (rowCount) return null;
    const projectId = await createProject(client, plan, true);
    await writeOutputs(client, { projectId, importId: "sample" }, rows);
    return projectId;
  });
}
