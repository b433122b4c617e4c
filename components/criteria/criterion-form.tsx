"use client";
import { useState, type SubmitEvent } from "react";
import type { CriterionKind } from "@/lib/domain/criterion";
import { Button } from "@/components/ui/button";
import { Field, Select, TextArea, TextInput } from "@/components/ui/field";

export type CriterionDraft = {
  readonly name: string;
  readonly wording: string;
  readonly examples: string;
  readonly kind: CriterionKind;
  readonly why: string;
  /** What an edit does to the grades given so far; null: not said yet. */
  readonly change: "clarification" | "meaning" | null;
};

/** Nothing written yet. */
export const EMPTY_DRAFT: CriterionDraft = {
  ...{ name: "", wording: "", examples: "", why: "" },
  kind: "either",
  change: null,
};

const EXAMPLE = "Good: “I am sorry, Ms Lee, we cannot refund this.” Bad: “No refunds.”";

const CHANGES = [
  { value: "clarification", label: "The same, said better", hint: "Grades given so far stay." },
  {
    value: "meaning",
    label: "Another meaning",
    hint: "Grades given so far leave the figures and are asked again, those that matter most first.",
  },
] as const;

const KINDS: readonly { readonly value: CriterionKind; readonly label: string }[] = [
  { value: "either", label: "code or judge" },
  { value: "code", label: "code" },
  { value: "judge", label: "judge" },
];

type Props = {
  readonly initial: CriterionDraft;
  /** Editing an existing criterion: asks why, and says that a revision is made. */
  readonly isRevision: boolean;
  readonly isPending: boolean;
  readonly problem: string | null;
  readonly onSave: (draft: CriterionDraft) => void;
  readonly onCancel: () => void;
};

/** A phrase is enough: without a wording of its own, the name is the wording. */
export function CriterionForm({ initial, isRevision, isPending, problem, onSave, onCancel }: Props) {
  const [draft, setDraft] = useState(initial);
  const change = (part: Partial<CriterionDraft>) => setDraft((before) => ({ ...before, ...part }));

  // Other examples of the same words mean the same, unless the person says otherwise.
  const isOnlyExamples =
    draft.name === initial.name && draft.wording === initial.wording && draft.examples !== initial.examples;
  const said = draft.change ?? (isOnlyExamples ? "clarification" : null);

  function save(event: SubmitEvent) {
    event.preventDefault();
    onSave({ ...draft, change: said, wording: draft.wording.trim() === "" ? draft.name : draft.wording });
  }

  return (
    <form onSubmit={save} className="flex flex-col gap-3">
      <Field label="Name">
        <TextInput
          value={draft.name}
          maxLength={120}
          required
          autoFocus
          placeholder="polite"
          onChange={(event) => change({ name: event.target.value })}
        />
      </Field>
      <Field label="Wording" hint="What a good output must satisfy. Leave empty to use the name.">
        <TextArea
          value={draft.wording}
          rows={3}
          placeholder="Greets the customer by name and stays courteous, also when the answer is no."
          onChange={(event) => change({ wording: event.target.value })}
        />
      </Field>
      <Field
        label="Examples (optional)"
        hint="What is good, what is bad. Graders see them beside the wording; judges are told them."
      >
        <TextArea
          value={draft.examples}
          rows={2}
          maxLength={4_000}
          placeholder={EXAMPLE}
          onChange={(event) => change({ examples: event.target.value })}
        />
      </Field>
      {isRevision ? (
        <>
          <ChangeChoice chosen={said} onChoose={(chosen) => change({ change: chosen })} />
          <Field
            label="Why (optional)"
            hint="The new wording becomes a new revision; the old one stays on record."
          >
            <TextInput value={draft.why} onChange={(event) => change({ why: event.target.value })} />
          </Field>
        </>
      ) : (
        <Field label="Checked by">
          <Select
            value={draft.kind}
            onChange={(event) => {
              const kind = KINDS.find(({ value }) => value === event.target.value);
              if (kind) change({ kind: kind.value });
            }}
          >
            {KINDS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={isPending}>
          {isRevision ? "Save as new revision" : "Add criterion"}
        </Button>
        <Button type="button" variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function ChangeChoice({
  chosen,
  onChoose,
}: {
  readonly chosen: CriterionDraft["change"];
  readonly onChoose: (change: NonNullable<CriterionDraft["change"]>) => void;
}) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-sm font-medium">What does the edit change?</legend>
      {CHANGES.map(({ value, label, hint }) => (
        <label key={value} className="flex items-baseline gap-2 text-sm">
          <input
            type="radio"
            name="change"
            value={value}
            required
            checked={chosen === value}
            onChange={() => onChoose(value)}
          />
          <span>
            {label}
            <span className="block text-muted">{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
