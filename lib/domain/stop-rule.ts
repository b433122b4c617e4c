import { sampleForHalfWidth } from "./grades-needed";
import { wilson } from "./intervals";
import { valueOf, type Ratio } from "./ratio";
import { SURE, type WinnerChance } from "./winner-chance";

/** What has to hold before one may stop grading (alignment.md §4.9). */
export const STOP = {
  /** Graded outputs of each class. */
  perClass: 8,
  /** Half of the 95 % interval of coverage and of FFR. */
  halfWidth: 0.15,
  /** Grades since the wording last changed. */
  settled: 5,
} as const;

/** `more` is how many further grades should meet the condition: 0 when it is met, null when nobody can say. */
type Condition = { readonly isMet: boolean; readonly more: number | null };

export type StopRule = {
  readonly isReached: boolean;
  /** The most of what the conditions still need; null: one of them cannot say. */
  readonly more: number | null;
  readonly grades: Condition & { readonly missingGood: number; readonly missingBad: number };
  readonly precision: Condition & {
    /** Null: not measured. */
    readonly coverageHalfWidth: number | null;
    readonly ffrHalfWidth: number | null;
  };
  /** P(the winner is within 0.05 of the best); null: not measured. */
  readonly winner: Condition & { readonly chance: number | null };
  /** Null: the wording never changed. */
  readonly settled: Condition & { readonly gradesSinceEdit: number | null };
};

export type StopFacts = {
  readonly good: number;
  readonly bad: number;
  /** Of the selected assertion or set; empty where nothing is selected. */
  readonly coverage: Ratio;
  readonly falseFailureRate: Ratio;
  readonly winner: WinnerChance | null;
  /** Null: the wording never changed. */
  readonly gradesSinceEdit: number | null;
};

/** Whether grading may stop, and if not what is missing and how many grades that should take. */
export function stopRule(facts: StopFacts): StopRule {
  const grades = enoughGrades(facts);
  const precision = preciseEnough(facts);
  const winner = sureEnough(facts);
  const since = facts.gradesSinceEdit;
  const unsettled = since === null ? 0 : Math.max(0, STOP.settled - since);
  const settled = { isMet: unsettled === 0, more: unsettled, gradesSinceEdit: since };
  const all: readonly Condition[] = [grades, precision, winner, settled];
  return {
    isReached: all.every(({ isMet }) => isMet),
    more: mostOf(all.map(({ more }) => more)),
    grades,
    precision,
    winner,
    settled,
  };
}

/** Null as soon as one of them is. */
function mostOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length < counts.length ? null : Math.max(0, ...known);
}

/**
 * Grades to ask for so many more of a class: divided by the share of the class among those graded so far, which is
 * (k+1)/(n+2) so that a class that was never seen is rare, not impossible.
 */
const gradesFor = (missing: number, seen: number, graded: number): number =>
  missing <= 0 ? 0 : Math.ceil((missing * (graded + 2)) / (seen + 1));

function enoughGrades({ good, bad }: StopFacts): StopRule["grades"] {
  const missingGood = Math.max(0, STOP.perClass - good);
  const missingBad = Math.max(0, STOP.perClass - bad);
  const graded = good + bad;
  return {
    isMet: missingGood + missingBad === 0,
    more: Math.max(gradesFor(missingGood, good, graded), gradesFor(missingBad, bad, graded)),
    missingGood,
    missingBad,
  };
}

function preciseEnough({ good, bad, coverage, falseFailureRate }: StopFacts): StopRule["precision"] {
  const [coverageHalfWidth, ffrHalfWidth] = [halfWidthOf(coverage), halfWidthOf(falseFailureRate)];
  const isMet =
    coverageHalfWidth !== null &&
    ffrHalfWidth !== null &&
    Math.max(coverageHalfWidth, ffrHalfWidth) <= STOP.halfWidth;
  const more = mostOf([moreOf(coverage, bad, good + bad), moreOf(falseFailureRate, good, good + bad)]);
  return { isMet, more: isMet ? 0 : more, coverageHalfWidth, ffrHalfWidth };
}

function halfWidthOf(rate: Ratio): number | null {
  const interval = wilson(rate);
  return interval && (interval[1] - interval[0]) / 2;
}

/** Grades until the interval of a rate is narrow enough, if the rate stays; null where it is not measured. */
function moreOf(rate: Ratio, seen: number, graded: number): number | null {
  const value = valueOf(rate);
  if (value === null) return null;
  if ((halfWidthOf(rate) ?? 1) <= STOP.halfWidth) return 0;
  return gradesFor(sampleForHalfWidth(value, STOP.halfWidth) - rate.of, seen, graded);
}

function sureEnough({ good, bad, winner }: StopFacts): StopRule["winner"] {
  if (!winner) return { isMet: false, more: null, chance: null };
  const isMet = winner.close >= SURE;
  const more = winner.factor === null ? null : Math.ceil((winner.factor - 1) * (good + bad));
  return { isMet, more: isMet ? 0 : more, chance: winner.close };
}
