"use client";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { rollBackAction } from "@/lib/actions/evaluators";
import type { ProjectId } from "@/lib/domain/ids";

/** Publishes an earlier version once more, as the newest. */
export function RollBackButton({
  projectId,
  number,
}: {
  readonly projectId: ProjectId;
  readonly number: number;
}) {
  const back = useAction(rollBackAction);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button size="sm" disabled={back.isPending} onClick={() => back.start({ projectId, number })}>
        {`Roll back to v${number}`}
      </Button>
      {back.problem !== null && (
        <span role="alert" className="text-sm text-bad">
          {back.problem}
        </span>
      )}
    </span>
  );
}
