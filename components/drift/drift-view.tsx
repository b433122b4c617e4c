import clsx from "clsx";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { DriftSide, sideOf } from "@/lib/domain/drift-event";
import { DRIFT_SIDE_NAMES, type DriftPage } from "@/lib/domain/drift-page";
import type { ProjectId } from "@/lib/domain/ids";
import { JournalEntryView } from "./journal-entry";

type Props = {
  readonly projectId: ProjectId;
  readonly page: DriftPage;
  /** Which entries are shown; null: all. */
  readonly side: DriftSide | null;
};

/** The drift journal, newest first, all of it or one of its three sides. */
export function DriftView({ projectId, page: { journal, outputNames }, side }: Props) {
  const shown = journal.filter(({ event }) => side === null || sideOf(event.kind) === side);
  if (journal.length === 0)
    return (
      <EmptyState title="Nothing has drifted yet">
        <p>
          Grading changes what people mean by a criterion. Once outputs are graded, this page records every
          criterion that is added and every one whose meaning changes: what triggered it, which labels
          flipped, and how much of the change in the figures comes from relabelling and how much from new
          evaluators or data.
        </p>
        <p>
          <Link href={`/projects/${projectId}/grade`} className="text-accent underline">
            Grade outputs
          </Link>
          {" and reword a criterion where it does not say what you mean."}
        </p>
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-4">
      <Sides page={{ journal, outputNames }} side={side} />
      <div>
        {shown.map((entry) => (
          <JournalEntryView
            key={entry.event.id}
            projectId={projectId}
            entry={entry}
            outputNames={outputNames}
          />
        ))}
        {shown.length === 0 && <p className="text-muted">No entries of this kind.</p>}
      </div>
    </div>
  );
}

function Sides({ page, side }: Pick<Props, "page" | "side">) {
  const open = (one: DriftSide | null) =>
    page.journal.filter(
      ({ event }) => event.resolvedAt === null && (one === null || sideOf(event.kind) === one),
    ).length;
  return (
    <nav aria-label="Kinds of drift" className="no-print flex flex-wrap gap-2 text-sm">
      {[null, ...DriftSide.options].map((one) => (
        <Link
          key={one}
          href={one === null ? "?" : `?side=${one}`}
          aria-current={one === side ? "true" : undefined}
          className={clsx(
            "rounded-md border border-line px-2.5 py-1",
            one === side ? "bg-raised font-medium" : "hover:bg-raised",
          )}
        >
          {`${one === null ? "all" : DRIFT_SIDE_NAMES[one]} · ${open(one)} open`}
        </Link>
      ))}
    </nav>
  );
}
