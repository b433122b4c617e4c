"use client";
import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import { useMay } from "@/components/shell/membership";
import { HeadCell, Cell } from "@/components/tables/table-view";
import type { OutputId } from "@/lib/domain/ids";

type Selection = {
  readonly ids: ReadonlySet<OutputId>;
  /** All under the filters, on whichever page. */
  readonly isAll: boolean;
  readonly select: (ids: readonly OutputId[], isOn: boolean) => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
};

const NOTHING: ReadonlySet<OutputId> = new Set();

const SelectionContext = createContext<Selection>({
  ids: NOTHING,
  isAll: false,
  select: () => undefined,
  selectAll: () => undefined,
  clear: () => undefined,
});

/** Which outputs of the table an editor has selected; it stays from page to page, as long as the filters stay. */
export function SelectionProvider({ children }: { readonly children: ReactNode }) {
  const [chosen, setChosen] = useState<Pick<Selection, "ids" | "isAll">>({ ids: NOTHING, isAll: false });
  const selection = useMemo(
    (): Selection => ({
      ...chosen,
      select: (some, isOn) =>
        setChosen(({ ids }) => {
          const next = new Set(ids);
          for (const id of some)
            if (isOn) next.add(id);
            else next.delete(id);
          return { ids: next, isAll: false };
        }),
      selectAll: () => setChosen({ ids: NOTHING, isAll: true }),
      clear: () => setChosen({ ids: NOTHING, isAll: false }),
    }),
    [chosen],
  );
  return <SelectionContext value={selection}>{children}</SelectionContext>;
}

export const useSelection = (): Selection => useContext(SelectionContext);

/** Selects every output of the page. */
export function SelectPage({ ids }: { readonly ids: readonly OutputId[] }) {
  const { ids: chosen, isAll, select } = useSelection();
  if (!useMay("editor")) return null;
  const isWhole = isAll || ids.every((id) => chosen.has(id));
  return (
    <HeadCell>
      <input
        type="checkbox"
        aria-label="Select all on this page"
        checked={isWhole}
        onChange={({ target }) => select(ids, target.checked)}
      />
    </HeadCell>
  );
}

export function SelectRow({ id, name }: { readonly id: OutputId; readonly name: string }) {
  const { ids, isAll, select } = useSelection();
  if (!useMay("editor")) return null;
  return (
    <Cell>
      <input
        type="checkbox"
        aria-label={`Select ${name}`}
        checked={isAll || ids.has(id)}
        disabled={isAll}
        onChange={({ target }) => select([id], target.checked)}
      />
    </Cell>
  );
}
