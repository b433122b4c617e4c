"use client";
import { startTransition, useId, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import type { ConnectionView } from "@/lib/domain/connection";
import { LimitFields, ModelFields, ServerFields } from "./connection-fields";
import { KeyField } from "./key-field";
import { sayCapabilities } from "./say-capabilities";
import { useConnectionDraft } from "./use-connection-draft";

type Props = {
  /** Null: a new one. */
  readonly connection: ConnectionView | null;
  readonly title: string;
  readonly onDone: () => void;
  /** Null: there is nothing to go back to. */
  readonly onCancel: (() => void) | null;
};

/** Where a model is, its key, and which model does what; can be tried before it is stored. */
export function ConnectionForm({ connection, title, onDone, onCancel }: Props) {
  const draft = useConnectionDraft(connection, onDone);
  const titleId = useId();
  const listId = useId();

  function submit(event: SubmitEvent) {
    event.preventDefault();
    startTransition(draft.save);
  }

  return (
    <form
      onSubmit={submit}
      aria-labelledby={titleId}
      className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <h2 id={titleId}>{title}</h2>
      <ServerFields input={draft.input} onChange={draft.change} />
      <KeyField
        value={draft.input.apiKey}
        keptHint={draft.keptHint}
        onChange={(apiKey) => draft.change({ apiKey })}
      />
      <ModelFields input={draft.input} listId={listId} onChange={draft.change} />
      <LimitFields input={draft.input} onChange={draft.change} />
      <datalist id={listId}>
        {draft.models?.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      <p aria-live="polite" className="text-sm empty:hidden">
        {draft.report === null
          ? sayModels(draft.models)
          : sayCapabilities(draft.report.capabilities, draft.report.models)}
      </p>
      {draft.problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {draft.problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" disabled={draft.pending !== null}>
          {draft.pending === "save" ? "Saving …" : "Save"}
        </Button>
        <Button disabled={draft.pending !== null} onClick={() => startTransition(draft.test)}>
          {draft.pending === "test" ? "Testing …" : "Test"}
        </Button>
        <Button
          variant="ghost"
          disabled={draft.pending !== null}
          onClick={() => startTransition(draft.fetchModels)}
        >
          {draft.pending === "list" ? "Asking …" : "Fetch list of models"}
        </Button>
        {onCancel && (
          <Button variant="ghost" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}

function sayModels(models: readonly string[] | null): string {
  if (models === null) return "";
  return models.length === 0
    ? "The server offers no models."
    : `${models.length} models to choose from in the two fields above.`;
}
