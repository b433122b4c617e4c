import { findOutputs } from "@/lib/db/outputs";
import { featureTextOf } from "@/lib/domain/features";
import { FoldLearner } from "@/lib/domain/fold-learner";
import type { ProjectId } from "@/lib/domain/ids";
import type { Board } from "./read-board";

/** Projects whose learners are kept; the one that was used longest ago makes room. */
const KEPT = 4;

const remembered = globalThis as typeof globalThis & {
  touchstoneLearners?: Map<ProjectId, { readonly key: string; readonly learner: FoldLearner }>;
};
const learners = (remembered.touchstoneLearners ??= new Map());

/**
 * The board with what it takes to learn candidates anew in every fold, where grades have taught any. What was learnt is
 * kept until other outputs are graded, so that a page that is read again is as fast as one without.
 */
export async function withLearner(projectId: ProjectId, board: Board): Promise<Board> {
  if (!board.assertions.some(({ origin }) => origin === "induced")) return board;
  const graded = new Set(board.labels.whole.keys());
  for (const { labels } of board.labels.byCriterion.values()) for (const id of labels.keys()) graded.add(id);
  const key = [...graded].join();
  const kept = learners.get(projectId);
  if (kept?.key === key) return { ...board, learner: kept.learner };
  const outputs = await findOutputs(projectId, [...graded]);
  const learner = new FoldLearner(new Map(outputs.map((output) => [output.id, featureTextOf(output)])));
  learners.delete(projectId);
  learners.set(projectId, { key, learner });
  for (const oldest of learners.keys()) {
    if (learners.size <= KEPT) break;
    learners.delete(oldest);
  }
  return { ...board, learner };
}
