import { listImportSizes } from "@/lib/db/imports";
import { listOrigins } from "@/lib/db/outputs";
import type { Batch, PipelineRow } from "@/lib/domain/detect-pipeline-drift";
import type { ProjectId } from "@/lib/domain/ids";
import type { ReportCard } from "@/lib/domain/report-card";
import { votersAmong, votesOn } from "@/lib/domain/votes";
import type { Board } from "./read-board";

/** So many outputs are compared, those imported last: the prompts of more would not fit in memory beside all else. */
export const MOST_COMPARED = 20_000;

/** The outputs of a project, import by import, with how they came about and what is said of them. */
export async function readBatches(
  projectId: ProjectId,
  { matrix, assertions, labels }: Board,
  card: ReportCard,
): Promise<Batch[]> {
  const [origins, imports] = await Promise.all([
    listOrigins(projectId, MOST_COMPARED),
    listImportSizes(projectId),
  ]);
  const selection = card.set?.assertionIds ?? [];
  const voters = votersAmong(
    matrix,
    assertions.map(({ id }) => id),
  );
  const rows = origins.map((origin) => ({
    ...origin,
    verdict: matrix.unionKind(selection, origin.id),
    isGraded: labels.whole.has(origin.id),
    disagreement: votesOn(matrix, voters, origin.id).disagreement,
  }));
  return toBatches(rows, imports);
}

/** From the end; what no import tells of came before all of them. */
function toBatches(
  rows: readonly PipelineRow[],
  imports: readonly { readonly at: Date; readonly outputs: number }[],
): Batch[] {
  const batches: Batch[] = [];
  let end = rows.length;
  for (const { at, outputs } of imports.toReversed()) {
    if (end === 0) break;
    batches.push({ at, rows: rows.slice(Math.max(0, end - outputs), end) });
    end = Math.max(0, end - outputs);
  }
  if (end > 0) batches.push({ at: new Date(0), rows: rows.slice(0, end) });
  return batches.toReversed();
}
