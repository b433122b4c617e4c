import { z } from "zod";
import type { Evaluator } from "./evaluator";
import type { HonestEstimate } from "./honest-estimate";
import type { ReportCard } from "./report-card";

const count = z.number().int().nonnegative();
const Share = z.number().min(0).max(1).nullable();
const Interval = z.tuple([z.number(), z.number()]).readonly().nullable();
const Rated = z.object({ ratio: z.object({ count, of: count }), interval: Interval });
const Scored = z.object({ value: Share, interval: Interval });

/** The figures of one of two selections that are held against each other, each with its n and 95 % interval. */
export const FigureSide = z.object({
  coverage: Rated,
  falseFailureRate: Rated,
  /** `n`: good and bad outputs with an answer. */
  alignment: Scored.extend({ n: count }),
  /** On grades that did not choose; null: not measured. */
  honest: z.object({ coverage: Scored, falseFailureRate: Scored, alignment: Scored, n: count }).nullable(),
});
export type FigureSide = z.infer<typeof FigureSide>;

type Honest = Pick<HonestEstimate, "coverage" | "falseFailureRate" | "alignment" | "n"> & {
  readonly interval?: HonestEstimate["interval"] | undefined;
};

const honestSide = ({
  coverage,
  falseFailureRate,
  alignment,
  interval,
  n,
}: Honest): FigureSide["honest"] => ({
  coverage: { value: coverage, interval: interval?.coverage ?? null },
  falseFailureRate: { value: falseFailureRate, interval: interval?.falseFailureRate ?? null },
  alignment: { value: alignment, interval: interval?.alignment ?? null },
  n,
});

/** The figures of a published version as they stood then; null: it was published without. */
export function sideOfVersion({ manifest: { set } }: Pick<Evaluator, "manifest">): FigureSide | null {
  if (!set) return null;
  const { coverage, falseFailureRate } = set;
  return {
    coverage: { ratio: coverage, interval: coverage.interval },
    falseFailureRate: { ratio: falseFailureRate, interval: falseFailureRate.interval },
    alignment: {
      value: set.alignment,
      interval: set.alignmentInterval,
      n: coverage.of + falseFailureRate.of,
    },
    honest: set.honest ? honestSide(set.honest) : null,
  };
}

/** The figures of what a report selects; null: nothing is selected. */
export function sideOfReport({ set, honest }: Pick<ReportCard, "set" | "honest">): FigureSide | null {
  if (!set) return null;
  return {
    coverage: { ratio: set.coverage, interval: set.coverageInterval },
    falseFailureRate: { ratio: set.falseFailureRate, interval: set.falseFailureRateInterval },
    alignment: {
      value: set.alignment,
      interval: set.alignmentInterval,
      n: set.coverage.of + set.falseFailureRate.of,
    },
    honest: honest && honestSide(honest),
  };
}
