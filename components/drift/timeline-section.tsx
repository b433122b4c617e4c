import Link from "next/link";
import { sideOf } from "@/lib/domain/drift-event";
import type { DriftPage } from "@/lib/domain/drift-page";
import type { ProjectId } from "@/lib/domain/ids";
import { TimelineFigure } from "./timeline-figure";
import { timelineLinks } from "./timeline-links";

/** How each criterion, its grades and the agreement with them came along. */
export function TimelineSection({
  projectId,
  page: { timelines, journal, outputNames },
}: {
  readonly projectId: ProjectId;
  readonly page: Pick<DriftPage, "timelines" | "journal" | "outputNames">;
}) {
  const entries = new Map(
    journal.flatMap(({ event: { id, kind, revisionId } }) =>
      revisionId !== null && sideOf(kind) === "criteria" ? [[revisionId, id] as const] : [],
    ),
  );
  return (
    <section aria-labelledby="over-time" className="flex flex-col gap-4">
      <h2 id="over-time">Over time</h2>
      {timelines.map((timeline) => (
        <div key={timeline.criterionId ?? "whole"}>
          <h3 className="font-medium break-words">
            {timeline.name}
            {timeline.revisions > 1 && (
              <Link
                href={`/projects/${projectId}/drift/${timeline.criterionId}`}
                className="ml-3 text-sm font-normal text-accent underline"
              >
                {`compare its ${timeline.revisions} wordings`}
              </Link>
            )}
          </h3>
          {timeline.isLent && (
            <p className="text-sm text-muted">
              Nobody has graded it by itself: the grades are those of whole outputs.
            </p>
          )}
          <TimelineFigure
            timeline={timeline}
            links={timelineLinks(timeline, { projectId, entries, outputNames })}
          />
        </div>
      ))}
    </section>
  );
}
