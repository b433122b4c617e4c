import clsx from "clsx";
import Link from "next/link";
import { OnlyFor } from "@/components/shell/membership";
import { DownloadMenu } from "@/components/tables/download-menu";
import { Cell, CellText, HeadCell, TableView } from "@/components/tables/table-view";
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
  /** Outputs of the queue. */
  readonly all: number;
  readonly pages: number;
  readonly query: QueueQuery;
};

const FILTERS = QueueQuery.shape.show.unwrap().options;
const linkTo = (show: QueueQuery["show"], page = 1): string => `?show=${show}&page=${page}`;

/** The outputs of a queue with who has graded them and who has them in hand; never what was said of them. */
export function QueueRows({ projectId, queueId, rows, total, all, pages, query }: Props) {
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
        <li className="ml-2 tabular-nums text-muted">
          {`${query.show === "all" ? "" : `${total.toLocaleString("en")} of `}${all.toLocaleString("en")} ${all === 1 ? "output" : "outputs"}`}
        </li>
      </ul>
      {rows.length > 0 && (
        <TableView
          name="queue"
          label="Outputs of the queue"
          columns={COLUMNS}
          tools={
            <DownloadMenu
              projectId={projectId}
              table="queue"
              params={[
                ["queue", queueId],
                ["show", query.show],
              ]}
            />
          }
          head={<Head />}
        >
          {rows.map((row) => (
            <Row key={row.output.id} target={{ projectId, queueId }} row={row} />
          ))}
        </TableView>
      )}
      <Pager page={Math.min(query.page, pages)} pages={pages} link={(page) => linkTo(query.show, page)} />
    </section>
  );
}

const COLUMNS = [
  { id: "you", name: "you" },
  { id: "graders", name: "graded by" },
  { id: "output", name: "output" },
] as const;

const Head = () => (
  <>
    <HeadCell>id</HeadCell>
    <HeadCell column="you">you</HeadCell>
    <HeadCell column="graders">graded by</HeadCell>
    <HeadCell column="output">output</HeadCell>
  </>
);

type RowProps = {
  readonly target: { readonly projectId: ProjectId; readonly queueId: QueueId };
  readonly row: QueueRow;
};

function Row({ target, row }: RowProps) {
  const { output, isOverlap, needs, doneBy, heldBy, mine, isDisputed } = row;
  return (
    <tr className="border-b border-line align-top">
      <Cell className="max-w-40 truncate">
        <Link
          href={`/projects/${target.projectId}/outputs/${output.id}`}
          className="underline decoration-line underline-offset-2"
        >
          {output.externalId ?? output.id}
        </Link>
      </Cell>
      <Cell column="you" className="whitespace-nowrap">
        {mine}
      </Cell>
      <Cell column="graders" className="min-w-40 break-words">
        <span className="tabular-nums">{`${doneBy.length} of ${needs}`}</span>
        {doneBy.length > 0 && `: ${doneBy.join(", ")}`}
        {heldBy.length > 0 && <span className="text-muted">{` · in hand: ${heldBy.join(", ")}`}</span>}{" "}
        {isOverlap && <Badge>all grade it</Badge>} {isDisputed && <Badge tone="warn">they differ</Badge>}
        {doneBy.length === 0 && (
          <OnlyFor need="editor">
            <TakeOut target={target} outputId={output.id} name={output.externalId ?? String(output.id)} />
          </OnlyFor>
        )}
      </Cell>
      <Cell column="output" className="min-w-60">
        <CellText className="max-w-[80ch]">{output.text}</CellText>
      </Cell>
    </tr>
  );
}
