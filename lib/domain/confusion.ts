import type { Label } from "./grade";
import { ratio, type Ratio } from "./ratio";
import type { VerdictKind } from "./verdict";

/**
 * Graded outputs counted by grade × verdict. Cells are named in full because "positive" means a pass in half of the
 * literature and a caught failure in the other half. Errors, not-applicables and outputs without a verdict count in
 * no rate; they are kept apart so that they can be shown.
 */
export type Confusion = {
  readonly goodPassed: number;
  readonly goodFailed: number;
  readonly badPassed: number;
  readonly badFailed: number;
  readonly notApplicable: number;
  readonly errored: number;
  /** Graded outputs that the assertion has not judged yet. */
  readonly unjudged: number;
};

export const NO_CONFUSION: Confusion = {
  goodPassed: 0,
  goodFailed: 0,
  badPassed: 0,
  badFailed: 0,
  notApplicable: 0,
  errored: 0,
  unjudged: 0,
};

/** Counts pairs of a label and a verdict (null: not judged yet). */
export function tally(pairs: Iterable<readonly [Label, VerdictKind | null]>): Confusion {
  const cells = { ...NO_CONFUSION };
  for (const [label, kind] of pairs) cells[cellOf(label, kind)] += 1;
  return cells;
}

function cellOf(label: Label, kind: VerdictKind | null): keyof Confusion {
  switch (kind) {
    case "pass":
      return label === "good" ? "goodPassed" : "badPassed";
    case "fail":
      return label === "good" ? "goodFailed" : "badFailed";
    case "notApplicable":
      return "notApplicable";
    case "error":
      return "errored";
    case null:
      return "unjudged";
  }
}

/** Outputs that count in the rates: graded, and passed or failed. */
export const answered = (c: Confusion): number => c.goodPassed + c.goodFailed + c.badPassed + c.badFailed;

/** Of the outputs graded bad, how many the assertion fails. */
export const coverage = (c: Confusion): Ratio => ratio(c.badFailed, c.badFailed + c.badPassed);

/** Of the outputs graded good, how many the assertion wrongly fails (FFR). */
export const falseFailureRate = (c: Confusion): Ratio => ratio(c.goodFailed, c.goodFailed + c.goodPassed);

/** Of the outputs that the assertion fails, how many are graded bad: what an alarm is worth at this base rate. */
export const failPrecision = (c: Confusion): Ratio => ratio(c.badFailed, c.badFailed + c.goodFailed);

/** Of the outputs that the assertion passes, how many are graded good. */
export const passPrecision = (c: Confusion): Ratio => ratio(c.goodPassed, c.goodPassed + c.badPassed);

/** How often grade and verdict say the same. */
export const agreement = (c: Confusion): Ratio => ratio(c.goodPassed + c.badFailed, answered(c));
