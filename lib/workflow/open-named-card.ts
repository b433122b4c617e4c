import { findNamedOutput } from "@/lib/db/outputs";
import type { Card } from "@/lib/domain/card";
import type { ProjectId, QueueId } from "@/lib/domain/ids";
import { fail, type Result } from "@/lib/domain/problem";
import { cardOf } from "./choose-next-output";
import { queueCardOf } from "./choose-queue-card";

export type NamedCard = {
  readonly projectId: ProjectId;
  readonly grader: string;
  /** The id that an output came with, or that it has here. */
  readonly name: string;
  /** The queue in which it is to be graded; null: in none. */
  readonly queueId: QueueId | null;
  readonly now: Date;
};

/** The card of an output that a grader knows by its id; in a queue only of one that is theirs there. */
export async function openNamedCard({
  projectId,
  grader,
  name,
  queueId,
  now,
}: NamedCard): Promise<Result<Card>> {
  const output = await findNamedOutput(projectId, name);
  if (!output) return fail({ code: "not-found", what: "output" });
  const outputId = output.id;
  return queueId === null
    ? cardOf({ projectId, outputId, grader })
    : queueCardOf({ projectId, queueId, outputId, grader, now });
}
