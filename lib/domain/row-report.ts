import { alignment, gwetAc1, kappa } from "./alignment";
import { agreement, answered, coverage, falseFailureRate, tally, type Confusion } from "./confusion";
import { krippendorffAlpha, pairAgreements, type PairAgreement } from "./grader-agreement";
import type { Label } from "./grade";
import { evaluatorNames, type JudgedRow } from "./judged-row";
import { rateIntervals, type RateIntervals } from "./rate-intervals";
import { valueOf } from "./ratio";

/** How one evaluator agrees with the reference labels; all rates in [0, 1], null where nothing was measured. */
export type EvaluatorReport = {
  readonly name: string;
  /** Graded rows on which it passed or failed; rates are over these. */
  readonly answered: number;
  readonly unanswered: number;
  readonly confusion: Pick<Confusion, "goodPassed" | "goodFailed" | "badPassed" | "badFailed">;
  readonly coverage: number | null;
  readonly falseFailureRate: number | null;
  readonly alignment: number | null;
  readonly agreement: number | null;
  readonly kappa: number | null;
  readonly gwetAc1: number | null;
  /** 95 %. */
  readonly interval: RateIntervals;
};

export type RowReport = {
  readonly rows: number;
  readonly graded: number;
  readonly good: number;
  readonly bad: number;
  readonly graders: { readonly krippendorffAlpha: number | null; readonly pairs: readonly PairAgreement[] };
  readonly assertions: readonly EvaluatorReport[];
};

/** Graders among themselves, and every recorded evaluator against the reference label. */
export function rowReport(rows: readonly JudgedRow[]): RowReport {
  const labelled = rows.flatMap(({ label, verdicts }) => (label === null ? [] : [{ label, verdicts }]));
  const good = labelled.filter(({ label }) => label === "good").length;
  const units = rows.map(({ grades }) => grades);
  return {
    rows: rows.length,
    graded: labelled.length,
    good,
    bad: labelled.length - good,
    graders: { krippendorffAlpha: krippendorffAlpha(units), pairs: pairAgreements(units) },
    assertions: evaluatorNames(rows).map((name) =>
      evaluatorReport(
        name,
        labelled.map(({ label, verdicts }) => [label, verdicts.get(name) ?? null]),
      ),
    ),
  };
}

function evaluatorReport(name: string, pairs: readonly (readonly [Label, Label | null])[]): EvaluatorReport {
  const cells = tally(
    pairs.map(([label, said]) => [label, said === null ? null : said === "good" ? "pass" : "fail"] as const),
  );
  const { goodPassed, goodFailed, badPassed, badFailed } = cells;
  return {
    name,
    answered: answered(cells),
    unanswered: cells.unjudged,
    confusion: { goodPassed, goodFailed, badPassed, badFailed },
    coverage: valueOf(coverage(cells)),
    falseFailureRate: valueOf(falseFailureRate(cells)),
    alignment: alignment(cells),
    agreement: valueOf(agreement(cells)),
    kappa: kappa(cells),
    gwetAc1: gwetAc1(cells),
    interval: rateIntervals(coverage(cells), falseFailureRate(cells)),
  };
}
