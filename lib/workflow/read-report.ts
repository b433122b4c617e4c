import { findLatestEvaluator } from "@/lib/db/evaluators";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import { reportCard, type ReportCard } from "@/lib/domain/report-card";
import { reportFindings, type ReportFindings } from "@/lib/domain/report-findings";
import { withLearner } from "./learn-in-folds";
import { readBoard, type Board } from "./read-board";

export type Report = { readonly report: ReportCard; readonly findings: ReportFindings };

/**
 * The report with what it says beyond its figures. `isRefitted`: honest estimates learn anew what grades taught, which
 * takes a while after a grade; else they count it as fitted.
 */
export async function readReport(
  projectId: ProjectId,
  { isRefitted }: { readonly isRefitted: boolean },
): Promise<Report> {
  const [read, latest] = await Promise.all([readBoard(projectId), findLatestEvaluator(projectId)]);
  const board = isRefitted ? await withLearner(projectId, read) : read;
  const report = reportCard(board);
  const hashes = new Set(latest?.manifest.assertions.map(({ hash }) => hash));
  const previous = previousOf(board, hashes);
  return { report, findings: reportFindings(board, report, { events: board.events, previous }) };
}

/** What of the last published version is still here, by what it does. */
const previousOf = ({ assertions }: Board, hashes: ReadonlySet<string | undefined>): AssertionId[] =>
  assertions.filter(({ hash }) => hashes.has(hash)).map(({ id }) => id);
