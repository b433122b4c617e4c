import type { Assertion } from "../assertion";
import { byCost } from "../candidate-view";
import type { AssertionId } from "../ids";
import { ratio, type Ratio } from "../ratio";

/** From this share of equal verdicts on, the dearer of two candidates says nothing of its own (graders.md §3.2). */
const ALIKE = 0.98;
/** Fewer outputs judged by both tell too little. */
const MIN_JUDGED = 30;
/**
 * Where hardly anything fails, two candidates that fail different outputs agree on nearly all: of what either fails,
 * both must fail this share.
 */
const COMMON_FAILS = 0.9;

export type LookAlike = { readonly drop: Assertion; readonly keep: Assertion; readonly same: Ratio };

/** Code of a verdict by output, 0 where there is none; the same outputs in the same order for every assertion. */
type CodesOf = (id: AssertionId) => Uint8Array;

/**
 * Candidates of one criterion that say what a cheaper one says. `mayDrop` spares what a person wrote or chose; what is
 * spared still shows others to be superfluous.
 */
export function lookAlikes(
  candidates: readonly Assertion[],
  {
    codesOf,
    failCode,
    mayDrop,
  }: {
    readonly codesOf: CodesOf;
    readonly failCode: number;
    readonly mayDrop: (assertion: Assertion) => boolean;
  },
): LookAlike[] {
  const kept: Assertion[] = [];
  const dropped: LookAlike[] = [];
  for (const candidate of candidates.toSorted(
    (a, b) => Number(mayDrop(a)) - Number(mayDrop(b)) || byCost(a, b),
  )) {
    const found = mayDrop(candidate) ? firstAlike(candidate, kept, { codesOf, failCode }) : null;
    if (found) dropped.push(found);
    else kept.push(candidate);
  }
  return dropped;
}

function firstAlike(
  candidate: Assertion,
  kept: readonly Assertion[],
  { codesOf, failCode }: { readonly codesOf: CodesOf; readonly failCode: number },
): LookAlike | null {
  const mine = codesOf(candidate.id);
  for (const keep of kept) {
    const same = sameVerdicts(mine, codesOf(keep.id), failCode);
    if (same) return { drop: candidate, keep, same };
  }
  return null;
}

/** Null: they differ, or too little is known. */
function sameVerdicts(a: Uint8Array, b: Uint8Array, failCode: number): Ratio | null {
  let [judged, equal, eitherFails, bothFail] = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    if (x === 0 || y === 0) continue;
    judged += 1;
    if (x === y) equal += 1;
    if (x === failCode || y === failCode) eitherFails += 1;
    if (x === failCode && y === failCode) bothFail += 1;
  }
  if (judged < MIN_JUDGED || equal / judged < ALIKE || bothFail < COMMON_FAILS * eitherFails) return null;
  return ratio(equal, judged);
}
