import { inImport, type BulkImport, type LinedRow } from "@/lib/db/bulk-import";
import {
  confirmImport,
  createImport,
  deleteBadRows,
  deleteFile,
  failImport,
  findImport,
  progressImport,
  readFile,
  storeBadRows,
  storeFile,
} from "@/lib/db/imports";
import { listCriteria } from "@/lib/db/criteria";
import { findProject } from "@/lib/db/projects";
import {
  guessMapping,
  mapRecord,
  mappingProblem,
  type ImportMapping,
  type RawRecord,
} from "@/lib/domain/import-mapping";
import {
  SHOWN_BAD_ROWS,
  type BadRow,
  type ImportOutcome,
  type ImportPlan,
} from "@/lib/domain/import-outcome";
import type { Json } from "@/lib/domain/json";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { readRows } from "@/lib/formats/read-rows";
import { FormatError } from "@/lib/formats/read-text";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { lookUpSubject, recordChange } from "./audit";
import { listAssertions } from "@/lib/db/assertions";

const SAMPLE_ROWS = 200;
const SHOWN_ROWS = 8;
const BATCH = 500;
/** Batches between two signs of progress. */
const PROGRESS_EVERY = 4;
const MAX_BYTES = 1 << 30;

/** Takes a file in; nothing of it is read yet. The sentence of a problem says why it was turned away. */
export async function receiveFile(
  fileName: string,
  body: AsyncIterable<Uint8Array>,
  startedBy: string,
): Promise<Result<{ readonly importId: string }>> {
  const importId = await createImport(fileName.slice(0, 300), startedBy);
  const bytes = await storeFile(importId, limited(body));
  return bytes === 0 ? fail({ code: "bad-input", sentence: "The file is empty." }) : ok({ importId });
}

async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > MAX_BYTES)
      throw new FormatError(
        "The file is larger than 1 GB. Split it and import the parts one after the other.",
      );
    yield piece;
  }
}

export type ImportPreview = {
  readonly columns: readonly string[];
  /** The first rows, a text for each column. */
  readonly rows: readonly (readonly string[])[];
  readonly mapping: ImportMapping;
  readonly badRows: readonly BadRow[];
};

const CLIP = 300;
const shown = (value: Json | undefined): string =>
  (value === undefined || value === null
    ? ""
    : typeof value === "string"
      ? value
      : JSON.stringify(value)
  ).slice(0, CLIP);

