import type { Assertion } from "@/lib/domain/assertion";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { planJudging, type JudgingPlan } from "@/lib/domain/judging-plan";
import { reportCard, type CriterionReport, type ReportCard } from "@/lib/domain/report-card";
import { enqueue } from "@/lib/jobs/queue";
import { hashImplementation } from "./hash-implementation";
import { readBoard, type Board } from "./read-board";

/**
 * What each judge of a board is asked next. Judges of no criterion in play are not in it; one whose outputs are all
 * judged has an empty plan.
 */
export function judgingPlans(
  board: Board,
  report: ReportCard = reportCard(board),
): Map<AssertionId, JudgingPlan> {
  const { matrix, assertions, labels } = board;
  const needed = votersOf(board, report);
  const reportOf = new Map(
    report.criteria.flatMap((of) => of.candidates.map(({ assertion }) => [assertion.id, of] as const)),
  );
  const plans = new Map<AssertionId, JudgingPlan>();
  for (const { id, implementation } of assertions) {
    const of = reportOf.get(id);
    if (implementation.kind !== "judge" || !of) continue;
    const graded = labels.byCriterion.get(of.criterion.id)?.labels ?? new Map();
    plans.set(
      id,
      planJudging(id, {
        report: of,
        missing: missingOf(board, id),
        outputIds: matrix.outputIds,
        isGraded: (outputId) => graded.has(outputId),
        isNeeded: needed.has(id),
      }),
    );
  }
  return plans;
}

function missingOf({ matrix }: Board, id: AssertionId): OutputId[] {
  const { outputIds } = matrix;
  const codes = matrix.codes(id, matrix.columnsOf(outputIds));
  return outputIds.filter((_, i) => codes[i] === 0);
}

/** The judges whose votes a selected jury counts. */
function votersOf({ assertions }: Board, { criteria }: ReportCard): Set<AssertionId> {
  const hashes = new Set(
    criteria.flatMap(({ selected }: CriterionReport) =>
      selected?.assertion.implementation.kind === "judge" &&
      selected.assertion.implementation.design === "jury"
        ? selected.assertion.implementation.members.map(({ judge }) => hashImplementation(judge))
        : [],
    ),
  );
  return new Set(assertions.filter(({ hash }: Assertion) => hashes.has(hash)).map(({ id }) => id));
}

/** Asks for what judges should judge now that grades or choices have changed. */
export async function wakeJudges(projectId: ProjectId): Promise<void> {
  const board = await readBoard(projectId);
  if (!board.assertions.some(({ implementation }) => implementation.kind === "judge")) return;
  for (const [assertionId, { outputIds }] of judgingPlans(board))
    if (outputIds.length > 0) await enqueue({ kind: "run", projectId, assertionId });
}
