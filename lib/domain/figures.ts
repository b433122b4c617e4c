import { alignment } from "./alignment";
import { coverage, falseFailureRate, type Confusion } from "./confusion";
import { wilson, type Interval } from "./intervals";
import { alignmentInterval } from "./rate-intervals";
import type { Ratio } from "./ratio";

/** The three headline figures of an assertion or a set, each with its sample and 95 % interval. */
export type Figures = {
  readonly confusion: Confusion;
  readonly coverage: Ratio;
  readonly coverageInterval: Interval | null;
  readonly falseFailureRate: Ratio;
  readonly falseFailureRateInterval: Interval | null;
  /** Null until both a good and a bad output are graded and answered. */
  readonly alignment: number | null;
  readonly alignmentInterval: Interval | null;
};

/** All headline figures of a confusion table. */
export function figuresOf(confusion: Confusion): Figures {
  const caught = coverage(confusion);
  const wronglyFailed = falseFailureRate(confusion);
  return {
    confusion,
    coverage: caught,
    coverageInterval: wilson(caught),
    falseFailureRate: wronglyFailed,
    falseFailureRateInterval: wilson(wronglyFailed),
    alignment: alignment(confusion),
    alignmentInterval: alignmentInterval(caught, wronglyFailed),
  };
}
