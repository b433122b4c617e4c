import { listCriterionHistories } from "@/lib/db/criteria";
import { listDriftEvents } from "@/lib/db/drift";
import { readVerdictColumns } from "@/lib/db/verdicts";
import type { DriftEvent } from "@/lib/domain/drift-event";
import { newCriterionRate } from "@/lib/domain/detect-moving-criteria";
import { inForce } from "@/lib/domain/drift-journal";
import { journalEntries, type DriftPage, type JournalEntry } from "@/lib/domain/drift-page";
import { timelines, type Timeline } from "@/lib/domain/drift-timeline";
import { graderBoards } from "@/lib/domain/grader-board";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { reportCard } from "@/lib/domain/report-card";
import { inPlay, movesOf } from "./detect-drift";
import { nameOutputs } from "./name-outputs";
import { readEventFacts, readInputNote } from "./read-event-facts";
import { readBoard, type Board } from "./read-board";

/** Everything about drift, computed from grades, wordings and the journal. */
export async function readDrift(projectId: ProjectId): Promise<DriftPage> {
  const [board, histories, events] = await Promise.all([
    readBoard(projectId),
    listCriterionHistories(projectId),
    listDriftEvents(projectId),
  ]);
  await addDropped(board, events);
  const card = reportCard(board);
  const now = inForce(card, board.events);
  const facts = await readEventFacts(projectId, { board, inPlay: inPlay(card) }, events);
  const journal = journalEntries(events, { ...board, histories, now });
  const stories = timelines({ ...board, histories, inPlay: inPlay(card) });
  return {
    journal,
    timelines: stories,
    boards: graderBoards(board.events, board.criteria),
    newCriterionRate: newCriterionRate(movesOf(board.events, events)),
    facts,
    inputNote: await readInputNote(projectId),
    outputNames: await nameOutputs(projectId, [...outputsOf(journal), ...gradedIn(stories)]),
  };
}

/** Verdicts of assertions that were in force once and dropped since: the figures of that time need them. */
async function addDropped(board: Board, events: readonly DriftEvent[]): Promise<void> {
  const known = new Set<AssertionId>(board.assertions.map(({ id }) => id));
  const dropped = new Set(
    events
      .flatMap(({ evidence: { before } }) => before?.selected ?? [])
      .flatMap(({ assertionId }) => (known.has(assertionId) ? [] : [assertionId])),
  );
  for (const column of await readVerdictColumns([...dropped], new Map()))
    board.matrix.setMany(column.assertionId, column.outputIds, column.kinds);
}

const gradedIn = (stories: readonly Timeline[]): OutputId[] =>
  stories.flatMap(({ grades }) => grades.map(({ outputId }) => outputId));

const outputsOf = (journal: readonly JournalEntry[]): OutputId[] =>
  journal.flatMap(({ event, change }) => [
    ...event.evidence.outputIds,
    ...(event.recheck?.judges ?? []).flatMap(({ changed }) => changed.map(({ outputId }) => outputId)),
    ...(change?.flipped ?? []).map(({ outputId }) => outputId),
  ]);
