import type { z } from "zod";
import { LOCAL_PERSON } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import { parseJson } from "@/lib/domain/json";
import { forgetKept, keepInBrowser, namesKept, readKept } from "@/components/ui/browser-storage";

/** Whose work in which project: what one person has said is never sent as another's. */
export type Desk = { readonly projectId: ProjectId; readonly person: string };

export type Outbox<Item> = {
  /** What an earlier page, a crashed tab or a day offline left behind, oldest first. */
  readonly load: () => Item[];
  /** Keeps an item until it is settled; false: the browser has no room or allows no storage, so only this page holds it. */
  readonly keep: (item: Item) => boolean;
  /** Forgets items that the server has stored, or never will. */
  readonly settle: (keys: ReadonlySet<string>) => void;
  /** Keeps an item that the server refuses where it is not sent again. */
  readonly setAside: (item: Item) => void;
  /** Items of an earlier version, which did not say whose they are. */
  readonly countNobodys: () => number;
};

let given = 0;

/** How an entry's name ends: when it was given, so that names sort by it, and its key. */
const GIVEN = /^\d{15}\.\d{6}\./;

/** One entry an item, so that two tabs do not overwrite each other's. */
export function createOutbox<Item extends { readonly key: string }>(
  kind: "outbox" | "remarks" | "comparisons",
  { projectId, person }: Desk,
  schema: z.ZodType<Item>,
): Outbox<Item> {
  const ofProject = `touchstone.${kind}.${projectId}.`;
  const prefix = `${ofProject}${person}.`;
  const nobodys = () => namesKept(ofProject).filter((name) => GIVEN.test(name.slice(ofProject.length)));
  const entries = () =>
    namesKept(prefix).flatMap((name) => {
      const item = parseJson(readKept(name) ?? "", schema);
      return item.ok ? [{ name, item: item.value }] : [];
    });
  return {
    load: () => {
      // Without accounts there is only one person whose they can be.
      if (person === LOCAL_PERSON.id) for (const name of nobodys()) rename(name, ofProject, prefix);
      return entries().map(({ item }) => item);
    },
    keep: (item) => {
      const when = `${String(Date.now()).padStart(15, "0")}.${String((given += 1)).padStart(6, "0")}`;
      return keepInBrowser(`${prefix}${when}.${item.key}`, JSON.stringify(item));
    },
    settle: (keys) => {
      for (const { name, item } of entries()) if (keys.has(item.key)) forgetKept(name);
    },
    setAside: ({ key }) => {
      for (const { name, item } of entries())
        if (item.key === key) rename(name, "touchstone.", "touchstone.refused.");
    },
    countNobodys: () => (person === LOCAL_PERSON.id ? 0 : nobodys().length),
  };
}

function rename(name: string, from: string, to: string): void {
  const text = readKept(name);
  if (text !== null && keepInBrowser(`${to}${name.slice(from.length)}`, text)) forgetKept(name);
}
