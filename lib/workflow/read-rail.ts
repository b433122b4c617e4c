import { listActivities } from "@/lib/db/activities";
import { countOpenDrift } from "@/lib/db/drift";
import { listEvaluatorNumbers } from "@/lib/db/evaluators";
import { readJudging } from "@/lib/db/judging";
import { spendOf } from "@/lib/db/llm-calls";
import { findProject } from "@/lib/db/projects";
import { countOpenProposals } from "@/lib/db/proposals";
import { countOpenQueues } from "@/lib/db/queues";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import { needsReference } from "@/lib/domain/judge-designs/judge";
import type { JudgingPlan } from "@/lib/domain/judging-plan";
import { relookQueue, relooksOf } from "@/lib/domain/relook";
import { reportCard } from "@/lib/domain/report-card";
import { judgingPlans } from "./plan-judging";
import { modelsInUse } from "./connections";
import { readBoard, type Board } from "./read-board";

/** What the rail of a project shows; null when there is no such project (any more). */
export type Rail = {
  readonly name: string;
  readonly outputs: number;
  readonly criteria: number;
  /** Criteria with more than one wording. */
  readonly revised: number;
  readonly graded: number;
  /** Grades of whole outputs that are needed at least before anything is selected; 0: there are enough. */
  readonly toGo: number;
  /** Outputs that whoever looks is asked to grade again because a criterion changed its meaning. */
  readonly relook: number;
  /** Grading queues that are not closed. */
  readonly openQueues: number;
  readonly alignment: { readonly value: number; readonly low: number; readonly high: number } | null;
  /** Entries of the drift journal that are not settled. */
  readonly openDrift: number;
  /** Proposals that nobody has settled. */
  readonly openProposals: number;
  readonly version: number | null;
  /**
   * Verdicts given and wanted by the candidates that can run; judges without a model do not count. `areJudgesAsked`:
   * judges have some of them still to give, and no pause keeps them from it.
   */
  readonly run: { readonly done: number; readonly total: number; readonly areJudgesAsked: boolean };
  readonly activity: string | null;
  /** Why judges are not asked now; null: they are, or there are none. */
  readonly pause: string | null;
  readonly cost: number;
  readonly model: string | null;
};

/** `person`: whoever looks; without one, outputs to grade again are those that nobody has answered. */
export async function readRail(projectId: ProjectId, person?: string): Promise<Rail | null> {
  const [project, activities, connection, evaluators, spend, openDrift, judging, openQueues, openProposals] =
    await Promise.all([
      findProject(projectId),
      listActivities(projectId, 5),
      modelsInUse(projectId),
      listEvaluatorNumbers(projectId),
      spendOf(projectId),
      countOpenDrift(projectId),
      readJudging(projectId),
      countOpenQueues(projectId),
      countOpenProposals(projectId),
    ]);
  if (!project) return null;
  const board = await readBoard(projectId);
  const report = reportCard(board);
  const { set, graded, missing } = report;
  const plans = judgingPlans(board, report);
  return {
    name: project.name,
    outputs: board.matrix.outputIds.length,
    criteria: board.criteria.length,
    revised: board.criteria.filter(({ revisionCount }) => revisionCount > 1).length,
    graded: graded.good + graded.bad,
    toGo: missing.good + missing.bad,
    relook: (person === undefined ? relookQueue(board, board.events) : relooksOf(board, board.events, person))
      .length,
    alignment:
      set?.alignment != null && set.alignmentInterval
        ? { value: set.alignment, low: set.alignmentInterval[0], high: set.alignmentInterval[1] }
        : null,
    openDrift,
    openQueues,
    openProposals,
    version: evaluators[0] ?? null,
    run: runOf(board, plans, { isConnected: connection !== null, isPaused: judging?.pause != null }),
    activity: activities.find(({ state }) => state === "running")?.title ?? null,
    pause: judging?.pause?.reason ?? null,
    cost: spend.cost,
    model: connection && `${connection.judging.model} at ${connection.judging.connection}`,
  };
}

/** What the candidates that can run have given, and are to give. */
function runOf(
  { assertions, matrix }: Board,
  plans: ReadonlyMap<AssertionId, JudgingPlan>,
  { isConnected, isPaused }: { readonly isConnected: boolean; readonly isPaused: boolean },
): Rail["run"] {
  const run = { done: 0, total: 0, areJudgesAsked: false };
  for (const { id, implementation } of assertions) {
    if (implementation.kind === "recorded" || (implementation.kind === "judge" && !isConnected)) continue;
    // It judges only what has a reference, and how much that is does not matter here.
    if (implementation.kind === "judge" && needsReference(implementation)) continue;
    const judged = matrix.outputIds.length - matrix.counts(id).missing;
    const planned = plans.get(id)?.outputIds.length;
    run.done += judged;
    run.total += planned === undefined ? matrix.outputIds.length : judged + planned;
    run.areJudgesAsked ||= !isPaused && planned !== undefined && planned > 0;
  }
  return run;
}
