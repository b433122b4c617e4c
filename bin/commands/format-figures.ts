import type { Interval } from "@/lib/domain/intervals";

/** A rate with three digits; "–" where it was not measured. */
export const rate = (value: number | null): string => (value === null ? "–" : value.toFixed(3));

/** A rate with its interval. */
export const rateWithin = (value: number | null, interval: Interval | null): string =>
  interval === null ? rate(value) : `${rate(value)} [${rate(interval[0])}, ${rate(interval[1])}]`;

/** Columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(head), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)].join("\n");
}
