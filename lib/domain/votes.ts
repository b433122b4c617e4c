import { foldedBecause } from "./candidate-view";
import type { AssertionId, OutputId } from "./ids";
import { voteEntropy } from "./sampling";
import type { VerdictMatrix } from "./verdict-matrix";

/** One vote a behaviour; candidates with the same verdict on every output have no say. */
export function votersAmong(matrix: VerdictMatrix, candidates: readonly AssertionId[]): AssertionId[] {
  const twins = new Set(matrix.clusters(candidates).flatMap(([, ...rest]) => rest));
  return candidates.filter((id) => !twins.has(id) && foldedBecause(matrix.counts(id)) === null);
}

/** What the voters say of an output; `disagreement` is in [0, 1], 1 when they are split evenly. */
export function votesOn(
  matrix: VerdictMatrix,
  voters: readonly AssertionId[],
  outputId: OutputId,
): { readonly fails: number; readonly given: number; readonly disagreement: number } {
  const kinds = voters.map((id) => matrix.kind(id, outputId));
  const fails = kinds.filter((kind) => kind === "fail").length;
  const given = fails + kinds.filter((kind) => kind === "pass").length;
  return { fails, given, disagreement: voteEntropy(fails, given) / Math.LN2 };
}
