"use client";
import { Field, Select, TextInput } from "@/components/ui/field";
import type { QueueDraw, QueueScope } from "@/lib/domain/grading-queue";
import type { QueueOptions } from "@/lib/domain/queue-page";
import { numberText } from "./settings-fields";

type Choice = { readonly name: string; readonly outputs: number; readonly scope: QueueScope };

function choicesOf({ drawable, disputed, slices }: QueueOptions): Choice[] {
  return [
    { name: "all outputs", outputs: drawable, scope: { of: "all" } },
    { name: "outputs that people differ on", outputs: disputed, scope: { of: "disputed" } },
    ...slices.flatMap(({ key, values }) =>
      values.map(({ value, outputs }) => ({
        name: `${key}: ${value}`,
        outputs,
        scope: { of: "slice" as const, key, value },
      })),
    ),
  ];
}

type Props = {
  readonly draw: QueueDraw;
  readonly options: QueueOptions;
  readonly onChange: (draw: QueueDraw) => void;
};

/** Which outputs are drawn, and how many of them. */
export function DrawFields({ draw, options, onChange }: Props) {
  const choices = choicesOf(options);
  const chosen = choices.findIndex(({ scope }) => JSON.stringify(scope) === JSON.stringify(draw.scope));
  const outputs = choices[chosen]?.outputs ?? 0;
  const drawn = outputs === 0 || Number.isNaN(draw.share) ? 0 : Math.max(1, Math.round(draw.share * outputs));
  return (
    <div className="flex flex-wrap gap-4">
      <Field label="Drawn from">
        <Select
          className="max-w-full"
          value={chosen}
          onChange={({ target }) => {
            const scope = choices[Number(target.value)]?.scope;
            if (scope) onChange({ ...draw, scope });
          }}
        >
          {choices.map(({ name, outputs: count }, i) => (
            <option key={name} value={i} disabled={count === 0}>
              {`${name} (${count.toLocaleString("en")})`}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        label="Share at random, %"
        hint={`${drawn.toLocaleString("en")} of ${outputs.toLocaleString("en")}`}
      >
        <TextInput
          type="number"
          required
          min={0.1}
          max={100}
          step="any"
          className="w-28"
          value={numberText(Math.round(draw.share * 10_000) / 100)}
          onChange={({ target }) => onChange({ ...draw, share: target.valueAsNumber / 100 })}
        />
      </Field>
    </div>
  );
}
