/** Answers to the questions of a checklist: true is yes. */
export type Answers = readonly boolean[];

const share = (answers: Answers): number | null =>
  answers.length === 0 ? null : answers.filter(Boolean).length / answers.length;

/** Share of yes (TICK); null of an empty list. */
export const tickRatio = share;

/** Whether every question is answered yes. */
export const allTicked = (answers: Answers): boolean => answers.every(Boolean);

/** Primary questions weigh half, secondary ones the other half; passing needs this much. */
const PRIORITY_BAR = 0.8;

/**
 * CFBench's three figures: the share of all questions, whether all are met, and the priority score, half of it from
 * the primary questions and half from the secondary (rounded to hundredths first, as its authors do).
 */
export function priorityScore(primary: Answers, secondary: Answers) {
  const hundredths = (value: number | null) => Math.round((value ?? 1) * 100) / 100;
  const score = 0.5 * hundredths(share(primary)) + 0.5 * hundredths(share(secondary));
  return {
    satisfied: share([...primary, ...secondary]),
    all: allTicked([...primary, ...secondary]),
    score,
    passes: allTicked(primary) && score >= PRIORITY_BAR,
  };
}

/** Share of yes over the questions of several outputs: pooled, and the mean of each output's share. */
export function pooledAndMacro(lists: readonly Answers[]): {
  readonly pooled: number | null;
  readonly macro: number | null;
} {
  const shares = lists.map(share).filter((value) => value !== null);
  return {
    pooled: share(lists.flat()),
    macro: shares.length === 0 ? null : shares.reduce((sum, s) => sum + s, 0) / shares.length,
  };
}
