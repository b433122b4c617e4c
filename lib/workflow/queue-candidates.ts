import { listMetadata } from "@/lib/db/outputs";
import { graderBoards } from "@/lib/domain/grader-board";
import type { PickedScope, QueueScope } from "@/lib/domain/grading-queue";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { divisionsOf } from "@/lib/domain/pass-rate-by-slice";
import type { Board } from "./read-board";

/**
 * The outputs that a queue can be drawn from: of those that are (almost) the same only the first, and not what an audit
 * set holds back.
 */
export function drawable({ matrix, alike, auditSet }: Board): OutputId[] {
  const heldBack = new Set(auditSet?.outputIds);
  return matrix.outputIds.filter((id) => !alike.has(id) && !heldBack.has(id));
}

/** Those of them that are in scope. */
export async function candidatesIn(
  projectId: ProjectId,
  board: Board,
  scope: QueueScope | PickedScope,
): Promise<readonly OutputId[]> {
  const all = drawable(board);
  switch (scope.of) {
    case "all":
      return all;
    case "slice": {
      const division = divisionsOf(await listMetadata(projectId)).find(({ key }) => key === scope.key);
      const inSlice = new Set(division?.groups.get(scope.value)?.map(({ id }) => id));
      return all.filter((id) => inSlice.has(id));
    }
    case "picked":
      return all.filter((id) => scope.outputIds.has(id));
    case "disputed": {
      const boards = graderBoards(board.events, board.criteria);
      const open = boards.flatMap(({ disputes }) => disputes.filter(({ decision }) => decision === null));
      const disputed = new Set(open.map(({ outputId }) => outputId));
      return all.filter((id) => disputed.has(id));
    }
  }
}
