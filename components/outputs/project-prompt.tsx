"use client";
import { useState, type SubmitEvent } from "react";
import { editProjectAction } from "@/lib/actions/projects";
import type { ProjectId } from "@/lib/domain/ids";
import { Button } from "@/components/ui/button";
import { Field, TextArea, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";

type Props = { readonly projectId: ProjectId; readonly name: string; readonly promptTemplate: string };

/** The prompt under evaluation: criteria are read off it. Folded, since the outputs are what people come for. */
export function ProjectPrompt({ projectId, name, promptTemplate }: Props) {
  const [isEditing, setEditing] = useState(false);
  const [draft, setDraft] = useState({ name, promptTemplate });
  const edit = useAction(editProjectAction);

  function save(event: SubmitEvent) {
    event.preventDefault();
    edit.start({ projectId, ...draft }, (saved) => {
      if (saved.ok) setEditing(false);
    });
  }

  if (isEditing) {
    return (
      <form onSubmit={save} className="mb-5 flex max-w-3xl flex-col gap-3">
        <Field label="Name">
          <TextInput
            value={draft.name}
            required
            maxLength={120}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
        </Field>
        <Field
          label="Prompt template"
          hint="With its variables in double braces, such as {{message}}. Criteria are read off its instructions."
        >
          <TextArea
            rows={12}
            className="font-mono text-sm"
            value={draft.promptTemplate}
            onChange={(event) => setDraft({ ...draft, promptTemplate: event.target.value })}
          />
        </Field>
        {edit.problem !== null && (
          <p role="alert" className="text-sm text-bad">
            {edit.problem}
          </p>
        )}
        <div className="flex gap-2">
          <Button type="submit" variant="primary" disabled={edit.isPending}>
            Save
          </Button>
          <Button variant="ghost" onClick={() => setEditing(false)}>
            Cancel
          </Button>
        </div>
      </form>
    );
  }
  return (
    <details className="mb-5 max-w-3xl">
      <summary className="cursor-pointer text-sm text-muted">
        {promptTemplate === "" ? "No prompt template yet: criteria are read off it" : "Prompt template"}
      </summary>
      {promptTemplate !== "" && (
        <pre
          tabIndex={0}
          className="mt-2 max-h-80 overflow-auto rounded-md border border-line bg-surface p-3 font-mono text-[13px] leading-5 break-words whitespace-pre-wrap"
        >
          {promptTemplate}
        </pre>
      )}
      <Button size="sm" variant="ghost" className="mt-2" onClick={() => setEditing(true)}>
        {promptTemplate === "" ? "Add the prompt" : "Edit name and prompt"}
      </Button>
    </details>
  );
}
