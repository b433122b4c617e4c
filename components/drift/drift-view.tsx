import clsx from "clsx";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { DriftSide, isOpen, sideOf } from "@/lib/domain/drift-event";
import { DRIFT_SIDE_NAMES, type DriftPage } from "@/lib/domain/drift-page";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { AgreementSection } from "./agreement-section";
import { JournalEntryView } from "./journal-entry";
import { TimelineSection } from "./timeline-section";

type Props = {
  readonly projectId: ProjectId;
  readonly page: DriftPage;
  /** Which entries are shown; null: all. */
  readonly side: DriftSide | null;
  /** The criteria of which somebody else settles what is about them, with their name. */
  readonly others: ReadonlyMap<CriterionId, string>;
};

/** The drift journal, newest first (all of it or one of its three sides); how well people agree; each criterion over time. */
export function DriftView({ projectId, page, side, others }: Props) {
  return (
    <div className="flex flex-col gap-8">
      {page.boards.length + page.timelines.length > 0 && (
        <nav aria-label="On this page" className="no-print flex flex-wrap gap-4 text-sm">
          <a href="#journal" className="underline underline-offset-2">
            Journal
          </a>
          {page.boards.length > 0 && (
            <a href="#agreement" className="underline underline-offset-2">
              Do people agree?
            </a>
          )}
          {page.timelines.length > 0 && (
            <a href="#over-time" className="underline underline-offset-2">
              Over time
            </a>
          )}
        </nav>
      )}
      <section aria-labelledby="journal" className="flex flex-col gap-3">
        <h2 id="journal">Journal</h2>
        {page.inputNote !== null && <p className="max-w-[72ch] text-sm text-muted">{page.inputNote}</p>}
        {page.journal.length === 0 ? (
          <NothingYet projectId={projectId} />
        ) : (
          <Journal projectId={projectId} page={page} side={side} others={others} />
        )}
      </section>
      {page.boards.length > 0 && <AgreementSection projectId={projectId} boards={page.boards} />}
      {page.timelines.length > 0 && <TimelineSection projectId={projectId} page={page} />}
    </div>
  );
}

const NothingYet = ({ projectId }: Pick<Props, "projectId">) => (
  <EmptyState title="Nothing has drifted yet">
    <p>
      Grading changes what people mean by a criterion. Once outputs are graded, this page records every
      criterion that is added and every one whose meaning changes: what triggered it, which labels flipped,
      and how much of the change in the figures comes from relabelling and how much from new evaluators or
      data. It also raises an alarm when graders, judges or the pipeline are no longer what they were.
    </p>
    <p>
      <Link href={`/projects/${projectId}/grade`} className="text-accent underline">
        Grade outputs
      </Link>
      {" and reword a criterion where it does not say what you mean."}
    </p>
  </EmptyState>
);

function Journal({ projectId, page, side, others }: Props) {
  const shown = page.journal.filter(({ event }) => side === null || sideOf(event.kind) === side);
  return (
    <>
      <Sides page={page} side={side} />
      {page.newCriterionRate !== null && (
        <p className="text-sm text-muted">
          {`Criteria added or given another meaning: ${page.newCriterionRate.toFixed(1)} per 10 graded outputs.`}
        </p>
      )}
      <div>
        {shown.map((entry) => (
          <JournalEntryView
            key={entry.event.id}
            projectId={projectId}
            entry={entry}
            outputNames={page.outputNames}
            facts={page.facts.get(entry.event.id) ?? null}
            settler={(entry.event.criterionId && others.get(entry.event.criterionId)) ?? null}
          />
        ))}
        {shown.length === 0 && <p className="text-muted">No entries of this kind.</p>}
      </div>
    </>
  );
}

function Sides({ page, side }: Pick<Props, "page" | "side">) {
  const open = (one: DriftSide | null) =>
    page.journal.filter(({ event }) => isOpen(event) && (one === null || sideOf(event.kind) === one)).length;
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
