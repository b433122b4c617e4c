import { dawidSkene } from "./dawid-skene";
import type { Label } from "./grade";
import type { Ratings } from "./grader-agreement";
import type { OutputId } from "./ids";

/** The grades of an output, and what they come to without weights: a decision, else the majority; null: neither. */
export type GradedUnit = {
  readonly outputId: OutputId;
  readonly ratings: Ratings;
  readonly label: Label | null;
  /** Somebody has decided a dispute on it: that stays. */
  readonly isDecided: boolean;
};

/** How reliable a grader looks. Rates are smoothed by one on each side, so that nobody is perfect. */
export type WeighedGrader = {
  readonly grader: string;
  readonly n: number;
  /** How often they say good of good outputs, and bad of bad ones, as estimated. */
  readonly goodOfGood: number;
  readonly badOfBad: number;
};

export type WeighedLabels =
  /** Dawid–Skene says little with so few: at least 3 graders, and 20 outputs that several graded. */
  | { readonly kind: "tooFew"; readonly graders: number; readonly shared: number }
  | {
      readonly kind: "weighed";
      /** The least reliable first. */
      readonly graders: readonly WeighedGrader[];
      /** Outputs that stay undecided keep what the majority says. */
      readonly labels: ReadonlyMap<OutputId, Label>;
      /** Outputs that get another label than by majority (null: a tie), the surest first; `good` is P(good). */
      readonly differing: readonly {
        readonly outputId: OutputId;
        readonly majority: Label | null;
        readonly weighed: Label;
        readonly good: number;
      }[];
      /** Outputs on which P(good) is between 40 and 60 %: weighing does not decide them. */
      readonly undecided: number;
    };

export const LEAST_GRADERS = 3;
export const LEAST_SHARED = 20;
const UNSURE = 0.1;

/** Labels with graders counted by how reliable they look (Dawid & Skene 1979, `dawidSkene`). */
export function weighLabels(units: readonly GradedUnit[]): WeighedLabels {
  const graded = units.filter(({ ratings }) => ratings.length > 0);
  const graders = new Set(graded.flatMap(({ ratings }) => ratings.map(({ grader }) => grader)));
  const shared = graded.filter(({ ratings }) => ratings.length > 1).length;
  if (graders.size < LEAST_GRADERS || shared < LEAST_SHARED)
    return { kind: "tooFew", graders: graders.size, shared };
  const estimate = dawidSkene(graded.map(({ ratings }) => ratings));
  const labels = new Map<OutputId, Label>();
  const differing: { outputId: OutputId; majority: Label | null; weighed: Label; good: number }[] = [];
  let undecided = 0;
  for (const [i, { outputId, label: majority, isDecided }] of graded.entries()) {
    const good = estimate.good[i] ?? 0.5;
    const isUnsure = Math.abs(good - 0.5) < UNSURE;
    const weighed = good >= 0.5 ? "good" : "bad";
    if (!isDecided && isUnsure) undecided += 1;
    const counts = isDecided || isUnsure ? majority : weighed;
    if (counts !== null) labels.set(outputId, counts);
    if (counts !== null && counts !== majority) differing.push({ outputId, majority, weighed: counts, good });
  }
  return {
    kind: "weighed",
    graders: gradersOf(graded, estimate.graders),
    labels,
    differing: differing.toSorted((a, b) => Math.abs(b.good - 0.5) - Math.abs(a.good - 0.5)),
    undecided,
  };
}

function gradersOf(
  units: readonly GradedUnit[],
  rates: ReturnType<typeof dawidSkene>["graders"],
): WeighedGrader[] {
  const count = new Map<string, number>();
  for (const { grader } of units.flatMap(({ ratings }) => ratings))
    count.set(grader, (count.get(grader) ?? 0) + 1);
  return [...rates]
    .map(([grader, { tpr, tnr }]) => ({
      grader,
      n: count.get(grader) ?? 0,
      goodOfGood: tpr,
      badOfBad: tnr,
    }))
    .toSorted((a, b) => a.goodOfGood + a.badOfBad - b.goodOfGood - b.badOfBad);
}
