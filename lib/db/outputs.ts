import type { ChangedOutput } from "@/lib/domain/detect-changed-outputs";
import { OutputId } from "@/lib/domain/ids";
import type { ProjectId } from "@/lib/domain/ids";
import { Output, outputName } from "@/lib/domain/output";
import { db, pool } from "./client";
import type { Prisma } from "./generated/client";

const columns = {
  id: true,
  externalId: true,
  variables: true,
  prompt: true,
  text: true,
  metadata: true,
} satisfies Prisma.OutputSelect;

type Row = Prisma.OutputGetPayload<{ select: typeof columns }>;

/** Rows are parsed on the way out: a JSON column is a promise that the database does not keep. */
const toOutput = (row: Row): Output => Output.parse(row);

/** Null when the project has no such output. */
export async function findOutput(projectId: ProjectId, outputId: OutputId): Promise<Output | null> {
  const row = await db.output.findFirst({ where: { id: outputId, projectId }, select: columns });
  return row && toOutput(row);
}

/** The outputs with these ids, in the order of the ids; unknown ids are left out. */
export async function findOutputs(projectId: ProjectId, ids: readonly OutputId[]): Promise<Output[]> {
  const rows = await db.output.findMany({ where: { projectId, id: { in: [...ids] } }, select: columns });
  const byId = new Map(rows.map((row) => [row.id, toOutput(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** How the outputs with these ids are called; unknown ids are left out. */
export async function findOutputNames(
  projectId: ProjectId,
  ids: readonly OutputId[],
): Promise<Map<OutputId, string>> {
  const rows = await db.output.findMany({
    where: { projectId, id: { in: [...ids] } },
    select: { id: true, externalId: true },
  });
  return new Map(
    rows.map(({ id, externalId }) => {
      const outputId = OutputId.parse(id);
      return [outputId, outputName({ id: outputId, externalId })];
    }),
  );
}

/** The ids of all outputs of a project, ascending. */
export async function listOutputIds(projectId: ProjectId): Promise<OutputId[]> {
  const rows = await db.output.findMany({
    where: { projectId },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return rows.map((row) => OutputId.parse(row.id));
}

/** Of outputs that are (almost) the same, all but the first, each with the first; the others are left out. */
export async function listAlike(projectId: ProjectId): Promise<Map<OutputId, OutputId>> {
  const { rows } = await pool.query<{ id: number; first: number }>(
    `SELECT id, first FROM (
       SELECT id, min(id) OVER (PARTITION BY likeness) AS first
         FROM "Output" WHERE "projectId" = $1 AND likeness IS NOT NULL) AS o
      WHERE id <> first`,
    [projectId],
  );
  return new Map(rows.map(({ id, first }) => [OutputId.parse(id), OutputId.parse(first)]));
}

/** What is known of every output, or of these, beside its text: for slices. */
export async function listMetadata(
  projectId: ProjectId,
  ids?: readonly OutputId[],
): Promise<{ readonly id: OutputId; readonly metadata: Output["metadata"] }[]> {
  const rows = await db.output.findMany({
    where: { projectId, ...(ids && { id: { in: [...ids] } }) },
    select: { id: true, metadata: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id, metadata }) => ({
    id: OutputId.parse(id),
    metadata: Output.shape.metadata.parse(metadata),
  }));
}

/** The outputs whose metadata has this value under this key, as text. */
export async function listWithMetadata(
  projectId: ProjectId,
  { key, value }: { readonly key: string; readonly value: string },
): Promise<OutputId[]> {
  const { rows } = await pool.query<{ id: number }>(
    `SELECT id FROM "Output" WHERE "projectId" = $1 AND metadata ->> $2 = $3`,
    [projectId, key, value],
  );
  return rows.map(({ id }) => OutputId.parse(id));
}

/** The metadata of the first and the last outputs, `most` of each: what there may be to choose from. */
export async function sampleMetadata(
  projectId: ProjectId,
  most: number,
): Promise<{ readonly metadata: Output["metadata"] }[]> {
  const ends = await Promise.all(
    (["asc", "desc"] as const).map((id) =>
      db.output.findMany({
        where: { projectId },
        select: { metadata: true },
        orderBy: { id },
        take: most,
      }),
    ),
  );
  return ends.flat().map(({ metadata }) => ({ metadata: Output.shape.metadata.parse(metadata) }));
}

/** The keys that variables and metadata of outputs have, in alphabetical order. */
export async function listKeys(
  projectId: ProjectId,
): Promise<{ readonly variables: readonly string[]; readonly metadata: readonly string[] }> {
  const keysOf = async (column: "variables" | "metadata") => {
    const { rows } = await pool.query<{ key: string }>(
      `SELECT DISTINCT jsonb_object_keys(${column}) AS key FROM "Output" WHERE "projectId" = $1 ORDER BY 1`,
      [projectId],
    );
    return rows.map(({ key }) => key);
  };
  const [variables, metadata] = await Promise.all([keysOf("variables"), keysOf("metadata")]);
  return { variables, metadata };
}

/** The ids of all outputs by their own id (numbers as numbers, before words) or by the length of their text. */
export async function orderOutputIds(projectId: ProjectId, by: "id" | "length"): Promise<OutputId[]> {
  const { rows } = await pool.query<{ id: number }>(
    by === "length"
      ? `SELECT id FROM "Output" WHERE "projectId" = $1 ORDER BY length(text), id`
      : `SELECT id FROM (SELECT id, coalesce("externalId", id::text) AS name FROM "Output" WHERE "projectId" = $1) AS o
          ORDER BY CASE WHEN name ~ '^[0-9]{1,18}$' THEN name::bigint END NULLS LAST, name, id`,
    [projectId],
  );
  return rows.map(({ id }) => OutputId.parse(id));
}

/** How the last `most` outputs came about, in the order of import: for changes of the pipeline. */
export async function listOrigins(
  projectId: ProjectId,
  most: number,
): Promise<Pick<Output, "id" | "prompt" | "variables" | "metadata">[]> {
  const rows = await db.output.findMany({
    where: { projectId },
    select: { id: true, prompt: true, variables: true, metadata: true },
    orderBy: { id: "desc" },
    take: most,
  });
  return rows.toReversed().map((row) => Output.omit({ externalId: true, text: true }).parse(row));
}

/** Outputs from this id on that have the own id of an earlier one and another text, each with the latest such one. */
export async function listChanged(projectId: ProjectId, from: OutputId): Promise<ChangedOutput[]> {
  const { rows } = await pool.query<{ id: number; before: number }>(
    `SELECT n.id, max(o.id) AS before
       FROM "Output" n JOIN "Output" o ON o."projectId" = n."projectId" AND o."externalId" = n."externalId"
      WHERE n."projectId" = $1 AND n.id >= $2 AND o.id < $2
      GROUP BY n.id HAVING NOT bool_or(o.text = n.text) ORDER BY n.id`,
    [projectId, from],
  );
  return rows.map(({ id, before }) => ({ outputId: OutputId.parse(id), before: OutputId.parse(before) }));
}

/** The outputs in which something looks written for a judge. */
export async function listSuspicious(projectId: ProjectId): Promise<Set<OutputId>> {
  const rows = await db.output.findMany({
    where: { projectId, suspicions: { not: "" } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => OutputId.parse(id)));
}

/** The outputs whose text, own id or variables contain the words, ascending; case aside. */
export async function searchOutputs(
  projectId: ProjectId,
  words: string,
): Promise<{ readonly id: OutputId; readonly isOnlyInVariables: boolean }[]> {
  const { rows } = await pool.query<{ id: number; isPlain: boolean | null }>(
    `SELECT id, (text ILIKE $2 OR "externalId" ILIKE $2) AS "isPlain" FROM "Output" WHERE "projectId" = $1
        AND (text ILIKE $2 OR "externalId" ILIKE $2 OR variables::text ILIKE $2) ORDER BY id`,
    [projectId, containing(words)],
  );
  return rows.map(({ id, isPlain }) => ({ id: OutputId.parse(id), isOnlyInVariables: isPlain !== true }));
}

/** As many characters of the text stand in an excerpt, some of them before what was looked for. */
const EXCERPT = { length: 100, before: 30 } as const;

/**
 * A page of the outputs that are meant by the words: first those that have them as an id, then those whose own id or text
 * contains them, case aside; by id.
 */
export async function findOutputsByWords(
  projectId: ProjectId,
  words: string,
  { skip, take }: { readonly skip: number; readonly take: number },
): Promise<(Pick<Output, "id" | "externalId"> & { readonly excerpt: string })[]> {
  const { rows } = await pool.query<{ id: number; externalId: string | null; excerpt: string }>(
    `SELECT id, "externalId",
            substr(text, greatest(1, strpos(lower(text), lower($3)) - $6), $7) AS excerpt
       FROM "Output"
      WHERE "projectId" = $1 AND (id::text = $3 OR "externalId" ILIKE $2 OR text ILIKE $2)
      ORDER BY (id::text = $3 OR lower("externalId") = lower($3)) IS TRUE DESC, id
      LIMIT $5 OFFSET $4`,
    [projectId, containing(words), words, skip, take, EXCERPT.before, EXCERPT.length],
  );
  return rows.map(({ id, ...rest }) => ({ id: OutputId.parse(id), ...rest }));
}

/** Outputs of one pipeline have the same variables: a few tell their names. */
const NAMED_BY = 200;

/** The names of the variables of a project's outputs, sorted. */
export async function listVariableNames(projectId: ProjectId): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT DISTINCT jsonb_object_keys(variables) AS name
       FROM (SELECT variables FROM "Output" WHERE "projectId" = $1 ORDER BY id LIMIT $2) AS o ORDER BY name`,
    [projectId, NAMED_BY],
  );
  return rows.map(({ name }) => name);
}

/** The pattern of what contains these words; what has a meaning in patterns is meant as it stands. */
const containing = (words: string): string => `%${words.replace(/[\\%_]/g, String.raw`\$&`)}%`;

/** Other outputs of the same input (equal variables, at least one), the first by id. */
export async function findSiblings(
  projectId: ProjectId,
  outputId: OutputId,
  most: number,
): Promise<readonly Output[]> {
  const { rows } = await pool.query<{ id: number }>(
    `SELECT o.id FROM "Output" o JOIN "Output" of ON of.id = $2 AND of."projectId" = o."projectId"
      WHERE o."projectId" = $1 AND o.id <> of.id AND o.variables = of.variables AND o.variables <> '{}'::jsonb
      ORDER BY o.id LIMIT $3`,
    [projectId, outputId, most],
  );
  return findOutputs(
    projectId,
    rows.map(({ id }) => OutputId.parse(id)),
  );
}

/** The output that a person means: by the id that it came with, else by ours; null: there is none. */
export async function findNamedOutput(projectId: ProjectId, name: string): Promise<Output | null> {
  const row = await db.output.findFirst({ where: { projectId, externalId: name }, select: columns });
  if (row) return toOutput(row);
  const id = OutputId.safeParse(Number(name));
  return id.success && id.data < 2 ** 31 ? findOutput(projectId, id.data) : null;
}
