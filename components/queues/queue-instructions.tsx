import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { GradingQueue } from "@/lib/domain/grading-queue";

/** What the graders of a queue are told, always in view while they grade. */
export function QueueInstructions({ queue: { instructions } }: { readonly queue: GradingQueue }) {
  if (instructions === "") return null;
  return (
    <p dir="auto" className="mb-5 max-w-[72ch] border-l-2 border-accent pl-3 break-words whitespace-pre-wrap">
      {instructions}
    </p>
  );
}

/** Instead of cards, for whom the queue has none. */
export function NoQueueCards({ queue: { projectId, closedAt } }: { readonly queue: GradingQueue }) {
  return (
    <EmptyState
      title={closedAt === null ? "You are not among the graders of this queue" : "This queue is closed"}
    >
      <p>
        {closedAt === null
          ? "Whoever edits the project can add you to it. What you grade outside of the queue counts as ever."
          : "What was graded in it counts as ever. Whoever edits the project can open it again."}
      </p>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={`/projects/${projectId}/queues`} variant="primary">
          See all queues
        </ButtonLink>
        <ButtonLink href={`/projects/${projectId}/grade`}>Grade on your own</ButtonLink>
      </div>
    </EmptyState>
  );
}
