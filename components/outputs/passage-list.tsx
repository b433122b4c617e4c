import type { ReactNode } from "react";
import type { MarkedPassage } from "@/lib/domain/remark";

type Props = {
  readonly passages: readonly MarkedPassage[];
  readonly nameOf: (criterionId: MarkedPassage["criterionId"]) => string;
  /** What can be done with a passage. */
  readonly actionOf?: (passage: MarkedPassage) => ReactNode;
};

/** The passages that somebody marked, with the grade that each belongs to and what was said of it. */
export function PassageList({ passages, nameOf, actionOf }: Props) {
  if (passages.length === 0) return null;
  return (
    <ul aria-label="Marked passages" className="flex flex-col gap-1 text-sm">
      {passages.map((marked) => (
        <li key={marked.id} className="flex items-start justify-between gap-3 border-l-2 border-bad pl-2">
          <span className="min-w-0 break-words" dir="auto">
            <q>{clip(marked.passage.quote)}</q>
            {marked.note !== "" && ` ${marked.note}`}
            <span className="text-muted">{` · ${nameOf(marked.criterionId)}`}</span>
          </span>
          {actionOf?.(marked)}
        </li>
      ))}
    </ul>
  );
}

const clip = (quote: string): string => (quote.length > 160 ? `${quote.slice(0, 160)}…` : quote);
