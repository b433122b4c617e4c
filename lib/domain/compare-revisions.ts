import type { Revision } from "./criterion";
import type { GradeEvent, Label } from "./grade";
import type { OutputId, RevisionId } from "./ids";
import { countingLabels, labelsOf, latestMarks, type Labelling } from "./labels";

/** What stands of an output under one wording; null: it was not graded under it. */
export type StandingLabel = Label | "undecided" | null;

export type ComparedOutput = {
  readonly outputId: OutputId;
  readonly left: StandingLabel;
  readonly right: StandingLabel;
};

/** Two wordings of one criterion and what people said under each. */
export type RevisionComparison = {
  readonly left: Revision;
  readonly right: Revision;
  /** Outputs graded under either: those that differ first, then those graded under both. */
  readonly outputs: readonly ComparedOutput[];
  readonly both: number;
  /** Of those graded under both, how many have another label. */
  readonly flipped: number;
};

/** The grades given under exactly each of two wordings, an output a row. */
export function compareRevisions(
  given: { readonly events: readonly GradeEvent[]; readonly labelling: Labelling },
  left: Revision,
  right: Revision,
): RevisionComparison {
  const [was, is] = [standingUnder(left.id, given), standingUnder(right.id, given)];
  const outputs = [...new Set([...was.keys(), ...is.keys()])].map((outputId) => ({
    outputId,
    left: was.get(outputId) ?? null,
    right: is.get(outputId) ?? null,
  }));
  return {
    left,
    right,
    outputs: outputs.toSorted((a, b) => orderOf(a) - orderOf(b) || a.outputId - b.outputId),
    both: outputs.filter(isInBoth).length,
    flipped: outputs.filter((one) => isInBoth(one) && one.left !== one.right).length,
  };
}

const isInBoth = ({ left, right }: ComparedOutput): boolean => left !== null && right !== null;
const orderOf = (one: ComparedOutput): number => (!isInBoth(one) ? 2 : one.left === one.right ? 1 : 0);

function standingUnder(
  revision: RevisionId,
  { events, labelling }: Parameters<typeof compareRevisions>[0],
): ReadonlyMap<OutputId, StandingLabel> {
  const marks = latestMarks(events.filter(({ revisionId }) => revisionId === revision));
  const { labels } = labelsOf(marks, labelling);
  return new Map(
    [...marks].flatMap(([outputId, standing]) =>
      countingLabels(standing).size === 0 && standing.decision === null
        ? []
        : [[outputId, labels.get(outputId) ?? "undecided"] as const],
    ),
  );
}
