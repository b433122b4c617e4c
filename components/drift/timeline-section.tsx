import Link from "next/link";
import type { Timeline } from "@/lib/domain/drift-timeline";
import type { ProjectId } from "@/lib/domain/ids";
import { TimelineFigure } from "./timeline-figure";

/** How each criterion, its grades and the agreement with them came along. */
export function TimelineSection({
  projectId,
  timelines,
}: {
  readonly projectId: ProjectId;
  readonly timelines: readonly Timeline[];
}) {
  return (
    <section aria-labelledby="over-time" className="flex flex-col gap-4">
      <h2 id="over-time">Over time</h2>
      {timelines.map((timeline) => (
        <div key={timeline.criterionId}>
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
          <TimelineFigure timeline={timeline} />
        </div>
      ))}
    </section>
  );
}
