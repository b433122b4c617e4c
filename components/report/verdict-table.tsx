import clsx from "clsx";
import Link from "next/link";
import type { Assertion } from "@/lib/domain/assertion";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import { outputName, type Output } from "@/lib/domain/output";
import type { TableFilter, TableRow } from "@/lib/domain/verdict-table";
import { DownloadMenu } from "@/components/tables/download-menu";
import { Cell, CellText, HeadCell, TableView } from "@/components/tables/table-view";
import { LabelMark, VerdictMark } from "@/components/ui/marks";
import { Pager } from "@/components/ui/pager";

const FILTERS: readonly (readonly [filter: TableFilter, says: string])[] = [
  ["all", "all"],
  ["falsePass", "missed"],
  ["falseFail", "wrongly failed"],
  ["graded", "graded"],
  ["caught", "caught"],
  ["kept", "rightly passed"],
  ["disagreement", "assertions disagree"],
  ["error", "errors"],
  ["good", "good"],
  ["bad", "bad"],
  ["ungraded", "ungraded"],
];

const PAGE = 50;

type Props = {
  readonly projectId: ProjectId;
  readonly table: {
    readonly columns: readonly Assertion[];
    readonly rows: readonly (TableRow & { readonly output: Output })[];
    readonly total: number;
    readonly all: number;
  };
  readonly filter: TableFilter;
  readonly page: number;
  readonly chosen: readonly AssertionId[];
};

const MEANS: Readonly<Partial<Record<TableFilter, string>>> = {
  falsePass: "graded bad, but passed",
  falseFail: "graded good, but failed",
};

/** So much of a text is sent along. */
const MOST = 2_001;

const columnOf = (id: AssertionId): string => `assertion-${id}`;

export function VerdictTable({ projectId, table, filter, page, chosen }: Props) {
  const params = (of: TableFilter): [string, string][] => [
    ["filter", of],
    ...chosen.map((id): [string, string] => ["a", String(id)]),
  ];
  const link = (change: { readonly filter?: TableFilter; readonly page?: number }) =>
    `/projects/${projectId}/report/table?${new URLSearchParams([...params(change.filter ?? filter), ["page", String(change.page ?? 1)]]).toString()}`;
  return (
    <>
      <ul className="no-print mb-3 flex flex-wrap gap-1 text-sm" aria-label="Filter">
        {FILTERS.map(([value, says]) => (
          <li key={value}>
            <Link
              href={link({ filter: value })}
              title={MEANS[value]}
              aria-current={filter === value ? "true" : undefined}
              className={clsx(
                "inline-block rounded-md px-2 py-1",
                filter === value ? "bg-raised font-medium" : "hover:bg-raised",
              )}
            >
              {says}
            </Link>
          </li>
        ))}
      </ul>
      <p className="mb-2 text-sm text-muted tabular-nums">{sayCount(table, filter)}</p>
      <TableView
        name="verdicts"
        label="Outputs and verdicts"
        columns={[
          { id: "text", name: "text of the output" },
          { id: "grade", name: "grade" },
          ...table.columns.map(({ id, name }) => ({ id: columnOf(id), name })),
        ]}
        tools={<DownloadMenu projectId={projectId} table="verdicts" params={params(filter)} />}
        head={<Head columns={table.columns} />}
      >
        {table.rows.map((row) => (
          <Row key={row.output.id} projectId={projectId} columns={table.columns} row={row} />
        ))}
      </TableView>
      {table.rows.length === 0 && <p className="mt-3 text-muted">No output under this filter.</p>}
      <Pager page={page} pages={Math.ceil(table.total / PAGE)} link={(next) => link({ page: next })} />
    </>
  );
}

function sayCount({ total, all, columns }: Props["table"], filter: TableFilter): string {
  const part = filter === "all" ? "" : `${total.toLocaleString("en")} of `;
  return `${part}${all.toLocaleString("en")} outputs · ${columns.length} assertions · what was missed and wrongly failed first`;
}

function Head({ columns }: { readonly columns: readonly Assertion[] }) {
  return (
    <>
      <HeadCell>output</HeadCell>
      <HeadCell column="grade">grade</HeadCell>
      {columns.map(({ id, name }) => (
        <HeadCell key={id} column={columnOf(id)} className="min-w-24">
          <span className="line-clamp-3 max-w-40 text-xs font-normal break-words text-text" title={name}>
            {name}
          </span>
        </HeadCell>
      ))}
    </>
  );
}

function Row({
  projectId,
  columns,
  row: { output, label, kinds },
}: {
  readonly projectId: ProjectId;
  readonly columns: readonly Assertion[];
  readonly row: TableRow & { readonly output: Output };
}) {
  return (
    <tr className="border-b border-line align-top last:border-0">
      <Cell className="min-w-64">
        <Link
          href={`/projects/${projectId}/outputs/${output.id}`}
          className="font-mono text-[13px] underline decoration-line underline-offset-2"
        >
          {outputName(output)}
        </Link>
        <CellText column="text" className="max-w-[60ch] text-muted">
          {output.text.slice(0, MOST)}
        </CellText>
      </Cell>
      <Cell column="grade">
        <LabelMark label={label} />
      </Cell>
      {columns.map(({ id }, i) => (
        <Cell key={id} column={columnOf(id)}>
          <VerdictMark kind={kinds[i] ?? null} />
        </Cell>
      ))}
    </tr>
  );
}
