import { gradedInAudit, shownInAudit } from "@/lib/domain/audit-set";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { ok, type Result } from "@/lib/domain/problem";
import type { Queue } from "./choose-next-output";
import { readBoard } from "./read-board";
import { toCards } from "./to-cards";

/** The next outputs of the audit set, in the order in which they were drawn. */
export async function nextAuditCards(input: {
  readonly projectId: ProjectId;
  readonly grader: string;
  readonly count: number;
  /** Cards that the browser holds already. */
  readonly exclude: readonly OutputId[];
}): Promise<Result<Queue>> {
  const { projectId, grader, count } = input;
  const board = await readBoard(projectId);
  const { auditSet, heldOut } = board;
  if (!auditSet) return ok({ cards: [], left: 0 });
  const done = gradedInAudit(auditSet, heldOut);
  const held = new Set(input.exclude);
  const open = auditSet.outputIds
    .map((outputId, place) => ({ outputId, shown: shownInAudit(auditSet, place) }))
    .filter(({ outputId }) => !done.has(outputId));
  const chosen = open.filter(({ outputId }) => !held.has(outputId)).slice(0, count);
  return ok({ cards: await toCards(projectId, board, { chosen, grader }), left: open.length });
}
