import { STOP, type StopRule } from "@/lib/domain/stop-rule";
import { CLOSE, SURE } from "@/lib/domain/winner-chance";
import { rate } from "./format-figures";

/** Whether one may stop grading, and if not what is missing. */
export function sayStopRule({ isReached, more, grades, precision, winner, settled }: StopRule): string {
  if (isReached) return "Stop rule: reached. More grades would change little.";
  const { coverageHalfWidth, ffrHalfWidth } = precision;
  const missing = [
    ...(grades.isMet ? [] : [`${grades.missingBad} more bad and ${grades.missingGood} more good grades`]),
    ...(precision.isMet
      ? []
      : [
          `intervals within ±${STOP.halfWidth} (coverage ±${rate(coverageHalfWidth)}, false failure rate ±${rate(ffrHalfWidth)})`,
        ]),
    ...(winner.isMet
      ? []
      : [`a winner within ${CLOSE} of the best with chance ${SURE} (now ${rate(winner.chance)})`]),
    ...(settled.isMet ? [] : ["grades since the wording changed"]),
  ];
  const prediction = more === null ? "" : ` About ${more} more grades should do.`;
  return `Stop rule: not reached. Missing: ${missing.join("; ")}.${prediction}`;
}
