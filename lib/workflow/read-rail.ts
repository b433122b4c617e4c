import { listActivities } from "@/lib/db/activities";
import { countOpenDrift } from "@/lib/db/drift";
import { listEvaluatorNumbers } from "@/lib/db/evaluators";
import { readJudging } from "@/lib/db/judging";
import { spendOf } from "@/lib/db/llm-calls";
import { findProject } from "@/lib/db/projects";
import { countOpenProposals } from "@/lib/db/proposals";
import { countOpenQueues } from "@/lib/db/queues";
import type { ProjectId } from "@/lib/domain/ids";
import { needsReference } from "@/lib/domain/judge-designs/judge";
import { relookQueue, relooksOf } from "@/lib/domain/relook";
import { reportCard } from "@/lib/domain/report-card";
import { judgingPlans } from "./plan-judging";
import { modelsInUse } from "./connections";
import { readBoard } from "./read-board";

/** What the rail of a project shows; null when there is no such project (any more). */
export type Rail = {
  readonly name: string;
  readonly outputs: number;
  readonly criteria: number;
  readonly graded: number;
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
  /** Verdicts given and wanted by the candidates that can run; judges without a model do not count. */
  readonly run: { readonly done: number; readonly total: number };
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
  const { set, graded } = report;
  const plans = judgingPlans(board, report);
  const run = { done: 0, total: 0 };
  for (const { id, implementation } of board.assertions) {
    if (implementation.kind === "recorded" || (implementation.kind === "judge" && !connection)) continue;
    // It judges only what has a reference, and how much that is does not matter here.
    if (implementation.kind === "judge" && needsReference(implementation)) continue;
    const judged = board.matrix.outputIds.length - board.matrix.counts(id).missing;
    run.done += judged;
    run.total += plans.has(id)
      ? judged + (plans.get(id)?.outputIds.length ?? 0)
      : board.matrix.outputIds.length;
  }
  return {
    name: project.name,
    outputs: board.matrix.outputIds.length,
    criteria: board.criteria.length,
    graded: graded.good + graded.bad,
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
    run,
    activity: activities.find(({ state }) => state === "running")?.title ?? null,
    pause: judging?.pause?.reason ?? null,
    cost: spend.cost,
    model: connection && `${connection.judging.model} at ${connection.judging.connection}`,
  };
}
