import clsx from "clsx";
import Link from "next/link";
import type { Label } from "@/lib/domain/grade";
import type { ProjectId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import type { OutputsQuery } from "@/lib/domain/outputs-query";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { TextInput } from "@/components/ui/field";
import { LabelMark } from "@/components/ui/marks";
import { Pager } from "@/components/ui/pager";

type Props = {
  readonly projectId: ProjectId;
  readonly rows: readonly { readonly output: Output; readonly label: Label | null }[];
  readonly query: OutputsQuery;
  readonly total: number;
  readonly pageSize: number;
};

const FILTERS = ["all", "good", "bad", "ungraded", "suspicious"] as const;

export function OutputsTable({ projectId, rows, query, total, pageSize }: Props) {
  const base = `/projects/${projectId}/outputs`;
  const link = (change: Partial<OutputsQuery>) => {
    const { show, q, page } = { ...query, page: 1, ...change };
    return `${base}?${new URLSearchParams({ show, ...(q === "" ? {} : { q }), page: String(page) }).toString()}`;
  };
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <form action={base} className="flex gap-2" role="search">
          <input type="hidden" name="show" value={query.show} />
          <TextInput
            name="q"
            defaultValue={query.q}
            placeholder="Search text, id, variables"
            aria-label="Search outputs"
            className="w-56"
          />
          <Button type="submit">Search</Button>
        </form>
        <ul className="flex gap-1 text-sm" aria-label="Filter">
          {FILTERS.map((show) => (
            <li key={show}>
              <Link
                href={link({ show })}
                title={show === "suspicious" ? "Outputs that look written for a judge" : undefined}
                aria-current={query.show === show ? "true" : undefined}
                className={clsx(
                  "rounded-md px-2 py-1",
                  query.show === show ? "bg-raised font-medium" : "hover:bg-raised",
                )}
              >
                {show}
              </Link>
            </li>
          ))}
        </ul>
        <span className="text-sm tabular-nums text-muted">{`${total.toLocaleString("en")} ${total === 1 ? "output" : "outputs"}`}</span>
      </div>
      {rows.length === 0 ? (
        <EmptyState title="No outputs here">
          <p>
            {query.q === "" && query.show === "all"
              ? "Add data to this project to begin."
              : "Nothing matches this search and filter."}
          </p>
        </EmptyState>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full border-collapse text-left text-sm">
            <thead className="text-muted">
              <tr className="border-b border-line">
                <th scope="col" className="py-2 pr-3 font-medium">
                  id
                </th>
                <th scope="col" className="py-2 pr-3 font-medium">
                  grade
                </th>
                <th scope="col" className="py-2 pr-3 font-medium">
                  output
                </th>
                <th scope="col" className="hidden py-2 font-medium lg:table-cell">
                  input
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ output, label }) => (
                <tr key={output.id} className="border-b border-line align-top">
                  <td className="max-w-40 truncate py-2 pr-3">
                    <Link
                      href={`${base}/${output.id}`}
                      className="underline decoration-line underline-offset-2 hover:decoration-current"
                    >
                      {output.externalId ?? output.id}
                    </Link>
                  </td>
                  <td className="py-2 pr-3">
                    <LabelMark label={label} />
                  </td>
                  <td className="min-w-60 py-2 pr-3">
                    <span dir="auto" className="line-clamp-2 max-w-[80ch] break-words">
                      {output.text.slice(0, 400)}
                    </span>
                  </td>
                  <td className="hidden py-2 text-muted lg:table-cell">
                    <span dir="auto" className="line-clamp-2 max-w-[48ch] break-words">
                      {Object.values(output.variables).join(" · ").slice(0, 240)}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pager page={query.page} pages={Math.ceil(total / pageSize)} link={(page) => link({ page })} />
    </>
  );
}
