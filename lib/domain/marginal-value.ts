import type { Label } from "./grade";
import type { AssertionId, OutputId } from "./ids";
import { FAIL_CODE, kindOfCode, type VerdictMatrix } from "./verdict-matrix";

/** What one member of a set adds to the others. Lists of outputs, so that they can be opened. */
export type MarginalValue = {
  readonly assertionId: AssertionId;
  /** Graded bad, and failed by this member only. */
  readonly onlyCatches: readonly OutputId[];
  /** Graded good, and failed by this member only. */
  readonly onlyFalseAlarms: readonly OutputId[];
  /** Others that (almost) always fail what this one fails: beside such a one it is hardly needed. */
  readonly impliedBy: readonly Implication[];
};

/** Of the outputs that an assertion fails and `by` has judged, `holds` of `of` are failed by `by`, too. */
export type Implication = {
  readonly by: AssertionId;
  readonly holds: number;
  readonly of: number;
  /** The first outputs that the assertion fails and `by` passes. */
  readonly counterExamples: readonly OutputId[];
};

/** An implication is shown when it holds for this share, and rests on as many outputs. */
const MIN_SHARE = 0.9;
const MIN_FAILED = 3;
const MOST_EXAMPLES = 5;
const MOST_IMPLICATIONS = 5;

/** What each member of a set adds, on the grades; implications are read off all outputs. */
export function marginalValues(
  matrix: VerdictMatrix,
  members: readonly AssertionId[],
  facts: { readonly labels: ReadonlyMap<OutputId, Label>; readonly others: readonly AssertionId[] },
): MarginalValue[] {
  const found = new Map(members.map((id) => [id, { good: [] as OutputId[], bad: [] as OutputId[] }]));
  for (const [outputId, label] of facts.labels) {
    const failing = members.filter((id) => matrix.kind(id, outputId) === "fail");
    const [only] = failing;
    if (only !== undefined && failing.length === 1) found.get(only)?.[label].push(outputId);
  }
  return members.map((assertionId) => ({
    assertionId,
    onlyCatches: found.get(assertionId)?.bad ?? [],
    onlyFalseAlarms: found.get(assertionId)?.good ?? [],
    impliedBy: implications(matrix, assertionId, facts.others),
  }));
}

/** The others whose passing implies, on the data, that this assertion passes, strongest first. */
function implications(
  matrix: VerdictMatrix,
  assertionId: AssertionId,
  others: readonly AssertionId[],
): Implication[] {
  const own = matrix.codes(assertionId, matrix.columnsOf(matrix.outputIds));
  const failed = matrix.outputIds.filter((_, i) => own[i] === FAIL_CODE);
  const columns = matrix.columnsOf(failed);
  return others
    .filter((by) => by !== assertionId)
    .map((by) => implication(by, matrix.codes(by, columns), failed))
    .filter(({ holds, of }) => of >= MIN_FAILED && holds / of >= MIN_SHARE)
    .toSorted((a, b) => b.holds / b.of - a.holds / a.of || b.of - a.of || a.by - b.by)
    .slice(0, MOST_IMPLICATIONS);
}

/** What another says of the outputs that an assertion fails. */
function implication(by: AssertionId, codes: Uint8Array, failed: readonly OutputId[]): Implication {
  const counterExamples: OutputId[] = [];
  let holds = 0;
  let of = 0;
  for (const [i, outputId] of failed.entries()) {
    const kind = kindOfCode(codes[i] ?? 0);
    if (kind === "fail") holds += 1;
    else if (kind === "pass" && counterExamples.length < MOST_EXAMPLES) counterExamples.push(outputId);
    if (kind === "fail" || kind === "pass") of += 1;
  }
  return { by, holds, of, counterExamples };
}
