import { selectiveAutomation, type Scored } from "../probabilities";

/** Outside of [low, high] a cheap judge is taken at its word; null: on that side it never is. */
export type Band = { readonly low: number | null; readonly high: number | null };

/** Of the outputs on which the cheap judge is taken at its word at most so many are judged wrongly, at 90 %. */
const CASCADE_RISK = 0.1;

/**
 * Where grades show that a cheap judge may be taken at its word (Trust or Escalate, Jung et al. 2024): on each side from
 * the probability on at which at most 10 % of the graded outputs are wrong, with 90 % confidence. Null on a side where
 * they do not show it: that takes 22 outputs judged with confidence, all of them right.
 */
export function fitBand(scored: readonly Scored[]): Band {
  const pass = selectiveAutomation(
    scored.filter(({ p }) => p >= 0.5).map(({ p, good }) => ({ confidence: p, isWrong: !good })),
    { maxErrors: CASCADE_RISK },
  );
  const failing = scored.filter(({ p }) => p < 0.5);
  const fail = selectiveAutomation(
    failing.map(({ p, good }) => ({ confidence: 1 - p, isWrong: good })),
    { maxErrors: CASCADE_RISK },
  );
  // The probability itself, for 1 − (1 − p) is not always p.
  const sure = fail ? failing.flatMap(({ p }) => (1 - p >= fail.threshold ? [p] : [])) : [];
  return { high: pass && pass.threshold, low: sure.length === 0 ? null : Math.max(...sure) };
}
