import { z } from "zod";
import { CriterionId, OutputId, RevisionId } from "./ids";

/** Which of two outputs a person finds better on a criterion, as they stood on the screen; "withdrawn": neither any more. */
export const Winner = z.enum(["left", "right", "equal", "unsure", "withdrawn"]);
export type Winner = z.infer<typeof Winner>;

/** A comparison as the browser sends it. */
export const ComparisonInput = z
  .object({
    key: z.string().min(8).max(64),
    criterionId: CriterionId,
    /** The wording that was in view. */
    revisionId: RevisionId,
    leftId: OutputId,
    rightId: OutputId,
    winner: Winner,
  })
  .refine(({ leftId, rightId }) => leftId !== rightId, { error: "An output is not compared with itself." });
export type ComparisonInput = z.infer<typeof ComparisonInput>;

/** What a person said of two outputs on a criterion. */
export const ComparisonEvent = z.object({
  revisionId: RevisionId,
  leftId: OutputId,
  rightId: OutputId,
  winner: Winner,
  grader: z.string(),
});
export type ComparisonEvent = z.infer<typeof ComparisonEvent>;

/** The same for two outputs, whichever stands left. */
export const pairOf = (a: OutputId, b: OutputId): string => (a < b ? `${a}:${b}` : `${b}:${a}`);

type Pair = Pick<ComparisonEvent, "leftId" | "rightId">;

/** The last word of each grader on each two outputs, from events in the order in which they happened. */
export function standingComparisons<Event extends ComparisonEvent>(events: readonly Event[]): Event[] {
  const latest = new Map<string, Event>();
  for (const event of events) latest.set(`${pairOf(event.leftId, event.rightId)} ${event.grader}`, event);
  return [...latest.values()].filter(({ winner }) => winner !== "withdrawn");
}

/** The pairs that a grader has compared. */
export const pairsOf = (comparisons: readonly Pair[]): Set<string> =>
  new Set(comparisons.map(({ leftId, rightId }) => pairOf(leftId, rightId)));
