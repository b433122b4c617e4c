import { listImportSizes } from "@/lib/db/imports";
import { listOrigins } from "@/lib/db/outputs";
import {
  pipelineVersions,
  type Batch,
  type PipelineRow,
  type PipelineVersion,
} from "@/lib/domain/detect-pipeline-drift";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
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
  const [origins, imports] = await readOrigins(projectId);
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

const readOrigins = (projectId: ProjectId) =>
  Promise.all([listOrigins(projectId, MOST_COMPARED), listImportSizes(projectId)]);

type Kept = {
  readonly lastId: OutputId | undefined;
  readonly versions: ReadonlyMap<string, PipelineVersion[]>;
};
/** Outputs never change, so versions are made out anew only when some came. */
const kept = new Map<ProjectId, Kept>();
const KEPT = 8;

/** The versions of the pipeline by each of its traits, as far as outputs are compared. */
export async function readVersions(projectId: ProjectId, { matrix }: Board): Promise<Kept["versions"]> {
  const lastId = matrix.outputIds.at(-1);
  const known = kept.get(projectId);
  if (known?.lastId === lastId && known) return known.versions;
  const [origins, imports] = await readOrigins(projectId);
  const rows = origins.map((origin) => ({ ...origin, verdict: null, isGraded: false, disagreement: 0 }));
  const versions = pipelineVersions(toBatches(rows, imports));
  kept.delete(projectId);
  kept.set(projectId, { lastId, versions });
  for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
  return versions;
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
