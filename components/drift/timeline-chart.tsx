import type { Timeline, TimelineGrade, TimelinePoint } from "@/lib/domain/drift-timeline";
import type { TimelineLinks } from "./timeline-links";

const WIDTH = 640;
const LEFT = 34;
/** Room for the name of a wording that came after the last grade. */
const RIGHT = 24;
const TOP = 14;
const LINES = 96;
const DOTS = 36;
const HEIGHT = TOP + LINES + DOTS + 16;

const y = (value: number): number => TOP + (1 - Math.min(1, Math.max(0, value))) * LINES;

/**
 * Grades as dots, wordings as ticks, and as lines how well people and what is selected agreed by then. Ticks and dots are
 * links; those of dots are not stops of the keyboard, for which there is the list beneath.
 */
export function TimelineChart({
  timeline,
  links,
}: {
  readonly timeline: Timeline;
  readonly links: TimelineLinks;
}) {
  const { graded, every, points, name } = timeline;
  const x = (after: number): number => LEFT + (after / Math.max(1, graded)) * (WIDTH - LEFT - RIGHT);
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
      role="group"
      aria-label={`Grades, wordings and agreement of “${name}” over ${graded} grades; the table holds the figures.`}
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
      <Ticks timeline={timeline} links={links} x={x} />
      <path d={pathOf(({ alignment }) => alignment)} className="fill-none stroke-accent" strokeWidth={2} />
      <path
        d={pathOf(({ alpha }) => alpha)}
        className="fill-none stroke-warn"
        strokeWidth={2}
        strokeDasharray="5 3"
      />
      {timeline.grades.map((grade) => (
        <Dot key={grade.nth} grade={grade} link={links.ofGrade(grade)} x={x(grade.nth)} />
      ))}
      <text x={LEFT} y={HEIGHT - 3} className="fill-muted text-[11px]">
        {every === 1 ? "1st grade" : `1st grade; a dot every ${every} grades`}
      </text>
      <text x={WIDTH - RIGHT} y={HEIGHT - 3} textAnchor="end" className="fill-muted text-[11px]">
        {`grade ${graded}`}
      </text>
    </svg>
  );
}

/** A wording: its line leads to it beside the one before, its name to the entry of the journal where there is one. */
function Ticks({
  timeline: { edits },
  links,
  x,
}: {
  readonly timeline: Timeline;
  readonly links: TimelineLinks;
  readonly x: (after: number) => number;
}) {
  return edits.map(({ revision, after }, i) => {
    const link = links.edits[i];
    const at = x(after);
    const ends = { x1: at, x2: at, y1: TOP, y2: TOP + LINES + DOTS };
    return (
      <g key={revision.id}>
        <a href={link?.wordings} aria-label={link?.says}>
          {/* Something wide enough to be hit. */}
          <line {...ends} stroke="transparent" strokeWidth={9} />
          <line
            {...ends}
            className={revision.change === "meaning" ? "stroke-text" : "stroke-muted"}
            strokeDasharray={revision.change === "meaning" ? undefined : "2 3"}
          />
        </a>
        <a href={link?.entry ?? link?.wordings} aria-label={nameOf(revision.number, link?.entry ?? null)}>
          <text x={at + 3} y={TOP - 3} className="fill-muted text-[11px]">{`r${revision.number}`}</text>
        </a>
      </g>
    );
  });
}

const nameOf = (number: number, entry: string | null): string =>
  entry === null ? `r${number}: its wording` : `r${number}: its entry in the journal`;

const LOOKS = {
  good: { now: "fill-good stroke-good", stale: "fill-none stroke-good" },
  bad: { now: "fill-bad stroke-bad", stale: "fill-none stroke-bad" },
} as const;

function Dot({
  grade: { label, isStale },
  link,
  x,
}: {
  readonly grade: TimelineGrade;
  readonly link: ReturnType<TimelineLinks["ofGrade"]>;
  readonly x: number;
}) {
  const circle = (
    <circle
      cx={x.toFixed(1)}
      cy={TOP + LINES + (label === "good" ? 12 : 26)}
      r={2.5}
      className={LOOKS[label][isStale ? "stale" : "now"]}
    />
  );
  if (link === null) return circle;
  return (
    <a href={link.href} aria-label={link.says} tabIndex={-1}>
      {circle}
    </a>
  );
}
