"use client";
import { useState, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { setNotesAction } from "@/lib/actions/criteria";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";

type Props = {
  readonly target: { readonly projectId: ProjectId; readonly criterionId: CriterionId };
  readonly notes: string;
};

/** What judges are told beside the wording, edited in place. */
export function JudgeNotes({ target, notes }: Props) {
  const [isEditing, setEditing] = useState(false);
  const [draft, setDraft] = useState(notes);
  const set = useAction(setNotesAction);

  function save(event: SubmitEvent) {
    event.preventDefault();
    set.start({ ...target, notes: draft }, (saved) => {
      if (saved.ok) setEditing(false);
    });
  }

  if (!isEditing) {
    return (
      <div className="mt-2 flex flex-wrap items-start gap-2 text-sm">
        {notes !== "" && (
          <p dir="auto" className="max-w-[72ch] break-words whitespace-pre-wrap text-muted">
            {`Notes for judges: ${notes}`}
          </p>
        )}
        <Button
          size="sm"
          variant="ghost"
          onClick={() => {
            setDraft(notes);
            setEditing(true);
          }}
        >
          {notes === "" ? "Add notes for judges" : "Edit notes for judges"}
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={save} className="mt-2 flex max-w-3xl flex-col gap-3">
      <Field
        label="Notes for judges"
        hint="What counts, what does not, the edge case. Grades stay; judges in the criterion's own words are made anew."
      >
        <TextArea
          rows={4}
          dir="auto"
          maxLength={5_000}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
        />
      </Field>
      {set.problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {set.problem}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" disabled={set.isPending}>
          Save notes
        </Button>
        <Button type="button" size="sm" variant="ghost" onClick={() => setEditing(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
