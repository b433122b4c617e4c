import { listDriftEvents } from "@/lib/db/drift";
import { listChanged } from "@/lib/db/outputs";
import { findProject } from "@/lib/db/projects";
import { detectChangedOutputs } from "@/lib/domain/detect-changed-outputs";
import { detectDisagreement, type InPlay } from "@/lib/domain/detect-disagreement";
import { detectGraderDrift } from "@/lib/domain/detect-grader-drift";
import { detectInputMix } from "@/lib/domain/detect-input-mix";
import { detectJudgeDrift } from "@/lib/domain/detect-judge-drift";
import { detectJudgeEdits } from "@/lib/domain/detect-judge-edits";
import { detectMovingCriteria, type Move } from "@/lib/domain/detect-moving-criteria";
import { detectPipelineDrift, versionsByOutput, type Batch } from "@/lib/domain/detect-pipeline-drift";
import { sinceOf, toDrafts, type Alarm, type Since } from "@/lib/domain/drift-alarms";
import { isDriftingEdit, type DriftEvent } from "@/lib/domain/drift-event";
import { inForce } from "@/lib/domain/drift-journal";
import type { GradeEvent } from "@/lib/domain/grade";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { reportCard, type ReportCard } from "@/lib/domain/report-card";
import { connectedModel } from "./connections";
import type { Ports } from "./ports";
import { readBatches } from "./read-batches";
import { readBoard, type Board } from "./read-board";
import { readOutdated } from "./read-outdated";
import { recordAlarms } from "./record-drift";
import { withParents } from "./record-judge-edit";

/**
 * Looks for drift and enters what it finds in the journal, with its evidence. It changes nothing else. The pipeline is
 * looked at only when outputs came, since that reads all of them.
 */
export async function detectDrift(
  {
    projectId,
    fresh,
  }: {
    readonly projectId: ProjectId;
    /** How many outputs came last; null: none did. */
    readonly fresh: number | null;
  },
  ports: Pick<Ports, "connectedModel"> = { connectedModel },
): Promise<void> {
  if (!(await findProject(projectId))) return;
  const [board, journal, model] = await Promise.all([
    readBoard(projectId),
    listDriftEvents(projectId),
    ports.connectedModel(projectId),
  ]);
  const since = sinceOf(journal);
  const card = reportCard(board);
  const outdated = model ? await readOutdated(board, { projectId, now: model.identity, card }) : [];
  const batches = fresh === null ? [] : await readBatches(projectId, board, card);
  const aboutGrades = (versions: ReadonlyMap<OutputId, string>) => [
    ...detectGraderDrift({ ...board, versions, since }),
    ...detectDisagreement({
      ...{ ...board, inPlay: inPlay(card), versions, since },
      mixedJudges: new Set(outdated.map(({ assertion }) => assertion.id)),
    }),
  ];
  let found = aboutGrades(new Map());
  // Who drifted depends on how the outputs came about, which is read only where something is to be said.
  if (found.length > 0)
    found = aboutGrades(
      versionsByOutput(fresh === null ? await readBatches(projectId, board, card) : batches),
    );
  const alarms = [
    ...found,
    ...detectJudgeDrift(outdated, since),
    ...detectJudgeEdits(
      await withParents(
        projectId,
        inPlay(card).map(({ assertion }) => assertion),
      ),
      since,
    ),
    ...detectMovingCriteria(movesOf(board.events, journal), since),
    ...detectPipelineDrift(batches, since),
    ...detectInputMix(batches, since),
    ...(await changedOutputs(projectId, { board, batches, since })),
  ];
  if (alarms.length === 0) return;
  await recordAlarms(projectId, toDrafts(alarms, journal), inForce(card, board.events));
}

async function changedOutputs(
  projectId: ProjectId,
  {
    board,
    batches,
    since,
  }: { readonly board: Board; readonly batches: readonly Batch[]; readonly since: Since },
): Promise<Alarm[]> {
  const from = batches.at(-1)?.rows[0]?.id;
  if (from === undefined) return [];
  const graded = new Set(
    board.events.flatMap(({ outputId, mark }) => (mark === "good" || mark === "bad" ? [outputId] : [])),
  );
  return detectChangedOutputs(await listChanged(projectId, from), (id) => graded.has(id), since);
}

/** The criteria that an assertion speaks for. */
export const inPlay = ({ criteria }: ReportCard): InPlay[] =>
  criteria.flatMap(({ criterion, selected, basis }) =>
    selected ? [{ criterion, basis, assertion: selected.assertion }] : [],
  );

/** Every criterion that was added or given another meaning, with how many outputs were graded by then. */
export function movesOf(
  events: readonly GradeEvent[],
  journal: readonly DriftEvent[],
): { readonly edits: readonly Move[]; readonly graded: number } {
  const gradedBy = (lastGradeId: number) =>
    new Set(
      events
        .filter(({ id, mark }) => id <= lastGradeId && (mark === "good" || mark === "bad"))
        .map(({ outputId }) => outputId),
    ).size;
  return {
    edits: journal.filter(isDriftingEdit).flatMap(({ at, evidence: { before } }) =>
      before
        ? [
            {
              ...{ at, after: gradedBy(before.lastGradeId) },
              together: JSON.stringify([before.lastGradeId, before.revisionIds]),
            },
          ]
        : [],
    ),
    graded: gradedBy(events.at(-1)?.id ?? 0),
  };
}
