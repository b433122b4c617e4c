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
    onChange({ baseUrl: PRESETS.find((known) => known.name === name)?.baseUrl ?? "", apiKey: null });
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
