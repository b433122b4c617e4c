import { TableFormat } from "@/lib/domain/table-file";
import type { TableName } from "@/lib/domain/table-file";
import type { ProjectId } from "@/lib/domain/ids";

const SAYS = { csv: "CSV", json: "JSON", jsonl: "JSON lines" } as const satisfies Record<TableFormat, string>;

type Props = {
  readonly projectId: ProjectId;
  readonly table: TableName;
  /** The filters of the table. */
  readonly params?: readonly (readonly [name: string, value: string])[];
};

/** All rows of a table under its filters, to take away. */
export function DownloadMenu({ projectId, table, params = [] }: Props) {
  const hrefOf = (format: TableFormat) =>
    `/api/projects/${projectId}/tables/${table}?${new URLSearchParams([["format", format], ...params.map(([name, value]) => [name, value])]).toString()}`;
  return (
    <details className="no-print text-sm">
      <summary className="cursor-pointer text-muted">Download</summary>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 rounded-md border border-line p-2">
        {TableFormat.options.map((format) => (
          <li key={format}>
            <a href={hrefOf(format)} download className="underline underline-offset-2">
              {SAYS[format]}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
