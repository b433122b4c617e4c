"use client";
import { useId, useState, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, Select, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { connectAction, listModelsAction, testConnectionAction } from "@/lib/actions/connections";
import {
  PRESETS,
  type ConnectionInput,
  type ConnectionReport,
  type ConnectionView,
} from "@/lib/domain/connection";
import { KeyField } from "./key-field";

const OTHER = "other";
const FIRST = PRESETS[0]?.baseUrl ?? "";

const presetOf = (baseUrl: string): string =>
  PRESETS.find((preset) => preset.baseUrl === baseUrl)?.name ?? OTHER;

function startingInput(connection: ConnectionView | null): ConnectionInput {
  return {
    baseUrl: connection?.baseUrl ?? FIRST,
    apiKey: connection === null ? "" : null,
    writingModel: connection?.writingModel ?? "",
    judgingModel: connection?.judgingModel ?? "",
  };
}

/** Where a model is, its key, and which model does what; can be tried before it is stored. */
export function ConnectionForm({ connection }: { readonly connection: ConnectionView | null }) {
  const [input, setInput] = useState(() => startingInput(connection));
  const [models, setModels] = useState<readonly string[] | null>(null);
  const [report, setReport] = useState<ConnectionReport | null>(null);
  const [save, test, list] = [
    useAction(connectAction),
    useAction(testConnectionAction),
    useAction(listModelsAction),
  ];
  const listId = useId();
  const problem = save.problem ?? test.problem ?? list.problem;

  function change(part: Partial<ConnectionInput>) {
    setInput({ ...input, ...part });
    setReport(null);
    if (part.baseUrl !== undefined) setModels(null);
  }

  async function tryOut() {
    const tested = await test.run(input);
    setReport(tested.ok ? tested.value : null);
    if (tested.ok && tested.value.models !== null) setModels(tested.value.models);
  }

  async function fetchModels() {
    const listed = await list.run({ baseUrl: input.baseUrl, apiKey: input.apiKey });
    if (listed.ok) setModels(listed.value);
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    void save.run(input);
  }

  return (
    <form
      onSubmit={submit}
      aria-labelledby="connect"
      className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <h2 id="connect">{connection === null ? "Connect a model" : "Change the connection"}</h2>
      <ServerFields input={input} onChange={change} />
      <KeyField
        value={input.apiKey}
        storedHint={connection?.keyHint ?? null}
        onChange={(apiKey) => change({ apiKey })}
      />
      <ModelFields input={input} listId={listId} onChange={change} />
      <datalist id={listId}>
        {models?.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      <p aria-live="polite" className="text-sm empty:hidden">
        {report === null ? sayModels(models) : sayReport(report)}
      </p>
      {problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" disabled={save.isPending}>
          {save.isPending ? "Saving …" : "Save"}
        </Button>
        <Button disabled={test.isPending} onClick={() => void tryOut()}>
          {test.isPending ? "Testing …" : "Test"}
        </Button>
        <Button variant="ghost" disabled={list.isPending} onClick={() => void fetchModels()}>
          {list.isPending ? "Asking …" : "Fetch list of models"}
        </Button>
      </div>
    </form>
  );
}

type Part = { readonly input: ConnectionInput; readonly onChange: (part: Partial<ConnectionInput>) => void };

function ServerFields({ input, onChange }: Part) {
  const choose = (name: string) =>
    onChange({ baseUrl: PRESETS.find((preset) => preset.name === name)?.baseUrl ?? "" });
  return (
    <>
      <Field label="Server">
        <Select value={presetOf(input.baseUrl)} onChange={(event) => choose(event.target.value)}>
          {PRESETS.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          <option value={OTHER}>another OpenAI-compatible server</option>
        </Select>
      </Field>
      <Field
        label="Base URL"
        hint="As the server's manual gives it for OpenAI clients; it mostly ends in /v1."
      >
        <TextInput
          required
          type="url"
          className="font-mono text-sm"
          spellCheck={false}
          value={input.baseUrl}
          onChange={(event) => onChange({ baseUrl: event.target.value })}
        />
      </Field>
    </>
  );
}

function ModelFields({ input, listId, onChange }: Part & { readonly listId: string }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Writing model" hint="A strong one: it suggests criteria and writes candidates.">
        <TextInput
          required
          list={listId}
          value={input.writingModel}
          onChange={(event) => onChange({ writingModel: event.target.value })}
        />
      </Field>
      <Field label="Judging model" hint="May be a cheaper one: it is asked once for each judge and output.">
        <TextInput
          required
          list={listId}
          value={input.judgingModel}
          onChange={(event) => onChange({ judgingModel: event.target.value })}
        />
      </Field>
    </div>
  );
}

function sayReport({ seconds, structuredOutput, models }: ConnectionReport): string {
  const offered = models === null ? "no list of models" : `${models.length} models offered`;
  return `Works: answered in ${seconds.toFixed(1)} s, structured output: ${structuredOutput ? "yes" : "no, answers are read from text"}, ${offered}.`;
}

function sayModels(models: readonly string[] | null): string {
  if (models === null) return "";
  return models.length === 0
    ? "The server offers no models."
    : `${models.length} models to choose from in the two fields above.`;
}
