import { alignment } from "./alignment";
import { nestedEstimate, type NestedEstimate } from "./cross-validation";
import { coverage, falseFailureRate, NO_CONFUSION, tally, type Confusion } from "./confusion";
import type { Label } from "./grade";
import { evaluatorNames, type JudgedRow } from "./judged-row";
import { rateIntervals, type RateIntervals } from "./rate-intervals";
import { mulberry32 } from "./rng";
import { stopRule, type StopRule } from "./stop-rule";
import type { VerdictKind } from "./verdict";
import { winnerChance } from "./winner-chance";

/** The evaluator of best alignment over the rows that it answered, and how far that can be trusted. */
export type RowChoice = {
  /** Null: none is measured. */
  readonly best: string | null;
  /** What choosing the best evaluator achieves on rows that did not choose; null with fewer than two of a class. */
  readonly honest: NestedEstimate | null;
  /** 95 %, of the best one's figures on the rows that chose it. */
  readonly interval: RateIntervals;
  readonly stopRule: StopRule;
};

const SEED = 42;
/** So many evaluators at most are held against the best one. */
const RIVALS = 11;

type Answers = { readonly name: string; readonly kinds: readonly (VerdictKind | null)[] };

/** Which evaluator of a file is the best, honestly. */
export function rowChoice(rows: readonly JudgedRow[]): RowChoice {
  const graded = rows.flatMap(({ label, verdicts }) => (label === null ? [] : [{ label, verdicts }]));
  const labels = graded.map(({ label }) => label);
  const evaluators = evaluatorNames(rows).map((name): Answers => ({
    name,
    kinds: graded.map(({ verdicts }) => kindOf(verdicts.get(name))),
  }));
  const ranked = ranking(labels, evaluators, [...labels.keys()]);
  const cells = ranked[0] ? tallyOf(labels, ranked[0].kinds, [...labels.keys()]) : NO_CONFUSION;
  const honest = nestedEstimate(
    labels,
    (training) => {
      const chosen = ranking(labels, evaluators, training)[0];
      return (row) => chosen?.kinds[row] ?? null;
    },
    { rng: mulberry32(SEED) },
  );
  return {
    best: ranked[0]?.name ?? null,
    honest,
    interval: rateIntervals(coverage(cells), falseFailureRate(cells)),
    stopRule: stopRule({
      good: labels.filter((label) => label === "good").length,
      bad: labels.filter((label) => label === "bad").length,
      coverage: coverage(cells),
      falseFailureRate: falseFailureRate(cells),
      winner:
        ranked.length === 0
          ? null
          : winnerChance({
              labels,
              selected: 0,
              kinds: ranked.slice(0, RIVALS + 1).map(({ kinds }) => kinds),
            }),
      gradesSinceEdit: null,
    }),
  };
}

const kindOf = (said: Label | undefined): VerdictKind | null =>
  said === undefined ? null : said === "good" ? "pass" : "fail";

/** Best alignment first, by name among equals; without those that are not measured on these rows. */
function ranking(
  labels: readonly Label[],
  evaluators: readonly Answers[],
  rows: readonly number[],
): readonly Answers[] {
  return evaluators
    .flatMap((evaluator) => {
      const value = alignment(tallyOf(labels, evaluator.kinds, rows));
      return value === null ? [] : [{ evaluator, value }];
    })
    .toSorted((a, b) => b.value - a.value)
    .map(({ evaluator }) => evaluator);
}

const tallyOf = (
  labels: readonly Label[],
  kinds: readonly (VerdictKind | null)[],
  rows: readonly number[],
): Confusion =>
  tally(
    rows.flatMap((row) => {
      const label = labels[row];
      return label === undefined ? [] : [[label, kinds[row] ?? null] as const];
    }),
  );
