import type { Label } from "./grade";
import type { OutputId } from "./ids";
import type { Interval } from "./intervals";
import type { Json } from "./json";
import { postStratified, postStratifiedSmoothed, type Stratum } from "./pass-rate";
import { ratio, type Ratio } from "./ratio";
import type { VerdictKind } from "./verdict";

/** An output as the pass rate sees it: what the selection says of it, and its grade; null: none. */
export type RatedOutput = {
  readonly id: OutputId;
  readonly metadata: Readonly<Record<string, Json>>;
  readonly verdict: VerdictKind | null;
  readonly label: Label | null;
};

/** How many of the outputs of a slice are good: as the selection says, as graded, and estimated from both. */
export type PassRate = {
  readonly outputs: number;
  /** Outputs that the selection passes, of those that it passes or fails. */
  readonly passed: Ratio;
  /** Outputs graded good, of those graded. */
  readonly graded: Ratio;
  /** The share of all judged outputs that a person would call good; null while a stratum has fewer than two grades. */
  readonly estimate: { readonly rate: number; readonly error: number; readonly interval: Interval } | null;
  /** Grades still needed among the outputs that pass, and among those that fail. */
  readonly needs: { readonly passed: number; readonly failed: number };
};

export type Slice = PassRate & { readonly value: string };

/** A slice held against the first of its kind; null: not measured in one of them. */
export type Difference = {
  readonly value: string;
  readonly against: string;
  readonly points: number;
  readonly interval: Interval;
};

export type SlicedBy = {
  readonly key: string;
  readonly slices: readonly Slice[];
  readonly differences: readonly Difference[];
};

const MIN_GRADES = 2;
/** A key with more values than this is an id or a text, not a slice. */
const MOST_VALUES = 12;
const Z95 = 1.959963984540054;

const clip = ([low, high]: Interval): Interval => [Math.max(0, low), Math.min(1, high)];

/**
 * The pass rate post-stratified by verdict (alignment.md §4.6): grades say what a passing and a failing output is worth,
 * verdicts say how many there are of each. The interval is the smoothed one, since few grades of one kind would
 * otherwise claim certainty.
 */
export function passRate(outputs: readonly RatedOutput[]): PassRate {
  const strata = (["pass", "fail"] as const).map((kind): Stratum => {
    const own = outputs.filter(({ verdict }) => verdict === kind);
    const graded = own.filter(({ label }) => label !== null);
    return {
      outputs: own.length,
      graded: ratio(graded.filter(({ label }) => label === "good").length, graded.length),
    };
  });
  const [passes, fails] = strata;
  const graded = outputs.filter(({ label }) => label !== null);
  const needed = (stratum: Stratum | undefined) =>
    stratum && stratum.outputs > 0 ? Math.max(0, MIN_GRADES - stratum.graded.of) : 0;
  const exact = postStratified(strata);
  const smoothed = postStratifiedSmoothed(strata);
  return {
    outputs: outputs.length,
    passed: ratio(passes?.outputs ?? 0, (passes?.outputs ?? 0) + (fails?.outputs ?? 0)),
    graded: ratio(graded.filter(({ label }) => label === "good").length, graded.length),
    estimate:
      exact && smoothed
        ? { rate: exact.rate, error: smoothed.error, interval: clip(smoothed.interval) }
        : null,
    needs: { passed: needed(passes), failed: needed(fails) },
  };
}

const nameOf = (value: Json | undefined): string | null =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;

/** A metadata key that divides outputs into a few groups, such as prompt version or model, with the groups by value. */
export type Division<T> = { readonly key: string; readonly groups: ReadonlyMap<string, readonly T[]> };

/** The keys that divide these outputs, in alphabetical order, with their values in natural order. */
export function divisionsOf<T extends Pick<RatedOutput, "metadata">>(outputs: readonly T[]): Division<T>[] {
  const keys = new Set(outputs.flatMap(({ metadata }) => Object.keys(metadata)));
  return [...keys].toSorted().flatMap((key) => {
    const groups = new Map<string, T[]>();
    for (const output of outputs) {
      const value = nameOf(output.metadata[key]);
      if (value === null) continue;
      const group = groups.get(value);
      if (group) group.push(output);
      else groups.set(value, [output]);
      if (groups.size > MOST_VALUES) return [];
    }
    if (groups.size < 2) return [];
    const inOrder = [...groups].toSorted(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
    return [{ key, groups: new Map(inOrder) }];
  });
}

/**
 * Pass rates by every metadata key that divides the outputs. Each slice is estimated from its own grades: a calibration
 * that is shared between two systems can turn the sign of their difference around (2605.06939).
 */
export function passRatesBySlice(outputs: readonly RatedOutput[]): SlicedBy[] {
  return divisionsOf(outputs).map(({ key, groups }) => {
    const slices = [...groups].map(([value, group]): Slice => ({ value, ...passRate(group) }));
    return { key, slices, differences: differencesOf(slices) };
  });
}

function differencesOf([first, ...others]: readonly Slice[]): Difference[] {
  if (!first?.estimate) return [];
  const { estimate: base, value: against } = first;
  return others.flatMap(({ value, estimate }) => {
    if (!estimate) return [];
    const points = estimate.rate - base.rate;
    const spread = Z95 * Math.hypot(estimate.error, base.error);
    return [{ value, against, points, interval: [points - spread, points + spread] as const }];
  });
}
