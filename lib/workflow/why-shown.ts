import { findPlaceInQueue } from "@/lib/db/queues";
import type { GradeInput } from "@/lib/domain/card";
import { CHOSEN, type ShownOnCard } from "@/lib/domain/grade";
import { QueueId, type ProjectId } from "@/lib/domain/ids";
import { wasShown } from "./card-ticket";

type Why = { readonly shown: ShownOnCard; readonly notice: string | null };

/**
 * Why an output that was graded had been shown, as far as the server knows it: what carries no ticket was picked by hand.
 * A queue that does not ask its grader any more gets no answer from them either, and the grade is kept outside of it.
 */
export async function whyShown(
  { projectId, grader }: { readonly projectId: ProjectId; readonly grader: string },
  { outputId, mark, shown, ticket }: GradeInput,
): Promise<Why> {
  if (!wasShown({ projectId, outputId, grader, shown }, ticket)) return { shown: CHOSEN, notice: null };
  const isAnswer = mark !== "skipped" && mark !== "withdrawn";
  if (shown.policy !== "queue" || !isAnswer) return { shown, notice: null };
  const place = await findPlaceInQueue(projectId, QueueId.parse(shown.seed), outputId);
  if (place === null) return { shown: CHOSEN, notice: null };
  if (place.closedAt === null && place.assignees.includes(grader)) return { shown, notice: null };
  const since = place.closedAt === null ? "no longer asks you" : "was closed meanwhile";
  return { shown: CHOSEN, notice: `The queue “${place.name}” ${since}. Your grade is kept, outside of it.` };
}
