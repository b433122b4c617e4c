import clsx from "clsx";
import Link from "next/link";
import type { Assertion } from "@/lib/domain/assertion";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import type { TableFilter, TableRow } from "@/lib/domain/verdict-table";
import { LabelMark, VerdictMark } from "@/components/ui/marks";
import { Pager } from "@/components/ui/pager";

const FILTERS: readonly (readonly [TableFilter, string])[] = [
  ["all", "all"],
  ["graded", "graded"],
  ["falsePass", "bad but passed"],
  ["falseFail", "good but failed"],
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
  };
  readonly filter: TableFilter;
  readonly page: number;
  readonly chosen: readonly AssertionId[];
};

export function VerdictTable({ projectId, table, filter, page, chosen }: Props) {
  const link = (change: { readonly filter?: TableFilter; readonly page?: number }) =>
    `/projects/${projectId}/report/table?${new URLSearchParams([["filter", change.filter ?? filter], ["page", String(change.page ?? 1)], ...chosen.map((id) => ["a", String(id)])]).toString()}`;
  return (
    <>
      <ul className="mb-3 flex flex-wrap gap-1 text-sm" aria-label="Filter">
        {FILTERS.map(([value, says]) => (
          <li key={value}>
            <Link
              href={link({ filter: value })}
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
      <p className="mb-2 text-sm text-muted tabular-nums">{`${table.total.toLocaleString("en")} outputs · ${table.columns.length} assertions`}</p>
      <div
        className="max-h-[75dvh] overflow-auto rounded-lg border border-line"
        tabIndex={0}
        role="region"
        aria-label="Outputs and verdicts"
      >
        <table className="w-full border-collapse text-left text-sm">
          <thead className="sticky top-0 bg-surface">
            <tr className="border-b border-line align-bottom">
              <th scope="col" className="p-2 font-medium text-muted">
                output
              </th>
              <th scope="col" className="p-2 font-medium text-muted">
                grade
              </th>
              {table.columns.map(({ id, name }) => (
                <th key={id} scope="col" className="min-w-24 p-2 font-normal">
                  <span className="line-clamp-3 max-w-40 text-xs break-words" title={name}>
                    {name}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(({ output, label, kinds }) => (
              <tr key={output.id} className="border-b border-line align-top last:border-0">
                <td className="min-w-64 p-2">
                  <Link
                    href={`/projects/${projectId}/outputs/${output.id}`}
                    className="font-mono text-[13px] underline decoration-line underline-offset-2"
                  >
                    {output.externalId ?? output.id}
                  </Link>
                  <span dir="auto" className="line-clamp-2 max-w-[60ch] break-words text-muted">
                    {output.text.slice(0, 240)}
                  </span>
                </td>
                <td className="p-2">
                  <LabelMark label={label} />
                </td>
                {kinds.map((kind, i) => (
                  <td key={table.columns[i]?.id ?? i} className="p-2">
                    <VerdictMark kind={kind} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {table.rows.length === 0 && <p className="mt-3 text-muted">No output under this filter.</p>}
      <Pager page={page} pages={Math.ceil(table.total / PAGE)} link={(next) => link({ page: next })} />
    </>
  );
}
