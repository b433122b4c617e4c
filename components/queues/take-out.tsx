"use client";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { takeOutputsOutAction } from "@/lib/actions/queues";
import type { OutputId, ProjectId, QueueId } from "@/lib/domain/ids";

type Props = {
  readonly target: { readonly projectId: ProjectId; readonly queueId: QueueId };
  readonly outputId: OutputId;
  /** What the output is called. */
  readonly name: string;
};

/** Takes an output out of a queue that nobody has graded in it. */
export function TakeOut({ target, outputId, name }: Props) {
  const take = useAction(takeOutputsOutAction);
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        disabled={take.isPending}
        onClick={() => take.start({ ...target, outputIds: [outputId] })}
      >
        Take out<span className="sr-only">{` output ${name}`}</span>
      </Button>
      {take.problem !== null && (
        <span role="alert" className="text-bad">
          {take.problem}
        </span>
      )}
    </>
  );
}
