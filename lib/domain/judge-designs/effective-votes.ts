import type { Label } from "../grade";
import { effectiveJudges, errorCorrelation } from "../juries";
import type { VerdictKind } from "../verdict";

/** What the votes of a jury are worth: judges that err on the same outputs are hardly more than one. */
export type EffectiveVotes = {
  readonly judges: number;
  /** As many independent judges would be worth as much, at most `judges`; null: not measured, since too few err. */
  readonly effective: number | null;
  /** Graded outputs that every member passed or failed. */
  readonly n: number;
};

/** Fewer than half as many independent votes as members: the jury looks larger than it is (graders.md §5). */
export const isInflated = ({ judges, effective }: EffectiveVotes): boolean =>
  effective !== null && effective < judges / 2;

const isWrong = (label: Label, kind: VerdictKind): boolean => (kind === "pass") !== (label === "good");

/**
 * Effective number of votes, K/(1 + (K − 1)·φ), with φ the mean correlation of two members' errors; each row is what a
 * member said of the outputs with these labels. Pairs of which one never or always errs tell nothing and are left out.
 */
export function effectiveVotes(
  labels: readonly Label[],
  members: readonly (readonly (VerdictKind | null)[])[],
): EffectiveVotes {
  const judged = labels.flatMap((label, i) => {
    const kinds = members.flatMap((row) => {
      const kind = row[i];
      return kind === "pass" || kind === "fail" ? [kind] : [];
    });
    return kinds.length === members.length ? [kinds.map((kind) => isWrong(label, kind))] : [];
  });
  const errors = members.map((_, member) => judged.map((wrong) => wrong[member] ?? false));
  const correlations = errors.flatMap((first, i) =>
    errors.slice(i + 1).flatMap((second) => errorCorrelation(first, second) ?? []),
  );
  const judges = members.length;
  const mean = correlations.reduce((sum, phi) => sum + phi, 0) / correlations.length;
  return {
    judges,
    // Errors that exclude each other would make it more than there are.
    effective: correlations.length === 0 ? null : effectiveJudges(judges, Math.max(0, mean)),
    n: judged.length,
  };
}
