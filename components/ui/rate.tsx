import type { Interval } from "@/lib/domain/intervals";
import { valueOf, type Ratio } from "@/lib/domain/ratio";

export const percent = (value: number): string => `${Math.round(value * 100)} %`;

const bounds = ([low, high]: Interval): string => `${Math.round(low * 100)}–${Math.round(high * 100)}`;

/** `13 of 16 · 81 % (57–93)`: a proportion never stands without its sample. */
export function Rate({ ratio, interval }: { readonly ratio: Ratio; readonly interval: Interval | null }) {
  const value = valueOf(ratio);
  if (value === null) return <span className="text-muted">not measured yet</span>;
  return (
    <span className="tabular-nums whitespace-nowrap">
      {`${ratio.count} of ${ratio.of} · ${percent(value)}`}
      {interval && <span className="text-muted">{` (${bounds(interval)})`}</span>}
    </span>
  );
}

/** A figure in [0, 1] that is no proportion, such as alignment. */
export function Score({
  value,
  interval,
}: {
  readonly value: number | null;
  readonly interval: Interval | null;
}) {
  if (value === null) return <span className="text-muted">not measured yet</span>;
  return (
    <span className="tabular-nums whitespace-nowrap">
      {value.toFixed(2)}
      {interval && (
        <span className="text-muted">{` (${interval[0].toFixed(2)}–${interval[1].toFixed(2)})`}</span>
      )}
    </span>
  );
}

/** The value and its interval on a scale from 0 to 1, with ticks for what it is compared with. */
export function IntervalBar({
  value,
  interval,
  ticks = [],
}: {
  readonly value: number | null;
  readonly interval: Interval | null;
  readonly ticks?: readonly { readonly at: number; readonly says: string }[];
}) {
  return (
    <svg aria-hidden viewBox="0 0 200 16" className="h-4 w-full max-w-64" preserveAspectRatio="none">
      <line x1={0} x2={200} y1={8} y2={8} className="stroke-line" strokeWidth={1} />
      {interval && (
        <rect
          x={interval[0] * 200}
          width={Math.max(1, (interval[1] - interval[0]) * 200)}
          y={5}
          height={6}
          rx={2}
          className="fill-accent opacity-35"
        />
      )}
      {ticks.map(({ at, says }) => (
        <line
          key={says}
          x1={at * 200}
          x2={at * 200}
          y1={1}
          y2={15}
          className="stroke-muted"
          strokeWidth={1}
          strokeDasharray="2 2"
        />
      ))}
      {value !== null && (
        <rect
          x={Math.min(197, Math.max(0, value * 200 - 1.5))}
          width={3}
          y={1}
          height={14}
          rx={1}
          className="fill-accent"
        />
      )}
    </svg>
  );
}
