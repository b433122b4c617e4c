import { findOutputs, listKeys } from "@/lib/db/outputs";
import type { Json } from "@/lib/domain/json";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { outputName } from "@/lib/domain/output";
import type { OutputsQuery } from "@/lib/domain/outputs-query";
import type { TableContent } from "@/lib/domain/table-file";
import { outputsUnder, rowOf, type TableFilter } from "@/lib/domain/verdict-table";
import { matchOutputs, type Sight } from "../match-outputs";
import { toRows } from "../read-outputs";
import { readTableInput } from "../read-table";

/** So many outputs are in memory at a time. */
const PART = 500;

/** The table of outputs under its filters, with the grades that are shown there and those of each criterion; no notes. */
export async function outputsTable(
  projectId: ProjectId,
  query: OutputsQuery,
  person: string,
): Promise<TableContent> {
  const [{ sight, ids }, keys] = await Promise.all([
    matchOutputs(projectId, query, person),
    listKeys(projectId),
  ]);
  const { criteria } = sight.board;
  return {
    columns: [
      ...["id", "number", "grade", "last grade"],
      ...criteria.map(({ revision }) => `grade: ${revision.name}`),
      ...["output", "prompt"],
      ...keys.variables.map((key) => `input.${key}`),
      ...keys.metadata.map((key) => `meta.${key}`),
    ],
    rows: rowsOf(sight, ids, keys),
  };
}

type Keys = { readonly variables: readonly string[]; readonly metadata: readonly string[] };

async function* rowsOf(
  sight: Sight,
  ids: readonly OutputId[],
  { variables, metadata }: Keys,
): AsyncGenerator<readonly Json[], void> {
  const { board, blind } = sight;
  const held = board.criteria.map(({ id }) => board.labels.byCriterion.get(id));
  for (let i = 0; i < ids.length; i += PART)
    for (const { output, number, answer, gradedAt } of await toRows(sight, ids.slice(i, i + PART)))
      yield [
        ...[outputName(output), number, answer, gradedAt?.toISOString() ?? null],
        ...held.map((own) =>
          own?.basis !== "criterion" || blind.has(output.id) ? null : (own.labels.get(output.id) ?? null),
        ),
        ...[output.text, output.prompt],
        ...variables.map((key) => output.variables[key] ?? null),
        ...metadata.map((key) => output.metadata[key] ?? null),
      ];
}

/** Outputs × assertions under the filter. */
export async function verdictsTable(
  projectId: ProjectId,
  asked: {
    readonly filter: TableFilter;
    readonly chosen: readonly AssertionId[];
    readonly hidden: ReadonlySet<OutputId>;
    readonly person: string;
  },
): Promise<TableContent> {
  const { columns, input } = await readTableInput(projectId, asked);
  const ids = outputsUnder(input, asked.filter);
  const rows = async function* () {
    for (let i = 0; i < ids.length; i += PART)
      for (const output of await findOutputs(projectId, ids.slice(i, i + PART))) {
        const { label, kinds } = rowOf(input, output.id);
        yield [outputName(output), output.text, label, ...kinds];
      }
  };
  return { columns: ["id", "output", "grade", ...columns.map(({ name }) => name)], rows: rows() };
}
