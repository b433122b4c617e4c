import { listMetadata } from "@/lib/db/outputs";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import { passRate, passRatesBySlice, type PassRate, type SlicedBy } from "@/lib/domain/pass-rate-by-slice";
import { readBoard } from "./read-board";

/** More outputs than this are not sliced: their metadata would not be read within a page load. */
const MOST_SLICED = 20_000;

export type PassRates = {
  readonly all: PassRate;
  /** Null: there are too many outputs to slice. */
  readonly by: readonly SlicedBy[] | null;
};

/** How many outputs are good, by the verdicts of these assertions together and the grades of whole outputs. */
export async function readPassRates(
  projectId: ProjectId,
  assertionIds: readonly AssertionId[],
): Promise<PassRates> {
  const { matrix, labels } = await readBoard(projectId);
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
  return { all: passRate(outputs), by: isSliced ? passRatesBySlice(outputs) : null };
}
