"use client";
import clsx from "clsx";
import Link from "next/link";
import { createContext, useContext, type ReactNode } from "react";
import { STICKY_HEAD, TableFrame } from "./table-frame";
import { PLAIN_LOOK, useTableLook, type TableLook } from "./table-look";

export type TableColumn = {
  readonly id: string;
  readonly name: string;
  /** Left out until somebody asks for it. */
  readonly isOff?: boolean;
};

type Shown = { readonly look: TableLook; readonly columns: readonly TableColumn[] };

const ShownContext = createContext<Shown>({ look: PLAIN_LOOK, columns: [] });

const isShown = ({ look, columns }: Shown, id: string): boolean =>
  look.columns[id] ?? columns.find((column) => column.id === id)?.isOff !== true;

type Props = {
  /** Under which this browser keeps how the table is to be seen. */
  readonly name: string;
  /** What the table holds, for screen readers. */
  readonly label: string;
  /** Those that can be left out. */
  readonly columns: readonly TableColumn[];
  /** What else there is to do with the table. */
  readonly tools?: ReactNode;
  readonly head: ReactNode;
  readonly children: ReactNode;
};

/** A table of which everybody chooses the columns, how dense it is and whether long texts are cut. */
export function TableView({ name, label, columns, tools, head, children }: Props) {
  const [look, keep] = useTableLook(name);
  return (
    <ShownContext value={{ look, columns }}>
      <div className="no-print mb-2 flex flex-wrap items-start gap-x-4 gap-y-1 text-sm">
        <ViewMenu look={look} columns={columns} keep={keep} />
        {tools}
      </div>
      <TableFrame label={label}>
        <table className="w-full border-collapse text-left text-sm">
          <thead className={STICKY_HEAD}>
            <tr className="align-bottom">{head}</tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </TableFrame>
    </ShownContext>
  );
}

function ViewMenu({ look, columns, keep }: Shown & { readonly keep: (look: TableLook) => void }) {
  const change = (some: Partial<TableLook>) => keep({ ...look, ...some });
  return (
    <details>
      <summary className="cursor-pointer text-muted">View</summary>
      <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1 rounded-md border border-line p-2">
        {columns.map(({ id, name: says }) => (
          <Switch
            key={id}
            says={`column ${says}`}
            isOn={isShown({ look, columns }, id)}
            onChange={(isOn) => change({ columns: { ...look.columns, [id]: isOn } })}
          />
        ))}
        <Switch says="compact rows" isOn={look.isCompact} onChange={(isCompact) => change({ isCompact })} />
        <Switch says="long texts" isOn={look.isLong} onChange={(isLong) => change({ isLong })} />
      </div>
    </details>
  );
}

function Switch({
  says,
  isOn,
  onChange,
}: {
  readonly says: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  return (
    <label className="flex items-center gap-1.5 break-all">
      <input type="checkbox" checked={isOn} onChange={({ target }) => onChange(target.checked)} />
      {says}
    </label>
  );
}

/** By what a table is sorted, and where a click leads. */
export type Sorting = { readonly href: string; readonly dir: "up" | "down" | null };

type HeadProps = {
  readonly column?: string;
  readonly sorting?: Sorting;
  readonly className?: string;
  readonly children: ReactNode;
};

const ARROWS = { up: "▲", down: "▼" } as const;

/** The head of a column; one without a name is always there. */
export function HeadCell({ column, sorting, className, children }: HeadProps) {
  const shown = useContext(ShownContext);
  if (column !== undefined && !isShown(shown, column)) return null;
  const dir = sorting?.dir ?? null;
  return (
    <th
      scope="col"
      className={clsx("py-2 pr-3 font-medium", className)}
      {...(sorting && { "aria-sort": dir === null ? "none" : dir === "up" ? "ascending" : "descending" })}
    >
      {sorting ? (
        <Link
          href={sorting.href}
          replace
          scroll={false}
          className="whitespace-nowrap underline decoration-line underline-offset-2 hover:decoration-current"
        >
          {children}
          {dir !== null && <span aria-hidden>{` ${ARROWS[dir]}`}</span>}
        </Link>
      ) : (
        children
      )}
    </th>
  );
}

type CellProps = {
  readonly column?: string;
  readonly className?: string;
  readonly children: ReactNode;
};

export function Cell({ column, className, children }: CellProps) {
  const shown = useContext(ShownContext);
  if (column !== undefined && !isShown(shown, column)) return null;
  return <td className={clsx("pr-3", shown.look.isCompact ? "py-0.5" : "py-2", className)}>{children}</td>;
}

/** So much of a text is in the page: the rest stands on the page of the output. */
const MOST = 2_000;

type TextProps = { readonly column?: string; readonly className?: string; readonly children: string };

/** A text that is cut after two lines, or one where rows are compact, unless somebody wants long texts. */
export function CellText({ column, className, children }: TextProps) {
  const shown = useContext(ShownContext);
  const { isLong, isCompact } = shown.look;
  if (column !== undefined && !isShown(shown, column)) return null;
  return (
    <span
      dir="auto"
      className={clsx(
        "break-words",
        isLong ? "block whitespace-pre-wrap" : isCompact ? "line-clamp-1" : "line-clamp-2",
        className,
      )}
    >
      {children.length > MOST ? `${children.slice(0, MOST)} …` : children}
    </span>
  );
}
