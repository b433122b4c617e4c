import Link from "next/link";
import type { Answer } from "@/lib/domain/grade";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { outputName, type Output } from "@/lib/domain/output";
import { isFiltered, outputsParams, type OutputOrder, type OutputsQuery } from "@/lib/domain/outputs-query";
import { DownloadMenu } from "@/components/tables/download-menu";
import { Cell, CellText, HeadCell, TableView, type Sorting } from "@/components/tables/table-view";
import { timeOf } from "@/components/ui/call-details";
import { EmptyState } from "@/components/ui/empty-state";
import { LabelMark } from "@/components/ui/marks";
import { Pager } from "@/components/ui/pager";
import { outputsLink } from "./outputs-filters";
import { SelectPage, SelectRow } from "./selection";

export type OutputRow = {
  readonly output: Output;
  readonly number: number;
  readonly answer: Answer | null;
  readonly gradedAt: Date | null;
};

type Props = {
  readonly projectId: ProjectId;
  readonly rows: readonly OutputRow[];
  readonly query: OutputsQuery;
  /** The page that is shown. */
  readonly page: number;
  readonly pages: number;
};

const COLUMNS = [
  { id: "number", name: "#" },
  { id: "grade", name: "grade" },
  { id: "graded", name: "last grade" },
  { id: "length", name: "length", isOff: true },
  { id: "output", name: "output" },
  { id: "input", name: "input" },
] as const;

/** By time and by length people look for the last and the longest first. */
const FIRST: Readonly<Record<OutputOrder, "up" | "down">> = {
  import: "up",
  id: "up",
  length: "down",
  graded: "down",
};

/** So much of a text is sent along. */
const MOST = 2_001;

export function OutputsTable({ projectId, rows, query, page, pages }: Props) {
  const base = `/projects/${projectId}/outputs`;
  if (rows.length === 0)
    return (
      <EmptyState title="No outputs here">
        <p>
          {isFiltered(query)
            ? "Nothing matches this search and filter."
            : "Add data to this project to begin."}
        </p>
      </EmptyState>
    );
  return (
    <>
      <TableView
        name="outputs"
        label="Outputs"
        columns={COLUMNS}
        tools={
          <DownloadMenu projectId={projectId} table="outputs" params={outputsParams({ ...query, page: 1 })} />
        }
        head={<Head base={base} query={query} ids={rows.map(({ output }) => output.id)} />}
      >
        {rows.map((row) => (
          <Row key={row.output.id} base={base} row={row} />
        ))}
      </TableView>
      <Pager page={page} pages={pages} link={(next) => outputsLink(base, query, { page: next })} />
    </>
  );
}

function Head({
  base,
  query,
  ids,
}: {
  readonly base: string;
  readonly query: OutputsQuery;
  readonly ids: readonly OutputId[];
}) {
  const by = (sort: OutputOrder): Sorting => {
    const dir = query.sort === sort ? query.dir : null;
    const next = dir === null ? FIRST[sort] : dir === "up" ? "down" : "up";
    return { dir, href: outputsLink(base, query, { sort, dir: next }) };
  };
  return (
    <>
      <SelectPage ids={ids} />
      <HeadCell column="number" sorting={by("import")}>
        <abbr title="order of import" className="no-underline">
          #
        </abbr>
      </HeadCell>
      <HeadCell sorting={by("id")}>id</HeadCell>
      <HeadCell column="grade">grade</HeadCell>
      <HeadCell column="graded" sorting={by("graded")}>
        last grade
      </HeadCell>
      <HeadCell column="length" sorting={by("length")}>
        length
      </HeadCell>
      <HeadCell column="output">output</HeadCell>
      <HeadCell column="input">input</HeadCell>
    </>
  );
}

function Row({ base, row }: { readonly base: string; readonly row: OutputRow }) {
  const { output, number, answer, gradedAt } = row;
  return (
    <tr className="border-b border-line align-top">
      <SelectRow id={output.id} name={outputName(output)} />
      <Cell column="number" className="tabular-nums text-muted">
        {number.toLocaleString("en")}
      </Cell>
      <Cell className="max-w-40 truncate">
        <Link
          href={`${base}/${output.id}`}
          className="underline decoration-line underline-offset-2 hover:decoration-current"
        >
          {outputName(output)}
        </Link>
      </Cell>
      <Cell column="grade">
        <LabelMark label={answer} />
      </Cell>
      <Cell column="graded" className="whitespace-nowrap tabular-nums text-muted">
        {gradedAt === null ? "–" : <time dateTime={gradedAt.toISOString()}>{timeOf(gradedAt)}</time>}
      </Cell>
      <Cell column="length" className="whitespace-nowrap tabular-nums text-muted">
        {output.text.length.toLocaleString("en")}
      </Cell>
      <Cell column="output" className="min-w-60">
        <CellText className="max-w-[80ch]">{output.text.slice(0, MOST)}</CellText>
      </Cell>
      <Cell column="input" className="min-w-40 text-muted">
        <CellText className="max-w-[48ch]">
          {Object.values(output.variables).join(" · ").slice(0, MOST)}
        </CellText>
      </Cell>
    </tr>
  );
}
