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
  readonly total: number;
};

/** A page of outputs × assertions: those asked for, else the selected ones, else one a behaviour. */
export async function readTable(
  projectId: ProjectId,
  query: {
    readonly filter: TableFilter;
    readonly page: number;
    readonly chosen: readonly AssertionId[];
    /** Outputs that are left out. */
    readonly hidden: ReadonlySet<OutputId>;
    /** Who looks: what they have to grade once more has no label. */
    readonly person: string;
  },
): Promise<VerdictTableView> {
  const board = await withOutsiders(projectId, await readBoard(projectId), query.chosen);
  const { assertions, matrix, labels } = board;
  const wanted =
    query.chosen.length > 0
      ? query.chosen
      : (reportCard(board).set?.assertionIds ?? assertions.slice(0, 12).map(({ id }) => id));
  const columns = assertions.filter(({ id }) => wanted.includes(id));
  // One assertion alone is held against the grades of its criterion, several against those of the whole output.
  const only = columns.length === 1 ? columns[0]?.criterionId : null;
  const held = (only ? labels.byCriterion.get(only)?.labels : undefined) ?? labels.whole;
  const again = lookedAtAgain(board, only ?? null, query.person);
  const { rows, total } = pageOfTable(
    {
      outputIds: matrix.outputIds.filter((id) => !query.hidden.has(id)),
      assertionIds: columns.map(({ id }) => id),
      labelOf: (id) => (again.has(id) ? null : (held.get(id) ?? null)),
      kindOf: (assertionId, outputId) => matrix.kind(assertionId, outputId),
    },
    { filter: query.filter, page: query.page, size: TABLE_PAGE },
  );
  const outputs = new Map(
    (
      await findOutputs(
        projectId,
        rows.map(({ outputId }) => outputId),
      )
    ).map((output) => [output.id, output]),
  );
  return {
    columns,
    total,
    rows: rows.flatMap((row) => {
      const output = outputs.get(row.outputId);
      return output ? [{ ...row, output }] : [];
    }),
  };
}
