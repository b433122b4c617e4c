import { findOutputs } from "@/lib/db/outputs";
import type { Assertion } from "@/lib/domain/assertion";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { reportCard } from "@/lib/domain/report-card";
import { pageOfTable, type TableFilter, type TableRow } from "@/lib/domain/verdict-table";
import { lookedAtAgain } from "./read-blind";
import { readBoard } from "./read-board";
import { withOutsiders } from "./read-proposals";

export const TABLE_PAGE = 50;

export type VerdictTableView = {
  readonly columns: readonly Assertion[];
  readonly rows: readonly (TableRow & { readonly output: Output })[];
  /** Outputs under the filter, and all that this person may see here. */
  readonly total: number;
  readonly all: number;
};

type Asked = {
  readonly filter: TableFilter;
  readonly chosen: readonly AssertionId[];
  /** Outputs that are left out. */
  readonly hidden: ReadonlySet<OutputId>;
  /** Who looks: what they have to grade once more has no label. */
  readonly person: string;
};

/** What the table is made of: the assertions asked for, else the selected ones, else one a behaviour. */
export async function readTableInput(
  projectId: ProjectId,
  { chosen, hidden, person }: Omit<Asked, "filter">,
) {
  const board = await withOutsiders(projectId, await readBoard(projectId), chosen);
  const { assertions, matrix, labels } = board;
  const wanted =
    chosen.length > 0
      ? chosen
      : (reportCard(board).set?.assertionIds ?? assertions.slice(0, 12).map(({ id }) => id));
  const columns = assertions.filter(({ id }) => wanted.includes(id));
  // One assertion alone is held against the grades of its criterion, several against those of the whole output.
  const only = columns.length === 1 ? columns[0]?.criterionId : null;
  const held = (only ? labels.byCriterion.get(only)?.labels : undefined) ?? labels.whole;
  const again = lookedAtAgain(board, only ?? null, person);
  return {
    columns,
    input: {
      outputIds: matrix.outputIds.filter((id) => !hidden.has(id)),
      assertionIds: columns.map(({ id }) => id),
      labelOf: (id: OutputId) => (again.has(id) ? null : (held.get(id) ?? null)),
      kindOf: (assertionId: AssertionId, outputId: OutputId) => matrix.kind(assertionId, outputId),
    },
  };
}

/** A page of outputs × assertions. */
export async function readTable(
  projectId: ProjectId,
  query: Asked & { readonly page: number },
): Promise<VerdictTableView> {
  const { columns, input } = await readTableInput(projectId, query);
  const { rows, total } = pageOfTable(input, { filter: query.filter, page: query.page, size: TABLE_PAGE });
  const found = await findOutputs(
    projectId,
    rows.map(({ outputId }) => outputId),
  );
  const outputs = new Map(found.map((output) => [output.id, output]));
  return {
    columns,
    total,
    all: input.outputIds.length,
    rows: rows.flatMap((row) => {
      const output = outputs.get(row.outputId);
      return output ? [{ ...row, output }] : [];
    }),
  };
}
