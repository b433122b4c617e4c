"use client";
import { Field, Select, TextInput } from "@/components/ui/field";
import { PRESETS, type ConnectionInput } from "@/lib/domain/connection";

type Part = {
  readonly input: ConnectionInput;
  readonly onChange: (part: Partial<ConnectionInput>) => void;
};

const OTHER = "other";

/** Which server: one of the known ones, or any other by its address. */
export function ServerFields({ input, onChange }: Part) {
  const preset = PRESETS.find(({ baseUrl }) => baseUrl === input.baseUrl);
  // A key that was typed for one server is not handed to the next.
  const choose = (name: string) =>
    onChange({
      baseUrl: PRESETS.find((known) => known.name === name)?.baseUrl ?? "",
      apiKey: null,
      // A name of the person's own is left alone.
      ...(name !== OTHER && PRESETS.some((known) => known.name === input.name) ? { name } : {}),
    });
  return (
    <>
      <Field label="Server">
        <Select value={preset?.name ?? OTHER} onChange={(event) => choose(event.target.value)}>
          {PRESETS.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          <option value={OTHER}>another OpenAI-compatible server</option>
        </Select>
      </Field>
      <Field label="Name" hint="What you will know it by, where there are several.">
        <TextInput required value={input.name} onChange={(event) => onChange({ name: event.target.value })} />
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

/** Which model does what; the names that the server offers are suggested, any other may be typed. */
export function ModelFields({ input, listId, onChange }: Part & { readonly listId: string }) {
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

/** How hard the server may be worked; empty: no limit. */
export function LimitFields({ input, onChange }: Part) {
  const amount = (text: string): number | null => (text.trim() === "" ? null : Math.round(Number(text)));
  return (
    <details>
      <summary className="cursor-pointer text-sm text-muted">Limits of the server</summary>
      <div className="mt-3 grid gap-4 sm:grid-cols-3">
        <Field label="Calls at once">
          <TextInput
            type="number"
            min={1}
            max={500}
            required
            value={input.callsAtOnce}
            onChange={(event) => onChange({ callsAtOnce: Math.round(Number(event.target.value)) })}
          />
        </Field>
        <Field label="Requests a minute">
          <TextInput
            type="number"
            min={1}
            placeholder="no limit"
            value={input.requestsPerMinute ?? ""}
            onChange={(event) => onChange({ requestsPerMinute: amount(event.target.value) })}
          />
        </Field>
        <Field label="Tokens a minute">
          <TextInput
            type="number"
            min={1}
            placeholder="no limit"
            value={input.tokensPerMinute ?? ""}
            onChange={(event) => onChange({ tokensPerMinute: amount(event.target.value) })}
          />
        </Field>
      </div>
      <p className="mt-2 text-sm text-muted">
        They hold for each worker. Whoever is told to wait (429) waits with all others of the connection.
      </p>
    </details>
  );
}