/** The first rows, and what their columns probably mean. */
export async function previewImport(importId: string): Promise<Result<ImportPreview>> {
  const found = await findImport(importId);
  if (!found) return fail({ code: "not-found", what: "import" });
  const sample: RawRecord[] = [];
  const badRows: BadRow[] = [];
  try {
    for await (const row of readRows(readFile(importId))) {
      if ("record" in row) sample.push(row.record);
      else badRows.push(row);
      if (sample.length + badRows.length >= SAMPLE_ROWS) break;
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return fail({ code: "bad-input", sentence: error.message });
  }
  if (sample.length === 0)
    return fail({
      code: "bad-input",
      sentence: badRows[0]
        ? `No row can be read. Line ${badRows[0].line}: ${badRows[0].problem}`
        : "The file has no rows.",
    });
  const columns = [...new Set(sample.flatMap((record) => [...record.keys()]))];
  return ok({
    columns,
    rows: sample.slice(0, SHOWN_ROWS).map((record) => columns.map((name) => shown(record.get(name)))),
    mapping: guessMapping(columns, sample),
    badRows: badRows.slice(0, SHOWN_BAD_ROWS),
  });
}

/** Begins the import that the person confirmed. Confirming twice imports once. */
export async function startImport(importId: string, plan: ImportPlan): Promise<Result<null>> {
  const found = await findImport(importId);
  if (!found) return fail({ code: "not-found", what: "import" });
  if (plan.projectId !== null && !(await findProject(plan.projectId)))
    return fail({ code: "not-found", what: "project" });
  const problem = mappingProblem(plan.mapping, plan.projectId !== null);
  if (problem !== null) return fail({ code: "bad-input", sentence: problem });
  if (await confirmImport(importId, plan)) await enqueue({ kind: "import", importId });
  return ok(null);
}

type Counts = Omit<ImportOutcome, "state" | "projectId" | "failure">;

/** Runs a confirmed import: all of it, or nothing. Safe to run again after a crash; one that has ended is left alone. */
export async function runImport(importId: string): Promise<void> {
  const found = await findImport(importId);
  if (!found?.plan) return;
  const { plan } = found;
  const counts = emptyCounts();
  try {
    await inImport(plan, importId, async (bulk) => {
      await deleteBadRows(importId);
      await readAll({ importId, plan, bulk, counts });
      if (counts.outputs + counts.grades + counts.duplicates + counts.references === 0)
        throw new FormatError("No row of the file could be used, so nothing was imported.");
      return { ...counts, state: "done", projectId: bulk.projectId, failure: null };
    });
  } catch (error) {
    await failImport(importId, { ...failed(counts, plan), failure: await sayWhy(error, plan) });
    return;
  }
  await afterImport(importId);
}

const failed = (counts: Counts, { projectId }: ImportPlan) => ({
  ...counts,
  ...{ outputs: 0, grades: 0, verdicts: 0, references: 0, duplicates: 0 },
  state: "failed" as const,
  projectId,
});

async function sayWhy(error: unknown, { projectId }: ImportPlan): Promise<string> {
  if (error instanceof FormatError) return error.message;
  if (projectId !== null && !(await findProject(projectId)))
    return "The project was deleted meanwhile, so nothing was imported.";
  return `The import failed and nothing of it was kept: ${error instanceof Error ? error.message : String(error)}`;
}

const sayCounts = ({
  outputs,
  grades,
  references,
}: Pick<Counts, "outputs" | "grades" | "references">): string =>
  [
    `${outputs} new outputs`,
    `${grades} grades`,
    ...(references > 0 ? [`${references} references`] : []),
  ].join(", ");

/** The file of an import that is done is not needed any more, and candidates of before have new outputs to judge. */
async function afterImport(importId: string): Promise<void> {
  const ended = await findImport(importId);
  if (ended?.state !== "done" || ended.projectId === null || !ended.outcome) return;
  const { projectId, outcome } = ended;
  await deleteFile(importId);
  const subject = await lookUpSubject({ projectId });
  const did = `imported ${ended.fileName}: ${sayCounts(outcome)}`;
  await recordChange({ by: ended.startedBy, isProgram: false }, subject, { kind: "project", did });
  for (const { id, implementation } of await listAssertions(projectId))
    if (implementation.kind !== "recorded") await enqueue({ kind: "run", projectId, assertionId: id });
  if (outcome.references > 0)
    for (const { id } of await listCriteria(projectId))
      await enqueue({ kind: "tend", projectId, criterionId: id });
  await enqueue({ kind: "drift", projectId, fresh: outcome.outputs });
  await publish(projectId, "outputs");
}

type Tally = { -readonly [K in keyof Counts]: Counts[K] extends readonly BadRow[] ? BadRow[] : Counts[K] };
const emptyCounts = (): Tally => ({
  rows: 0,
  outputs: 0,
  duplicates: 0,
  grades: 0,
  verdicts: 0,
  references: 0,
  renamed: [],
  badRows: 0,
  firstBadRows: [],
});

async function readAll({
  importId,
  plan,
  bulk,
  counts,
}: {
  readonly importId: string;
  readonly plan: ImportPlan;
  readonly bulk: BulkImport;
  readonly counts: Tally;
}): Promise<void> {
  const bad = badRowKeeper(importId, counts);
  let batch: LinedRow[] = [];
  let batches = 0;
  const write = async () => {
    const { leftOut, renamed, ...written } = await bulk.write(batch);
    counts.renamed = [...new Set([...counts.renamed, ...renamed])];
    for (const key of ["outputs", "duplicates", "grades", "verdicts", "references"] as const)
      counts[key] += written[key];
    for (const { line, why } of leftOut) await bad.keep({ line, problem: why, raw: "" });
    batch = [];
    if (++batches % PROGRESS_EVERY === 0) await progressImport(importId, counts.rows);
  };
  for await (const read of readRows(readFile(importId))) {
    counts.rows += 1;
    const mapped = "record" in read ? mapRecord(plan.mapping, read.record) : null;
    if (mapped?.ok) batch.push({ line: read.line, nth: counts.rows - 1, row: mapped.row });
    else if (mapped)
      await bad.keep({
        line: read.line,
        problem: mapped.reason,
        raw: "record" in read ? rawOf(read.record) : "",
      });
    else if ("problem" in read) await bad.keep(read);
    if (batch.length >= BATCH) await write();
  }
  if (batch.length > 0) await write();
  await bad.finish();
  await progressImport(importId, counts.rows);
}

const rawOf = (record: RawRecord): string => JSON.stringify(Object.fromEntries(record)).slice(0, 2_000);

/** Bad rows go to the database in parts, so that a file of nothing else does not fill the memory. */
function badRowKeeper(importId: string, counts: Tally) {
  let held: string[] = [];
  let part = 0;
  const flush = async () => {
    if (held.length > 0) await storeBadRows(importId, part++, held);
    held = [];
  };
  return {
    keep: async (row: BadRow) => {
      counts.badRows += 1;
      if (counts.firstBadRows.length < SHOWN_BAD_ROWS)
        counts.firstBadRows.push({ ...row, raw: row.raw.slice(0, 200) });
      held.push(JSON.stringify({ line: row.line, problem: row.problem, raw: row.raw }));
      if (held.length >= 1_000) await flush();
    },
    finish: flush,
  };
}
