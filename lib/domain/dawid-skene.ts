import type { Ratings } from "./grader-agreement";

/** What each grader is worth, and how likely each output is good, estimated together. */
export type DawidSkene = {
  /** P(good) of each unit, in order. */
  readonly good: readonly number[];
  readonly prior: number;
  /** How often each grader says good of good outputs, and bad of bad ones. */
  readonly graders: ReadonlyMap<string, { readonly tpr: number; readonly tnr: number }>;
  readonly iterations: number;
};

/**
 * Dawid & Skene (1979) by expectation–maximisation, each cell smoothed by +1, started from the share of votes. Fewer
 * than 3 graders or 20 shared units: use the majority instead. Units without a grade stay at the prior.
 */
export function dawidSkene(
  units: readonly Ratings[],
  { tolerance = 1e-9, maxIterations = 1000 } = {},
): DawidSkene {
  let good = units.map((unit) =>
    unit.length === 0 ? 0.5 : unit.filter(({ label }) => label === "good").length / unit.length,
  );
  for (let iteration = 1; ; iteration++) {
    const prior = good.reduce((sum, p) => sum + p, 0) / Math.max(1, good.length);
    const graders = graderRates(units, good);
    const next = units.map((unit) => believe(unit, prior, graders));
    const moved = Math.max(0, ...next.map((p, i) => Math.abs(p - (good[i] ?? 0))));
    good = next;
    if (moved < tolerance || iteration >= maxIterations)
      return { good, prior, graders, iterations: iteration };
  }
}

function graderRates(units: readonly Ratings[], good: readonly number[]): DawidSkene["graders"] {
  const sums = new Map<string, { good: number; goodSaid: number; bad: number; badSaid: number }>();
  for (const [i, unit] of units.entries()) {
    const p = good[i] ?? 0;
    for (const { grader, label } of unit) {
      const own = sums.get(grader) ?? { good: 2, goodSaid: 1, bad: 2, badSaid: 1 };
      own.good += p;
      own.bad += 1 - p;
      if (label === "good") own.goodSaid += p;
      else own.badSaid += 1 - p;
      sums.set(grader, own);
    }
  }
  return new Map([...sums].map(([name, s]) => [name, { tpr: s.goodSaid / s.good, tnr: s.badSaid / s.bad }]));
}

function believe(unit: Ratings, prior: number, graders: DawidSkene["graders"]): number {
  let [ifGood, ifBad] = [prior, 1 - prior];
  for (const { grader, label } of unit) {
    const rates = graders.get(grader);
    if (!rates) continue;
    ifGood *= label === "good" ? rates.tpr : 1 - rates.tpr;
    ifBad *= label === "good" ? 1 - rates.tnr : rates.tnr;
  }
  return ifGood + ifBad === 0 ? prior : ifGood / (ifGood + ifBad);
}
