import type { Evaluator } from "./evaluator";
import type { HonestEstimate } from "./honest-estimate";
import type { Interval } from "./intervals";
import type { Ratio } from "./ratio";

type Rated = { readonly ratio: Ratio; readonly interval: Interval | null };
type Scored = { readonly value: number | null; readonly interval: Interval | null };

/** The figures of one of two selections that are held against each other, each with its n and 95 % interval. */
export type FigureSide = {
  readonly coverage: Rated;
  readonly falseFailureRate: Rated;
  /** `n`: good and bad outputs with an answer. */
  readonly alignment: Scored & { readonly n: number };
  /** On grades that did not choose; null: not measured. */
  readonly honest: {
    readonly coverage: Scored;
    readonly falseFailureRate: Scored;
    readonly alignment: Scored;
    readonly n: number;
  } | null;
};

type Honest = Omit<HonestEstimate, "interval"> & {
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
