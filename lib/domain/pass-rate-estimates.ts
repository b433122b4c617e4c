import type { PublishedAudit } from "./evaluator";
import { wilson, type Interval } from "./intervals";
import type { RatedOutput } from "./pass-rate-by-slice";
import { beggGreenes, ppiLambda, predictionPowered, roganGladen, type Stratum } from "./pass-rate";
import { ratio, valueOf, type Ratio } from "./ratio";

/** PPI++'s interval covers too little on fewer grades (alignment.md §4.6). */
const MIN_PPI_GRADES = 50;

/** Another way to estimate the pass rate, or why it does not fit here. */
export type OtherEstimate = {
  readonly method: "grades" | "ppi" | "rogan-gladen";
  /** What it rests on. */
  readonly n: number;
  readonly estimate: { readonly rate: number; readonly interval: Interval } | null;
  /** Null: it fits. */
  readonly refused: string | null;
};

export type Estimates = {
  readonly others: readonly OtherEstimate[];
  /**
   * Coverage and FFR as they would be had every output been graded, whatever verdict the graded ones were picked by
   * (Begg & Greenes); null while a verdict that occurs has no grade, or a class is empty.
   */
  readonly corrected: { readonly coverage: number; readonly falseFailureRate: number } | null;
};

const clip = ([low, high]: Interval): Interval => [Math.max(0, low), Math.min(1, high)];

/**
 * What the pass rate is by other methods than post-stratification, to be held against it. `audit`: how often this very
 * selection was right on fresh outputs of an earlier publication; null: it was not audited.
 */
export function passRateEstimates(outputs: readonly RatedOutput[], audit: PublishedAudit | null): Estimates {
  const judged = outputs.filter(({ verdict }) => verdict === "pass" || verdict === "fail");
  const strata = (["pass", "fail"] as const).map((kind): Stratum => {
    const own = judged.filter(({ verdict }) => verdict === kind);
    return { outputs: own.length, graded: goodOf(own) };
  });
  const [passed, failed] = strata;
  return {
    others: [byGrades(judged), byPredictions(judged), byCalibration(judged, audit)],
    corrected: passed && failed ? beggGreenes(passed, failed) : null,
  };
}

function goodOf(outputs: readonly RatedOutput[]): Ratio {
  const graded = outputs.filter(({ label }) => label !== null);
  return ratio(graded.filter(({ label }) => label === "good").length, graded.length);
}

function byGrades(judged: readonly RatedOutput[]): OtherEstimate {
  const good = goodOf(judged);
  const [rate, interval] = [valueOf(good), wilson(good)];
  return {
    method: "grades",
    n: good.of,
    estimate: rate === null || interval === null ? null : { rate, interval },
    refused: rate === null ? "nothing is graded" : null,
  };
}

function byPredictions(judged: readonly RatedOutput[]): OtherEstimate {
  const predicted = ({ verdict }: RatedOutput) => (verdict === "pass" ? 1 : 0);
  const graded = judged.flatMap((output) =>
    output.label === null ? [] : [{ predicted: predicted(output), good: output.label === "good" }],
  );
  const ungraded = judged.filter(({ label }) => label === null).map(predicted);
  const of = { method: "ppi", n: graded.length } as const;
  if (graded.length < MIN_PPI_GRADES)
    return {
      ...of,
      estimate: null,
      refused: `its interval needs ${MIN_PPI_GRADES} grades, and there are ${graded.length}`,
    };
  const lambda = ppiLambda({ graded, ungraded });
  const found = lambda === null ? null : predictionPowered({ graded, ungraded }, lambda);
  return {
    ...of,
    estimate: found && { rate: found.rate, interval: clip(found.interval) },
    refused: found ? null : "too few outputs are left ungraded",
  };
}

const REFUSALS = {
  "not measured": "the audit had no good or no bad outputs",
  "no better than chance": "in its audit the selection was no better than chance",
  "too uncertain": "its audit was too small: the lower bound of Youden’s J is at most 0.2",
} as const;

function byCalibration(judged: readonly RatedOutput[], audit: PublishedAudit | null): OtherEstimate {
  const of = { method: "rogan-gladen", n: audit?.n ?? 0 } as const;
  if (!audit)
    return { ...of, estimate: null, refused: "it needs an audit of this selection on other outputs" };
  const { goodPassed, goodFailed, badPassed, badFailed } = audit.confusion;
  const found = roganGladen({
    passed: ratio(judged.filter(({ verdict }) => verdict === "pass").length, judged.length),
    goodPassed: ratio(goodPassed, goodPassed + goodFailed),
    badFailed: ratio(badFailed, badPassed + badFailed),
  });
  if (!found.ok) return { ...of, estimate: null, refused: REFUSALS[found.reason] };
  return {
    ...of,
    estimate: { rate: Math.min(1, Math.max(0, found.rate)), interval: found.leeInterval },
    refused: null,
  };
}
