import { findAssertions } from "@/lib/db/assertions";
import { listImportSizes } from "@/lib/db/imports";
import { readVerdictColumns } from "@/lib/db/verdicts";
import { compareVersions } from "@/lib/domain/compare-versions";
import { decidingOutputs } from "@/lib/domain/deciding-outputs";
import type { InPlay } from "@/lib/domain/detect-disagreement";
import { whyNotCompared } from "@/lib/domain/detect-input-mix";
import { compareWithParent, editedJudges } from "@/lib/domain/detect-judge-edits";
import { traitOf } from "@/lib/domain/detect-pipeline-drift";
import type { DriftEvent } from "@/lib/domain/drift-event";
import type { EventFacts } from "@/lib/domain/drift-page";
import type { Label } from "@/lib/domain/grade";
import type { CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { VerdictMatrix } from "@/lib/domain/verdict-matrix";
import { MOST_COMPARED, readVersions } from "./read-batches";
import type { Board } from "./read-board";

/** What is measured now of what entries of the journal are about, by their ids; nothing of it is stored. */
export async function readEventFacts(
  projectId: ProjectId,
  { board, inPlay }: { readonly board: Board; readonly inPlay: readonly InPlay[] },
  events: readonly DriftEvent[],
): Promise<Map<number, EventFacts>> {
  const isAboutTrait = events.some(({ kind, key }) => kind === "pipelineDrift" && traitOf(key) !== null);
  const versions = isAboutTrait ? await readVersions(projectId, board) : null;
  const graded = new Set(board.labels.whole.keys());
  const facts = new Map<number, EventFacts>();
  for (const event of events) {
    const trait = event.kind === "pipelineDrift" ? traitOf(event.key) : null;
    const own = (trait === null ? undefined : versions?.get(trait)) ?? [];
    facts.set(event.id, {
      toGrade: decidingOutputs(event).filter((id) => !graded.has(id)).length,
      versions:
        own.length < 2
          ? []
          : compareVersions(own, {
              ...{ inPlay, matrix: board.matrix },
              labelsOf: ({ criterion }) => labelsOf(board, criterion.id),
            }),
      edit: await editOf(projectId, board, event),
    });
  }
  return facts;
}

const labelsOf = (board: Board, criterionId: CriterionId | null): ReadonlyMap<OutputId, Label> =>
  (criterionId === null ? undefined : board.labels.byCriterion.get(criterionId)?.labels) ??
  new Map<OutputId, Label>();

async function editOf(projectId: ProjectId, board: Board, { key }: DriftEvent): Promise<EventFacts["edit"]> {
  const pair = editedJudges(key);
  const [child] = pair ? await findAssertions(projectId, [pair.child]) : [];
  if (!pair || !child) return null;
  // Either may be out of play, so that the board does not hold its verdicts.
  const matrix = new VerdictMatrix();
  matrix.addOutputs(board.matrix.outputIds);
  for (const column of await readVerdictColumns([pair.parent, pair.child], new Map()))
    matrix.setMany(column.assertionId, column.outputIds, column.kinds);
  return { compared: compareWithParent(pair, matrix, labelsOf(board, child.criterionId)) };
}

/** Why the inputs of the outputs imported last were not compared, or with what; null: with all of before. */
export async function readInputNote(projectId: ProjectId): Promise<string | null> {
  const imports = await listImportSizes(projectId);
  return whyNotCompared(
    imports.map(({ outputs }) => outputs),
    { most: MOST_COMPARED },
  );
}
