import type { Label } from "./grade";
import type { OutputId } from "./ids";
import { setVerdict } from "./set-verdict";
import type { VerdictKind } from "./verdict";

/** An output of which one set says another thing than the other. */
export type VerdictChange = {
  readonly outputId: OutputId;
  readonly before: VerdictKind;
  readonly after: VerdictKind;
  /** Null: nobody has graded it, or its graders disagree. */
  readonly label: Label | null;
};

export type VerdictChanges = {
  /** Outputs on which both sets have a verdict. */
  readonly compared: number;
  /** Outputs that some member of either set has not judged: what they would come to is not known. */
  readonly notMeasured: number;
  readonly changes: readonly VerdictChange[];
};

/** What each member of a set said of an output; null: it has not judged it. */
export type SetKinds = (outputId: OutputId) => readonly (VerdictKind | null)[];

/** What a set says of an output; null while a member that could still fail it has not judged it. */
function settled(kinds: readonly (VerdictKind | null)[]): VerdictKind | null {
  return kinds.includes(null) && !kinds.includes("fail") ? null : setVerdict(kinds);
}

/** On which outputs two sets of assertions differ. */
export function verdictChanges(
  outputIds: readonly OutputId[],
  sets: { readonly before: SetKinds; readonly after: SetKinds },
  labels: ReadonlyMap<OutputId, Label>,
): VerdictChanges {
  let compared = 0;
  const changes: VerdictChange[] = [];
  for (const outputId of outputIds) {
    const [before, after] = [settled(sets.before(outputId)), settled(sets.after(outputId))];
    if (before === null || after === null) continue;
    compared += 1;
    if (before !== after) changes.push({ outputId, before, after, label: labels.get(outputId) ?? null });
  }
  return { compared, notMeasured: outputIds.length - compared, changes };
}

export type VerdictMove = Pick<VerdictChange, "before" | "after"> & {
  readonly changes: readonly VerdictChange[];
};

/** The changes by what they were from and to, the commonest first. */
export function movesOf(changes: readonly VerdictChange[]): VerdictMove[] {
  const moves = new Map<string, VerdictChange[]>();
  for (const change of changes) {
    const key = `${change.before} ${change.after}`;
    moves.set(key, [...(moves.get(key) ?? []), change]);
  }
  return [...moves.values()]
    .flatMap((group) =>
      group[0] ? [{ before: group[0].before, after: group[0].after, changes: group }] : [],
    )
    .toSorted((a, b) => b.changes.length - a.changes.length);
}

/** "3 graded bad, 1 graded good, 2 not graded" */
export function sayLabels(changes: readonly VerdictChange[]): string {
  const count = (wanted: Label | null) => changes.filter(({ label }) => label === wanted).length;
  return [
    [count("bad"), "graded bad"],
    [count("good"), "graded good"],
    [count(null), "without a grade that counts"],
  ]
    .filter(([n]) => n !== 0)
    .map(([n, says]) => `${n} ${says}`)
    .join(", ");
}
