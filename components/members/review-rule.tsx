"use client";
import { useReviewRequired } from "@/components/shell/membership";
import { useAction } from "@/components/ui/use-action";
import { requireReviewAction } from "@/lib/actions/projects";
import type { ProjectId } from "@/lib/domain/ids";

/** Whether changes need somebody else's approval; everybody sees it, owners change it. */
export function ReviewRule({
  projectId,
  isOwner,
}: {
  readonly projectId: ProjectId;
  readonly isOwner: boolean;
}) {
  const isRequired = useReviewRequired();
  const set = useAction(requireReviewAction);
  return (
    <section aria-labelledby="review" className="flex flex-col gap-2">
      <h2 id="review">Review</h2>
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          className="mt-1 size-4 shrink-0 accent-accent"
          checked={isRequired !== set.isPending}
          disabled={set.isPending || !isOwner}
          onChange={({ target }) => set.start({ projectId, isRequired: target.checked })}
        />
        Changes of assertions and selections need somebody else’s approval
      </label>
      <p className="max-w-[72ch] text-sm text-muted">
        They are then proposed instead of made, nobody merges their own proposal alone, and a version is
        published only when somebody else has approved what is new in it.
      </p>
      {set.problem !== null && (
        <p role="alert" className="text-bad">
          {set.problem}
        </p>
      )}
    </section>
  );
}
