import { STOP, type StopRule } from "@/lib/domain/stop-rule";

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

/** What still has to hold before one may stop grading, in words; or that all of it does. */
export function sayStop({ isReached, more, grades, precision, winner, settled }: StopRule): string {
  if (isReached)
    return "enough grades of both kinds, intervals that are narrow enough, and a choice that is sure.";
  const parts = [
    grades.missingBad > 0 ? plural(grades.missingBad, "more bad output") : null,
    grades.missingGood > 0 ? plural(grades.missingGood, "more good output") : null,
    grades.isMet && !precision.isMet
      ? `intervals of coverage and FFR within ± ${STOP.halfWidth * 100} points`
      : null,
    grades.isMet && !winner.isMet ? "a choice that its rivals no longer overtake" : null,
    settled.isMet ? null : `${plural(settled.more ?? 0, "grade")} under the new wording`,
  ].filter((part) => part !== null);
  return `${parts.join("; ")}${more !== null && more > 0 ? ` (about ${plural(more, "more grade")})` : ""}.`;
}
