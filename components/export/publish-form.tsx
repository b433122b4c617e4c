"use client";
import { useState } from "react";
import { useReviewRequired } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { publishEvaluatorAction } from "@/lib/actions/evaluators";
import type { ProjectId } from "@/lib/domain/ids";

type Props = {
  readonly projectId: ProjectId;
  readonly version: number;
  /** The criteria for which nobody else has approved what would be published. */
  readonly uncovered: readonly string[];
};

/** Freezes what is selected now; the note says why, for whoever looks at the versions later. */
export function PublishForm({ projectId, version, uncovered }: Props) {
  const isWaiting = useReviewRequired() && uncovered.length > 0;
  const [note, setNote] = useState("");
  const publish = useAction(publishEvaluatorAction);
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        publish.start({ projectId, note }, (result) => {
          if (result.ok) setNote("");
        });
      }}
    >
      <div className="min-w-56 flex-1">
        <Field label="Note (optional)" error={publish.problem}>
          <TextInput
            value={note}
            maxLength={2_000}
            placeholder="what changed, and why"
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
      </div>
      <Button type="submit" variant="primary" disabled={publish.isPending || isWaiting}>
        {publish.isPending ? "Publishing …" : `Publish version ${version}`}
      </Button>
    </form>
  );
}
