import type { Ratings } from "@/lib/domain/grader-agreement";

/** Ratings from one row a grader and one column an output: 1 good, 0 bad, null not graded. */
export const ratingsFromRows = (rows: readonly (readonly (number | null)[])[]): Ratings[] =>
  (rows[0] ?? []).map((_, unit) =>
    rows.flatMap((row, i) => {
      const value = row[unit] ?? null;
      return value === null
        ? []
        : [{ grader: `g${i}`, label: value === 1 ? ("good" as const) : ("bad" as const) }];
    }),
  );

/** Ratings from how many graders called each output good and bad. */
export const ratingsFromCounts = (counts: readonly (readonly number[])[]): Ratings[] =>
  counts.map(([good = 0, bad = 0]) =>
    Array.from({ length: good + bad }, (_, i) => ({
      grader: `g${i}`,
      label: i < good ? ("good" as const) : ("bad" as const),
    })),
  );
