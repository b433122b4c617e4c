"use client";
import { useRouter } from "next/navigation";
import { useState, type SubmitEvent } from "react";
import { useMay, useReviewRequired } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { Field, TextArea, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { proposeSelectionAction } from "@/lib/actions/proposals";
import type { ProjectId } from "@/lib/domain/ids";

type Props = {
  readonly projectId: ProjectId;
  /** The criteria for which nobody else has approved what would be published. */
  readonly uncovered: readonly string[];
};

/** Where a review is required: what waits for it before it can be published, and the way to ask for it. */
export function ProposeSelection({ projectId, uncovered }: Props) {
  const mayPropose = useMay("grader");
  const [isOpen, setOpen] = useState(false);
  if (!useReviewRequired()) return null;
  if (uncovered.length === 0)
    return (
      <p className="text-sm text-muted">Somebody else has approved all of this since the last version.</p>
    );
  return (
    <div className="flex max-w-[72ch] flex-col items-start gap-3 border-l-2 border-warn pl-3">
      <p className="break-words">
        {`Changes need somebody else’s approval here, and nobody has approved what would be published for ${uncovered.map((name) => `“${name}”`).join(", ")}. It differs from the last version by newer grades or changes that were never proposed.`}
      </p>
      {isOpen ? (
        <SelectionForm projectId={projectId} onClose={() => setOpen(false)} />
      ) : (
        <Button disabled={!mayPropose} onClick={() => setOpen(true)}>
          Propose this selection
        </Button>
      )}
    </div>
  );
}

function SelectionForm({
  projectId,
  onClose,
}: {
  readonly projectId: ProjectId;
  readonly onClose: () => void;
}) {
  const router = useRouter();
  const propose = useAction(proposeSelectionAction);
  const [title, setTitle] = useState("Publish what is selected now");
  const [why, setWhy] = useState("");
  function send(event: SubmitEvent) {
    event.preventDefault();
    propose.start({ projectId, title, why }, (made) => {
      if (made.ok) router.push(`/projects/${projectId}/proposals/${made.value.number}`);
    });
  }
  return (
    <form onSubmit={send} className="flex w-full flex-col gap-3">
      <Field label="Title">
        <TextInput required maxLength={200} value={title} onChange={({ target }) => setTitle(target.value)} />
      </Field>
      <Field label="Why" error={propose.problem}>
        <TextArea rows={2} maxLength={5_000} value={why} onChange={({ target }) => setWhy(target.value)} />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" disabled={propose.isPending}>
          Propose
        </Button>
        <Button size="sm" variant="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
