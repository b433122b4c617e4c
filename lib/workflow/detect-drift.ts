import { listDriftEvents } from "@/lib/db/drift";
import { listJudgeModels } from "@/lib/db/llm-calls";
import { listOrigins } from "@/lib/db/outputs";
import { findProject } from "@/lib/db/projects";
import { detectDisagreement, type InPlay } from "@/lib/domain/detect-disagreement";
import { detectGraderDrift } from "@/lib/domain/detect-grader-drift";
import { detectInputMix } from "@/lib/domain/detect-input-mix";
import { detectJudgeDrift, hasReplacedJudge } from "@/lib/domain/detect-judge-drift";
import { detectMovingCriteria } from "@/lib/domain/detect-moving-criteria";
import { detectPipelineDrift, type PipelineRow } from "@/lib/domain/detect-pipeline-drift";
import { sinceOf, toDrafts } from "@/lib/domain/drift-alarms";
import { isDriftingEdit, type DriftEvent } from "@/lib/domain/drift-event";
import { inForce } from "@/lib/domain/drift-journal";
import type { GradeEvent } from "@/lib/domain/grade";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import { reportCard, type ReportCard } from "@/lib/domain/report-card";
import { votersAmong, votesOn } from "@/lib/domain/votes";
import { readBoard, type Board } from "./read-board";
import { recordAlarms } from "./record-drift";

/** More outputs than this are not compared: their prompts would not fit in memory beside everything else. */
const MOST_COMPARED = 20_000;

/** Looks for drift and enters what it finds in the journal, with its evidence. It changes nothing else. */
export async function detectDrift({
  projectId,
  fresh,
}: {
  readonly projectId: ProjectId;
  /** How many outputs came last; null: none did, only grades. */
  readonly fresh: number | null;
}): Promise<void> {
  if (!(await findProject(projectId))) return;
  const [board, journal, models] = await Promise.all([
    readBoard(projectId),
    listDriftEvents(projectId),
    listJudgeModels(projectId),
  ]);
  const since = sinceOf(journal);
  const card = reportCard(board);
  const rows = fresh === null ? [] : await pipelineRows(projectId, board, card);
  const alarms = [
    ...detectGraderDrift({ ...board, since }),
    ...detectDisagreement({ ...board, inPlay: inPlay(card), isJudgeMixed: hasReplacedJudge(models), since }),
    ...detectJudgeDrift(models, since),
    ...detectMovingCriteria(movesOf(board.events, journal), since),
    ...detectPipelineDrift(rows, since),
    ...detectInputMix(rows, fresh ?? 0, since),
  ];
  if (alarms.length === 0) return;
  await recordAlarms(projectId, toDrafts(alarms, journal), inForce(card, board.events));
}

/** The criteria that an assertion speaks for. */
export const inPlay = ({ criteria }: ReportCard): InPlay[] =>
  criteria.flatMap(({ criterion, selected, basis }) =>
    selected ? [{ criterion, basis, assertion: selected.assertion }] : [],
  );

/** After how many graded outputs each edit of the criteria was made. */
export function movesOf(
  events: readonly GradeEvent[],
  journal: readonly DriftEvent[],
): { readonly editsAt: readonly number[]; readonly graded: number } {
  const gradedBy = (lastGradeId: number) =>
    new Set(
      events
        .filter(({ id, mark }) => id <= lastGradeId && (mark === "good" || mark === "bad"))
        .map(({ outputId }) => outputId),
    ).size;
  return {
    editsAt: journal
      .filter(isDriftingEdit)
      .flatMap(({ evidence: { before } }) => (before ? [gradedBy(before.lastGradeId)] : [])),
    graded: gradedBy(events.at(-1)?.id ?? 0),
  };
}

async function pipelineRows(
  projectId: ProjectId,
  { matrix, assertions, labels }: Board,
  card: ReportCard,
): Promise<PipelineRow[]> {
  if (matrix.outputIds.length > MOST_COMPARED) return [];
  const selection: readonly AssertionId[] = card.set?.assertionIds ?? [];
  const voters = votersAmong(
    matrix,
    assertions.map(({ id }) => id),
  );
  return (await listOrigins(projectId)).map((origin) => ({
    ...origin,
    verdict: matrix.unionKind(selection, origin.id),
    isGraded: labels.whole.has(origin.id),
    disagreement: votesOn(matrix, voters, origin.id).disagreement,
  }));
}
