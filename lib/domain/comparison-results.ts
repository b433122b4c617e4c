import type { ComparisonEvent } from "./comparison";
import { pairOf } from "./comparison";
import { evenCoinP } from "./compare-proportions";
import type { OutputId } from "./ids";
import { wilson, type Interval } from "./intervals";
import { bradleyTerry } from "./pairwise";
import { ratio, type Ratio } from "./ratio";

/** What comparisons come to. */
export type ComparisonResults = {
  /** Decided for one of the two, called equal, and not decided. */
  readonly decided: number;
  readonly equal: number;
  readonly unsure: number;
  /** Of the decided, those that the left one won: near a half, unless the place decides. `p`: exact, two-sided; null of none. */
  readonly left: { readonly wins: Ratio; readonly interval: Interval | null; readonly p: number | null };
  /** Of the pairs that several people compared, by every two of them: those on which they say the same. */
  readonly agreement: Ratio;
  /** Best first; empty: no two values were compared. */
  readonly values: readonly ValueResult[];
};

/** One value of a metadata key (a model, a version of the prompt). */
export type ValueResult = {
  readonly value: string;
  /** Of the comparisons with other values; "equal" is half a win. */
  readonly wins: Ratio;
  readonly interval: Interval | null;
  /**
   * Bradley–Terry log-strength, mean 0, with half a win each way added to every two values that met; null: not compared,
   * also not by way of others, with most of the values.
   */
  readonly strength: number | null;
};

/**
 * Tallies of the standing comparisons (`standingComparisons`), by the value that each output has (null: none, left out).
 */
export function comparisonResults(
  comparisons: readonly ComparisonEvent[],
  valueOf: (id: OutputId) => string | null,
): ComparisonResults {
  const said = (wanted: ComparisonEvent["winner"]) =>
    comparisons.filter(({ winner }) => winner === wanted).length;
  const decided = said("left") + said("right");
  const wins = ratio(said("left"), decided);
  return {
    ...{ decided, equal: said("equal"), unsure: said("unsure") },
    left: { wins, interval: wilson(wins), p: decided === 0 ? null : evenCoinP(wins.count, wins.of) },
    agreement: agreementOf(comparisons),
    values: valueResults(comparisons, valueOf),
  };
}

/** The id of the better one, or "equal"; null: undecided. */
function outcome({ winner, leftId, rightId }: ComparisonEvent): OutputId | "equal" | null {
  if (winner === "equal") return "equal";
  if (winner === "left") return leftId;
  return winner === "right" ? rightId : null;
}

function agreementOf(comparisons: readonly ComparisonEvent[]): Ratio {
  const byPair = new Map<string, (OutputId | "equal")[]>();
  for (const comparison of comparisons) {
    const said = outcome(comparison);
    if (said === null) continue;
    const key = pairOf(comparison.leftId, comparison.rightId);
    byPair.set(key, [...(byPair.get(key) ?? []), said]);
  }
  let [same, of] = [0, 0];
  for (const outcomes of byPair.values())
    for (const [i, one] of outcomes.entries())
      for (const other of outcomes.slice(i + 1)) {
        of += 1;
        if (one === other) same += 1;
      }
  return ratio(same, of);
}

/** How often the value of each row won against that of each column. */
type Wins = { readonly names: readonly string[]; readonly wins: readonly (readonly number[])[] };

function winsOf(comparisons: readonly ComparisonEvent[], valueOf: (id: OutputId) => string | null): Wins {
  const met = comparisons.flatMap((comparison) => {
    const [left, right, said] = [
      valueOf(comparison.leftId),
      valueOf(comparison.rightId),
      outcome(comparison),
    ];
    if (left === null || right === null || left === right || said === null) return [];
    return [{ left, right, forLeft: said === "equal" ? 0.5 : said === comparison.leftId ? 1 : 0 }];
  });
  const names = [...new Set(met.flatMap(({ left, right }) => [left, right]))].toSorted();
  const place = new Map(names.map((name, i) => [name, i]));
  const wins = names.map(() => names.map(() => 0));
  const add = (winner: string, loser: string, share: number) => {
    const row = wins[place.get(winner) ?? -1];
    const column = place.get(loser) ?? -1;
    if (row) row[column] = (row[column] ?? 0) + share;
  };
  for (const { left, right, forLeft } of met) {
    add(left, right, forLeft);
    add(right, left, 1 - forLeft);
  }
  return { names, wins };
}

function valueResults(
  comparisons: readonly ComparisonEvent[],
  valueOf: (id: OutputId) => string | null,
): ValueResult[] {
  const { names, wins } = winsOf(comparisons, valueOf);
  const at = (i: number, j: number) => wins[i]?.[j] ?? 0;
  const hasMet = (i: number, j: number) => at(i, j) + at(j, i) > 0;
  const strengths = strengthsOf(names.length, { at, hasMet });
  const results = names.map((value, i) => {
    const won = names.reduce((sum, _name, j) => sum + at(i, j), 0);
    const of = names.reduce((sum, _name, j) => sum + at(i, j) + at(j, i), 0);
    const share = ratio(won, of);
    return { value, wins: share, interval: wilson(share), strength: strengths.get(i) ?? null };
  });
  return results.toSorted(
    (a, b) => (b.strength ?? -Infinity) - (a.strength ?? -Infinity) || b.wins.count - a.wins.count,
  );
}

type Table = {
  readonly at: (i: number, j: number) => number;
  readonly hasMet: (i: number, j: number) => boolean;
};

/** Within the largest part in which everybody met everybody by way of others; the rest has no strength. */
function strengthsOf(size: number, { at, hasMet }: Table): ReadonlyMap<number, number> {
  const part = largestPart(size, hasMet);
  if (part.length < 2) return new Map();
  const table = part.map((i) => part.map((j) => (i !== j && hasMet(i, j) ? at(i, j) + 0.5 : 0)));
  const strengths = bradleyTerry(table);
  return new Map(
    part.flatMap((i, place) => (strengths[place] === undefined ? [] : [[i, strengths[place]] as const])),
  );
}

function largestPart(size: number, hasMet: Table["hasMet"]): number[] {
  const left = new Set(Array.from({ length: size }, (_, i) => i));
  let largest: number[] = [];
  for (const start of [...left]) {
    if (!left.delete(start)) continue;
    const part = [start];
    for (const i of part)
      for (const j of [...left])
        if (hasMet(i, j)) {
          left.delete(j);
          part.push(j);
        }
    if (part.length > largest.length) largest = part;
  }
  return largest.toSorted((a, b) => a - b);
}
