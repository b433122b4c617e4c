import { Explained } from "@/components/ui/explained";
import { CUSUM_LIMIT } from "@/lib/domain/drift-tests";
import type { Timeline } from "@/lib/domain/drift-timeline";
import { TimelineChart } from "./timeline-chart";
import { TimelineLinkList, type TimelineLinks } from "./timeline-links";

const cell = "py-1 pr-4 tabular-nums";
const say = (value: number | null): string => (value === null ? "not measured" : value.toFixed(2));

/** The chart of one criterion with its legend, and its figures as a table for whoever cannot see it. */
export function TimelineFigure({
  timeline,
  links,
}: {
  readonly timeline: Timeline;
  readonly links: TimelineLinks;
}) {
  return (
    <figure className="flex flex-col gap-1">
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={`Chart of “${timeline.name}”`}>
        <TimelineChart timeline={timeline} links={links} />
      </div>
      <figcaption className="flex flex-wrap gap-x-4 text-sm text-muted">
        {timeline.points.some(({ alignment }) => alignment !== null) && (
          <span>
            <span aria-hidden className="text-accent">
              ━
            </span>
            {timeline.criterionId === null
              ? " alignment of the assertions selected now, taken together"
              : " alignment of the assertion selected now"}
          </span>
        )}
        {timeline.points.some(({ alpha }) => alpha !== null) && (
          <span>
            <span aria-hidden className="text-warn">
              ╌
            </span>
            {" α of the graders"}
          </span>
        )}
        <span>
          <span className="text-good">●</span> good, <span className="text-bad">●</span> bad, below it;
          hollow: stale
          {timeline.every > 1 && `; one of ${timeline.every} grades is shown`}
        </span>
        {timeline.edits.length > 0 && <span>│ another meaning, ┊ clarification</span>}
      </figcaption>
      {timeline.disagreement.length > 0 && <DisagreementLine path={timeline.disagreement} />}
      <Figures timeline={timeline} />
      <TimelineLinkList timeline={timeline} links={links} />
    </figure>
  );
}

function Figures({ timeline }: { readonly timeline: Timeline }) {
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-muted">The figures as a table</summary>
      <div
        className="overflow-x-auto"
        tabIndex={0}
        role="region"
        aria-label={`Figures of “${timeline.name}” over time`}
      >
        <table className="border-collapse text-left">
          <thead>
            <tr className="text-muted">
              {["grades", "alignment", "labelled outputs", "α", "graded by several"].map((name) => (
                <th key={name} scope="col" className="py-1 pr-4 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {timeline.points.map(({ after, alignment, labelled, alpha, shared }) => (
              <tr key={after} className="border-t border-line">
                <td className={cell}>{after}</td>
                <td className={cell}>{say(alignment)}</td>
                <td className={cell}>{labelled}</td>
                <td className={cell}>{say(alpha)}</td>
                <td className={cell}>{shared}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** How disagreement of grades and selected assertion adds up; above the line it is more than usual. */
function DisagreementLine({ path }: { readonly path: readonly number[] }) {
  const top = Math.max(CUSUM_LIMIT * 1.2, ...path);
  const y = (level: number) => 2 + (1 - level / top) * 36;
  const points = path.map((level, i) => `${((i + 1) / path.length) * 600},${y(level).toFixed(1)}`);
  const last = path.at(-1) ?? 0;
  return (
    <div className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
      <svg aria-hidden viewBox="0 0 600 40" preserveAspectRatio="none" className="h-10 w-full max-w-xs">
        <line
          x1={0}
          x2={600}
          y1={y(CUSUM_LIMIT)}
          y2={y(CUSUM_LIMIT)}
          className="stroke-bad"
          strokeDasharray="6 4"
        />
        <polyline
          points={[`0,${y(0).toFixed(1)}`, ...points].join(" ")}
          className="fill-none stroke-accent"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <span>
        <Explained
          says="A CUSUM: up at each grade that the assertion contradicts, down at each that it shares, never below 0."
          anchor="drift"
        >
          disagreement
        </Explained>
        {` with the assertion selected now: ${last.toFixed(1)} after ${path.length} grades; ${CUSUM_LIMIT} is more than usual, and 7.5 or more an alarm`}
      </span>
    </div>
  );
}
