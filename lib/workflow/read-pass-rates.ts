import { findLatestEvaluator } from "@/lib/db/evaluators";
import { listMetadata } from "@/lib/db/outputs";
import type { EvaluatorManifest, PublishedAudit } from "@/lib/domain/evaluator";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import { pickedInQueues } from "@/lib/domain/grade-weights";
import { passRate, passRatesBySlice, type PassRate, type SlicedBy } from "@/lib/domain/pass-rate-by-slice";
import { passRateEstimates, type Estimates } from "@/lib/domain/pass-rate-estimates";
import { readBoard } from "./read-board";

/** More outputs than this are not sliced: their metadata would not be read within a page load. */
const MOST_SLICED = 20_000;

export type PassRates = {
  readonly all: PassRate;
  /** Null: there are too many outputs to slice. */
  readonly by: readonly SlicedBy[] | null;
  /** By other methods, and coverage and FFR corrected for what was picked to be graded. */
  readonly estimates: Estimates;
};

/** How many outputs are good, by the verdicts of these assertions together and the grades of whole outputs. */
export async function readPassRates(
  projectId: ProjectId,
  assertionIds: readonly AssertionId[],
): Promise<PassRates> {
  const [{ matrix, labels, assertions, events }, latest] = await Promise.all([
    readBoard(projectId),
    findLatestEvaluator(projectId),
  ]);
  const isSliced = matrix.outputIds.length <= MOST_SLICED;
  const known = isSliced
    ? new Map((await listMetadata(projectId)).map(({ id, metadata }) => [id, metadata]))
    : null;
  const outputs = matrix.outputIds.map((id) => ({
    id,
    metadata: known?.get(id) ?? {},
    verdict: matrix.unionKind(assertionIds, id),
    label: labels.whole.get(id) ?? null,
  }));
  // Good for their own slice, but no sample of all.
  const picked = pickedInQueues(events);
  const sampled = outputs.map((output) => (picked.has(output.id) ? { ...output, label: null } : output));
  const selected = assertions.filter(({ id }) => assertionIds.includes(id)).map(({ hash }) => hash);
  return {
    all: passRate(sampled),
    by: isSliced ? passRatesBySlice(outputs) : null,
    estimates: passRateEstimates(sampled, latest && auditOf(latest.manifest, selected)),
  };
}

/** What an audit found of exactly these assertions when they were published; null: it was of others, or there was none. */
function auditOf({ set, assertions }: EvaluatorManifest, hashes: readonly string[]): PublishedAudit | null {
  const published = new Set(assertions.map(({ hash }) => hash));
  const isSame = published.size === hashes.length && hashes.every((hash) => published.has(hash));
  return isSame ? (set?.audit ?? null) : null;
}
