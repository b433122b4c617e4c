import type { Timeline } from "@/lib/domain/drift-timeline";
import { TimelineChart } from "./timeline-chart";

const cell = "py-1 pr-4 tabular-nums";
const say = (value: number | null): string => (value === null ? "not measured" : value.toFixed(2));

/** The chart of one criterion with its legend, and its figures as a table for whoever cannot see it. */
export function TimelineFigure({ timeline }: { readonly timeline: Timeline }) {
  return (
    <figure className="flex flex-col gap-1">
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={`Chart of “${timeline.name}”`}>
        <TimelineChart timeline={timeline} />
      </div>
      <figcaption className="flex flex-wrap gap-x-4 text-sm text-muted">
        {timeline.points.some(({ alignment }) => alignment !== null) && (
          <span>
            <span aria-hidden className="text-accent">
              ━
            </span>
            {" alignment of the assertion selected now"}
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
        </span>
        {timeline.edits.length > 0 && <span>│ another meaning, ┊ clarification</span>}
      </figcaption>
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
    </figure>
  );
}
