"use client";
import { Named } from "@/components/shell/membership";
import { useState, type SubmitEvent } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/field";
import { LongText } from "@/components/ui/long-text";
import { useAction } from "@/components/ui/use-action";
import { setReferenceAction } from "@/lib/actions/references";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import type { Reference } from "@/lib/domain/reference";

type Props = {
  readonly projectId: ProjectId;
  readonly outputId: OutputId;
  /** Null: there is none. */
  readonly reference: Reference | null;
};

/** What a right answer looks like, by whom, and who has checked it; written and edited in place. */
export function ReferenceSection({ projectId, outputId, reference }: Props) {
  const [isEditing, setEditing] = useState(false);
  const set = useAction(setReferenceAction);
  const verify = (isVerified: boolean) =>
    set.start({ projectId, outputId, text: reference?.text ?? "", isVerified });
  return (
    <section className="mt-8">
      <h2>Reference</h2>
      {isEditing ? (
        <ReferenceForm
          initial={reference}
          isPending={set.isPending}
          onSave={(draft) =>
            set.start({ projectId, outputId, ...draft }, (saved) => {
              if (saved.ok) setEditing(false);
            })
          }
          onCancel={() => setEditing(false)}
        />
      ) : reference === null ? (
        <div className="flex flex-wrap items-center gap-3">
          <p className="text-muted">
            None. Judges with a rubric hold an output against a right answer that a person verified.
          </p>
          <Button size="sm" onClick={() => setEditing(true)}>
            Write one
          </Button>
        </div>
      ) : (
        <>
          <div className="mt-2 rounded-lg border border-line bg-surface p-4">
            <LongText text={reference.text} label="reference" />
          </div>
          <div className="mt-2 flex flex-wrap items-center gap-2 text-sm">
            {reference.verifiedBy === null ? (
              <Badge tone="warn">not verified: no judge uses it</Badge>
            ) : (
              <Badge tone="good">{`verified by ${reference.verifiedBy}`}</Badge>
            )}
            <span className="text-muted">
              {"written by "}
              <Named>{reference.author}</Named>
              {` · ${reference.at.toISOString().slice(0, 10)}`}
            </span>
            <Button size="sm" disabled={set.isPending} onClick={() => verify(reference.verifiedBy === null)}>
              {reference.verifiedBy === null
                ? "I have checked it: it is right"
                : "It is not verified after all"}
            </Button>
            <Button size="sm" variant="ghost" onClick={() => setEditing(true)}>
              Edit reference
            </Button>
          </div>
        </>
      )}
      {set.problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {set.problem}
        </p>
      )}
    </section>
  );
}

function ReferenceForm(props: {
  readonly initial: Reference | null;
  readonly isPending: boolean;
  readonly onSave: (draft: { readonly text: string; readonly isVerified: boolean }) => void;
  readonly onCancel: () => void;
}) {
  const { initial, isPending, onSave, onCancel } = props;
  const [text, setText] = useState(initial?.text ?? "");
  const [isVerified, setVerified] = useState(false);

  function save(event: SubmitEvent) {
    event.preventDefault();
    onSave({ text, isVerified });
  }

  return (
    <form onSubmit={save} className="mt-2 flex max-w-3xl flex-col gap-3">
      <Field label="A right answer to the same input" hint="Empty: there is none.">
        <TextArea rows={6} dir="auto" value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <label className="flex items-center gap-2 text-sm">
        <input type="checkbox" checked={isVerified} onChange={(event) => setVerified(event.target.checked)} />
        I have checked it: it is right
      </label>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" size="sm" disabled={isPending}>
          Save reference
        </Button>
        <Button type="button" variant="ghost" size="sm" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
