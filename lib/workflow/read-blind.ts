import { listQueues } from "@/lib/db/queues";
import { dealtIn } from "@/lib/domain/hand-out";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
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
