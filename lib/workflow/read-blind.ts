import { listQueues } from "@/lib/db/queues";
import { dealtIn } from "@/lib/domain/hand-out";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import type { Board } from "./read-board";

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
