import { pairOf } from "./comparison";
import type { OutputId } from "./ids";
import type { Rng } from "./rng";

/** Two outputs to compare, as they stand on the screen. */
export type OutputPair = { readonly leftId: OutputId; readonly rightId: OutputId };

export type PairPool = {
  /** Outputs of the same input: only there the input does not matter. */
  readonly groups: readonly (readonly OutputId[])[];
  readonly all: readonly OutputId[];
  /** Pairs (`pairOf`) that this grader has compared, or is shown already. */
  readonly taken: ReadonlySet<string>;
  /** How often each output was compared by anybody; absent: never. */
  readonly counts: ReadonlyMap<OutputId, number>;
};

/** In a group of more outputs some pairs are drawn instead of looking at all. */
const MOST_IN_A_GROUP = 30;
/** Draws of two outputs of any input before it is given up: all pairs may be taken. */
const MOST_DRAWS = 200;

/**
 * The next pairs: of the same input first, those that were compared least often before others, chance deciding between
 * equals and who stands left. Where no two outputs share an input, any two.
 */
export function choosePairs(pool: PairPool, count: number, rng: Rng): OutputPair[] {
  const open = pool.groups.flatMap((group) =>
    pairsWithin(sample(group, MOST_IN_A_GROUP, rng)).filter(([a, b]) => !pool.taken.has(pairOf(a, b))),
  );
  const seen = (id: OutputId) => pool.counts.get(id) ?? 0;
  const ranked = open
    .map((pair) => ({ pair, times: seen(pair[0]) + seen(pair[1]), chance: rng() }))
    .toSorted((a, b) => a.times - b.times || a.chance - b.chance);
  const chosen = spread(ranked.map(({ pair }) => pair)).slice(0, count);
  const pairs = chosen.length > 0 || pool.groups.length > 0 ? chosen : drawAny(pool, count, rng);
  return pairs.map(([a, b]) => (rng() < 0.5 ? { leftId: a, rightId: b } : { leftId: b, rightId: a }));
}

type Two = readonly [OutputId, OutputId];

/** Those that share no output come first, so that nobody reads the same text time and again. */
function spread(pairs: readonly Two[]): Two[] {
  const used = new Set<OutputId>();
  const [first, later]: [Two[], Two[]] = [[], []];
  for (const pair of pairs) {
    const isFresh = !pair.some((id) => used.has(id));
    (isFresh ? first : later).push(pair);
    for (const id of pair) used.add(id);
  }
  return [...first, ...later];
}

const pairsWithin = (group: readonly OutputId[]): Two[] =>
  group.flatMap((a, i) => group.slice(i + 1).map((b): Two => [a, b]));

function sample(ids: readonly OutputId[], most: number, rng: Rng): readonly OutputId[] {
  if (ids.length <= most) return ids;
  return ids
    .map((id) => ({ id, chance: rng() }))
    .toSorted((a, b) => a.chance - b.chance)
    .slice(0, most)
    .map(({ id }) => id);
}

function drawAny({ all, taken }: PairPool, count: number, rng: Rng): Two[] {
  const [pairs, keys] = [new Array<Two>(), new Set(taken)];
  for (let draw = 0; draw < MOST_DRAWS && pairs.length < count; draw++) {
    const [a, b] = [all[Math.floor(rng() * all.length)], all[Math.floor(rng() * all.length)]];
    if (a === undefined || b === undefined || a === b || keys.has(pairOf(a, b))) continue;
    keys.add(pairOf(a, b));
    pairs.push([a, b]);
  }
  return pairs;
}
