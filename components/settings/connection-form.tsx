"use client";
import { startTransition, useId, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import type { ConnectionReport, ConnectionView } from "@/lib/domain/connection";
import { ModelFields, ServerFields } from "./connection-fields";
import { KeyField } from "./key-field";
import { useConnectionDraft } from "./use-connection-draft";

/** Where a model is, its key, and which model does what; can be tried before it is stored. */
export function ConnectionForm({ connection }: { readonly connection: ConnectionView | null }) {
  const draft = useConnectionDraft(connection);
  const listId = useId();

  function submit(event: SubmitEvent) {
    event.preventDefault();
    startTransition(draft.save);
  }

  return (
    <form
      onSubmit={submit}
      aria-labelledby="connect"
      className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <h2 id="connect">{connection === null ? "Connect a model" : "Change the connection"}</h2>
      <ServerFields input={draft.input} onChange={draft.change} />
      <KeyField
        value={draft.input.apiKey}
        keptHint={draft.keptHint}
        onChange={(apiKey) => draft.change({ apiKey })}
      />
      <ModelFields input={draft.input} listId={listId} onChange={draft.change} />
      <datalist id={listId}>
        {draft.models?.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      <p aria-live="polite" className="text-sm empty:hidden">
        {draft.report === null ? sayModels(draft.models) : sayReport(draft.report)}
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
      </div>
    </form>
  );
}

function sayReport({ seconds, structuredOutput, models }: ConnectionReport): string {
  const offered = models === null ? "no list of models" : `${models.length} models offered`;
  const structured = structuredOutput ? "yes" : "no, answers are read from text";
  return `Works: answered in ${Math.max(seconds, 0.1).toFixed(1)} s, structured output: ${structured}, ${offered}.`;
}

function sayModels(models: readonly string[] | null): string {
  if (models === null) return "";
  return models.length === 0
    ? "The server offers no models."
    : `${models.length} models to choose from in the two fields above.`;
}
