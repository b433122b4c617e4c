import type { Timeline, TimelinePoint } from "@/lib/domain/drift-timeline";

const WIDTH = 640;
const LEFT = 34;
const RIGHT = 8;
const TOP = 14;
const LINES = 96;
const DOTS = 36;
const HEIGHT = TOP + LINES + DOTS + 16;

const y = (value: number): number => TOP + (1 - Math.min(1, Math.max(0, value))) * LINES;

/** More dots would be one smear. */
const MOST_DOTS = 500;

const DOT_KINDS = [
  { label: "good", isStale: false, look: "fill-good stroke-good" },
  { label: "good", isStale: true, look: "fill-none stroke-good" },
  { label: "bad", isStale: false, look: "fill-bad stroke-bad" },
  { label: "bad", isStale: true, look: "fill-none stroke-bad" },
] as const;

const RADIUS = 2.5;
const dot = (cx: number, cy: number): string =>
  `M${(cx - RADIUS).toFixed(1)} ${cy}a${RADIUS} ${RADIUS} 0 1 0 ${2 * RADIUS} 0a${RADIUS} ${RADIUS} 0 1 0 ${-2 * RADIUS} 0`;

/** Grades as dots, wordings as ticks, and as lines how well people and the selected assertion agreed by then. */
export function TimelineChart({ timeline }: { readonly timeline: Timeline }) {
  const { grades, edits, points, name } = timeline;
  const every = Math.ceil(grades.length / MOST_DOTS);
  const x = (after: number): number => LEFT + (after / Math.max(1, grades.length)) * (WIDTH - LEFT - RIGHT);
  const pathOf = (value: (point: TimelinePoint) => number | null): string =>
    points
      .map((point) => ({ after: point.after, at: value(point) }))
      .flatMap(({ after, at }, i, all) =>
        at === null
          ? []
          : `${i === 0 || all[i - 1]?.at === null ? "M" : "L"}${x(after).toFixed(1)} ${y(at).toFixed(1)}`,
      )
      .join("");
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Grades, wordings and agreement of “${name}” over ${grades.length} grades; the table holds the figures.`}
      className="w-full max-w-3xl min-w-[34rem]"
    >
      {[0, 0.5, 1].map((value) => (
        <g key={value}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} className="stroke-line" />
          <text x={LEFT - 6} y={y(value) + 4} textAnchor="end" className="fill-muted text-[11px]">
            {value}
          </text>
        </g>
      ))}
      {edits.map(({ revision, after }) => (
        <g key={revision.id}>
          <line
            x1={x(after)}
            x2={x(after)}
            y1={TOP}
            y2={TOP + LINES + DOTS}
            className={revision.change === "meaning" ? "stroke-text" : "stroke-muted"}
            strokeDasharray={revision.change === "meaning" ? undefined : "2 3"}
          />
          <text x={x(after) + 3} y={TOP - 3} className="fill-muted text-[11px]">{`r${revision.number}`}</text>
        </g>
      ))}
      <path d={pathOf(({ alignment }) => alignment)} className="fill-none stroke-accent" strokeWidth={2} />
      <path
        d={pathOf(({ alpha }) => alpha)}
        className="fill-none stroke-warn"
        strokeWidth={2}
        strokeDasharray="5 3"
      />
      {DOT_KINDS.map(({ label, isStale, look }) => (
        <path
          key={`${label} ${String(isStale)}`}
          strokeWidth={1}
          className={look}
          d={grades
            .flatMap((grade, i) =>
              grade.label === label && grade.isStale === isStale && i % every === 0
                ? dot(x(i + 1), TOP + LINES + (label === "good" ? 12 : 26))
                : [],
            )
            .join("")}
        />
      ))}
      <text x={LEFT} y={HEIGHT - 3} className="fill-muted text-[11px]">
        {every === 1 ? "1st grade" : `1st grade; a dot every ${every} grades`}
      </text>
      <text x={WIDTH - RIGHT} y={HEIGHT - 3} textAnchor="end" className="fill-muted text-[11px]">
        {`grade ${grades.length}`}
      </text>
    </svg>
  );
}
