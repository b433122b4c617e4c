import clsx from "clsx";
import Link from "next/link";
import { OnlyFor } from "@/components/shell/membership";
import { Badge } from "@/components/ui/badge";
import { Pager } from "@/components/ui/pager";
import type { ProjectId, QueueId } from "@/lib/domain/ids";
import { QueueQuery, type QueueRow } from "@/lib/domain/queue-page";
import { TakeOut } from "./take-out";

type Props = {
  readonly projectId: ProjectId;
  readonly queueId: QueueId;
  readonly rows: readonly QueueRow[];
  readonly total: number;
  readonly pages: number;
  readonly query: QueueQuery;
};

const FILTERS = QueueQuery.shape.show.unwrap().options;
const linkTo = (show: QueueQuery["show"], page = 1): string => `?show=${show}&page=${page}`;
const head = "py-2 pr-3 font-medium";

/** The outputs of a queue with who has graded them and who has them in hand; never what was said of them. */
export function QueueRows({ projectId, queueId, rows, total, pages, query }: Props) {
  return (
    <section aria-labelledby="outputs" className="flex flex-col gap-2">
      <h2 id="outputs">Outputs</h2>
      <ul className="flex flex-wrap items-center gap-1 text-sm" aria-label="Filter">
        {FILTERS.map((show) => (
          <li key={show}>
            <Link
              href={linkTo(show)}
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
        <li className="ml-2 tabular-nums text-muted">{`${total.toLocaleString("en")} ${total === 1 ? "output" : "outputs"}`}</li>
      </ul>
      {rows.length > 0 && (
        <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Outputs of the queue">
          <table className="w-full border-collapse text-left text-sm">
            <thead className="text-muted">
              <tr className="border-b border-line">
                <th scope="col" className={head}>
                  id
                </th>
                <th scope="col" className={head}>
                  you
                </th>
                <th scope="col" className={head}>
                  graded by
                </th>
                <th scope="col" className={head}>
                  output
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.output.id} target={{ projectId, queueId }} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pager page={Math.min(query.page, pages)} pages={pages} link={(page) => linkTo(query.show, page)} />
    </section>
  );
}

type RowProps = {
  readonly target: { readonly projectId: ProjectId; readonly queueId: QueueId };
  readonly row: QueueRow;
};

function Row({ target, row }: RowProps) {
  const { output, isOverlap, needs, doneBy, heldBy, mine, isDisputed } = row;
  return (
    <tr className="border-b border-line align-top">
      <td className="max-w-40 truncate py-2 pr-3">
        <Link
          href={`/projects/${target.projectId}/outputs/${output.id}`}
          className="underline decoration-line underline-offset-2"
        >
          {output.externalId ?? output.id}
        </Link>
      </td>
      <td className="py-2 pr-3 whitespace-nowrap">{mine}</td>
      <td className="min-w-40 py-2 pr-3 break-words">
        <span className="tabular-nums">{`${doneBy.length} of ${needs}`}</span>
        {doneBy.length > 0 && `: ${doneBy.join(", ")}`}
        {heldBy.length > 0 && <span className="text-muted">{` · in hand: ${heldBy.join(", ")}`}</span>}{" "}
        {isOverlap && <Badge>all grade it</Badge>} {isDisputed && <Badge tone="warn">they differ</Badge>}
        {doneBy.length === 0 && (
          <OnlyFor need="editor">
            <TakeOut target={target} outputId={output.id} name={output.externalId ?? String(output.id)} />
          </OnlyFor>
        )}
      </td>
      <td className="min-w-60 py-2">
        <span dir="auto" className="line-clamp-2 max-w-[80ch] break-words">
          {output.text}
        </span>
      </td>
    </tr>
  );
}
