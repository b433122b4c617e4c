import type { z } from "zod";
import type { ProjectId } from "@/lib/domain/ids";
import { parseJson } from "@/lib/domain/json";

export type Outbox<Item> = {
  /** What an earlier page, a crashed tab or a day offline left behind, oldest first. */
  readonly load: () => Item[];
  /** Keeps an item until it is settled; false: the browser has no room or allows no storage, so only this page holds it. */
  readonly keep: (item: Item) => boolean;
  /** Forgets items that the server has stored, or never will. */
  readonly settle: (keys: ReadonlySet<string>) => void;
};

let given = 0;

/** One entry an item, so that two tabs do not overwrite each other's; its key sorts by when it was given. */
export function createOutbox<Item extends { readonly key: string }>(
  kind: "outbox" | "remarks" | "comparisons",
  projectId: ProjectId,
  schema: z.ZodType<Item>,
): Outbox<Item> {
  const prefix = `touchstone.${kind}.${projectId}.`;
  const entries = () =>
    Object.keys(localStorage)
      .filter((entry) => entry.startsWith(prefix))
      .toSorted()
      .flatMap((entry) => {
        const item = parseJson(localStorage.getItem(entry) ?? "", schema);
        return item.ok ? [{ entry, item: item.value }] : [];
      });
  return {
    load: () => entries().map(({ item }) => item),
    keep: (item) => {
      const when = `${String(Date.now()).padStart(15, "0")}.${String((given += 1)).padStart(6, "0")}`;
      try {
        localStorage.setItem(`${prefix}${when}.${item.key}`, JSON.stringify(item));
        return true;
      } catch (error) {
        if (error instanceof DOMException) return false;
        throw error;
      }
    },
    settle: (keys) => {
      for (const { entry, item } of entries()) if (keys.has(item.key)) localStorage.removeItem(entry);
    },
  };
}
