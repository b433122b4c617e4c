import { OutputId } from "@/lib/domain/ids";
import { forgetKept, keepInBrowser, namesKept, readKept } from "@/components/ui/browser-storage";
import type { Desk } from "./outbox";

export type Drafts = ReadonlyMap<OutputId, string>;

type NoteDrafts = {
  readonly load: () => Drafts;
  /** Keeps what is new or changed, and forgets what is gone; false: this browser keeps nothing. */
  readonly follow: (before: Drafts, now: Drafts) => boolean;
};

/** Notes that are not part of a grade yet, an entry each, so that a closed tab loses none. */
export function createNoteDrafts({ projectId, person }: Desk): NoteDrafts {
  const prefix = `touchstone.drafts.${projectId}.${person}.`;
  return {
    load: () =>
      new Map(
        namesKept(prefix).flatMap((name) => {
          const outputId = OutputId.safeParse(Number(name.slice(prefix.length)));
          const note = readKept(name);
          return outputId.success && note !== null ? [[outputId.data, note]] : [];
        }),
      ),
    follow: (before, now) => {
      for (const outputId of before.keys()) if (!now.has(outputId)) forgetKept(`${prefix}${outputId}`);
      const changed = [...now].filter(([outputId, note]) => before.get(outputId) !== note);
      return changed.map(([outputId, note]) => keepInBrowser(`${prefix}${outputId}`, note)).every(Boolean);
    },
  };
}
