import { findOutputs } from "@/lib/db/outputs";
import type { Label } from "@/lib/domain/grade";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import type { Labels } from "@/lib/domain/labels";
import type { ProbeSource } from "@/lib/domain/trust/probes";
import { readBoard } from "./read-board";

/** Graded outputs that probes are made of, at most. */
const MOST_SOURCES = 60;

/** Graded outputs that a judge has passed or failed; empty: it is of no criterion in play. */
export async function probeSources(projectId: ProjectId, assertionId: AssertionId): Promise<ProbeSource[]> {
  const board = await readBoard(projectId);
  const criterionId = board.assertions.find(({ id }) => id === assertionId)?.criterionId;
  if (!criterionId) return [];
  const labels: Labels = board.labels.byCriterion.get(criterionId)?.labels ?? new Map<OutputId, Label>();
  const judged = [...labels.keys()]
    .filter((id) => ["pass", "fail"].includes(board.matrix.kind(assertionId, id) ?? ""))
    .slice(0, MOST_SOURCES);
  const outputs = await findOutputs(projectId, judged);
  return outputs.flatMap((output): ProbeSource[] => {
    const [label, kind] = [labels.get(output.id), board.matrix.kind(assertionId, output.id)];
    return label && kind ? [{ output, label, kind }] : [];
  });
}
