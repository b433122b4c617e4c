"use client";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";

type Props = {
  /** Null: the key in use is kept. */
  readonly value: string | null;
  /** The end of the key in use; null: there is none for this server. */
  readonly keptHint: string | null;
  readonly onChange: (value: string | null) => void;
};

/** The key never comes back from the server: one that is in use is kept, or replaced by another. */
export function KeyField({ value, keptHint, onChange }: Props) {
  if (value === null) {
    return (
      <div className="flex flex-col gap-1">
        <p className="text-sm font-medium">Key</p>
        <p className="flex flex-wrap items-center gap-3">
          <span className="font-mono text-sm">{keptHint}</span>
          <Button size="sm" variant="ghost" onClick={() => onChange("")}>
            Enter another
          </Button>
        </p>
      </div>
    );
  }
  return (
    <Field label="Key" hint="Encrypted before it is stored, and never shown again. Local servers need none.">
      <TextInput
        type="password"
        autoComplete="off"
        className="font-mono text-sm"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
