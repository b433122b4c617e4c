"use client";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { restoreCriterionAction } from "@/lib/actions/criteria";
import type { ProjectId } from "@/lib/domain/ids";
import type { GradingCriterion } from "./grading-criterion";

type Props = {
  readonly projectId: ProjectId;
  readonly criterion: GradingCriterion;
  readonly onDone: () => void;
};

/** A criterion that was retired just now, and the way to have it back. */
export function RetiredNote({ projectId, criterion: { criterionId, name }, onDone }: Props) {
  const restore = useAction(restoreCriterionAction);
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-md bg-raised px-2.5 py-1.5 text-sm"
    >
      <span className="min-w-0 flex-1 break-words">{`“${name}” is retired; its grades are kept.`}</span>
      <Button
        size="sm"
        className="max-lg:min-h-11"
        aria-label={`Bring ${name} back`}
        disabled={restore.isPending}
        onClick={() => restore.start({ projectId, criterionId }, ({ ok }) => ok && onDone())}
      >
        Bring it back
      </Button>
      {restore.problem !== null && (
        <p role="alert" className="basis-full text-bad">
          {restore.problem}
        </p>
      )}
    </div>
  );
}
