import { mcc } from "./alignment";

/** How often a judge is right on good outputs (TPR = 1 − FFR) and on bad ones (TNR = coverage). */
export type JudgeRates = { readonly tpr: number; readonly tnr: number };

/** Distribution of the number of successes of independent trials. */
function successes(ps: readonly number[]): number[] {
  let distribution = [1];
  for (const p of ps) {
    distribution = [...distribution, 0].map(
      (_, k) => (distribution[k] ?? 0) * (1 - p) + (distribution[k - 1] ?? 0) * p,
    );
  }
  return distribution;
}

const atLeast = (distribution: readonly number[], k: number): number =>
  distribution.slice(k).reduce((sum, p) => sum + p, 0);

/** Chance that the majority of an odd number of independent judges is right (Condorcet). */
export const majorityAccuracy = (accuracy: number, judges: number): number =>
  atLeast(successes(Array.from({ length: judges }, () => accuracy)), Math.floor(judges / 2) + 1);

/** As many independent judges would be worth as much: K/(1 + (K − 1)·ρ), with ρ the mean correlation of errors. */
export const effectiveJudges = (judges: number, correlation: number): number =>
  judges / (1 + (judges - 1) * correlation);

/** Correlation φ of the errors of two judges on the same outputs; null when one of them never or always errs. */
export function errorCorrelation(first: readonly boolean[], second: readonly boolean[]): number | null {
  const count = (a: boolean, b: boolean) => first.filter((x, i) => x === a && second[i] === b).length;
  return mcc({
    goodPassed: count(true, true),
    goodFailed: count(true, false),
    badPassed: count(false, true),
    badFailed: count(false, false),
  });
}

/** Rates of a jury of independent judges that fails an output when at least `votes` of them do. */
export function juryRates(judges: readonly JudgeRates[], votes: number): JudgeRates {
  return {
    tpr: 1 - atLeast(successes(judges.map(({ tpr }) => 1 - tpr)), votes),
    tnr: atLeast(successes(judges.map(({ tnr }) => tnr)), votes),
  };
}

/**
 * Belief that an output is good after independent judges voted (true: pass): prior log-odds plus, for each vote, how
 * much likelier it is on a good output. The rates come from training grades, smoothed by +1/+2.
 */
export function weightedVote(
  votes: readonly { readonly passed: boolean; readonly judge: JudgeRates }[],
  prior: number,
): { readonly logOdds: number; readonly probability: number } {
  let logOdds = Math.log(prior / (1 - prior));
  for (const { passed, judge } of votes) {
    logOdds += passed ? Math.log(judge.tpr / (1 - judge.tnr)) : Math.log((1 - judge.tpr) / judge.tnr);
  }
  return { logOdds, probability: 1 / (1 + Math.exp(-logOdds)) };
}
