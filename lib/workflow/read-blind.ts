import { listQueues } from "@/lib/db/queues";
import { dealtIn } from "@/lib/domain/hand-out";
import type { CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { relooksOf } from "@/lib/domain/relook";
import { readBoard, type Board } from "./read-board";

/** The same where the facts are not at hand. */
export const hiddenFrom = async (projectId: ProjectId, person: string): Promise<ReadonlySet<OutputId>> =>
  blindOutputs(projectId, await readBoard(projectId), person);

/**
 * The outputs that a person is asked to grade in an open queue and has not graded there yet: what others and the
 * assertions say of them stays hidden from them until they have.
 */
export async function blindOutputs(
  projectId: ProjectId,
  { events, heldOut }: Pick<Board, "events" | "heldOut">,
  person: string,
): Promise<ReadonlySet<OutputId>> {
  const queues = await listQueues(projectId);
  const mine = queues.filter(({ queue }) => queue.closedAt === null && queue.assignees.includes(person));
  return new Set(
    mine.flatMap(({ queue, outputs }) => {
      const dealt = dealtIn(queue, outputs, [...events, ...heldOut]);
      const isDone = (id: OutputId) => dealt.get(id)?.done.has(person) ?? false;
      return outputs.map(({ outputId }) => outputId).filter((id) => !isDone(id));
    }),
  );
}

/**
 * The outputs that a criterion asks again, because its meaning changed, and that a person had graded on it: what they said
 * then would sway them, so that it stays hidden from them until they have said it anew.
 */
export function lookedAtAgain(
  board: Board,
  criterionId: CriterionId | null,
  person: string,
): ReadonlySet<OutputId> {
  const before = board.events.filter(
    (event) => event.grader === person && event.criterionId === criterionId && criterionId !== null,
  );
  const graded = new Set(before.map(({ outputId }) => outputId));
  if (graded.size === 0) return graded;
  const asked = relooksOf(board, board.events, person).filter(({ criterionIds }) =>
    criterionIds.some((id) => id === criterionId),
  );
  return new Set(asked.map(({ outputId }) => outputId).filter((id) => graded.has(id)));
}

/** What of two wordings of a criterion a person must not see: what they have to grade in a queue, or once more. */
export async function hiddenInWordings(
  projectId: ProjectId,
  criterionId: CriterionId,
  person: string,
): Promise<ReadonlySet<OutputId>> {
  const board = await readBoard(projectId);
  const blind = await blindOutputs(projectId, board, person);
  return new Set([...blind, ...lookedAtAgain(board, criterionId, person)]);
}
