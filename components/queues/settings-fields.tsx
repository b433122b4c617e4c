"use client";
import { Field, TextArea, TextInput } from "@/components/ui/field";
import type { QueueSettings } from "@/lib/domain/grading-queue";
import type { NamedPerson } from "@/lib/domain/queue-page";

type Props = {
  readonly settings: QueueSettings;
  readonly persons: readonly NamedPerson[];
  readonly onChange: (settings: QueueSettings) => void;
};

/** Who grades, how many grade each output, and what they are told. */
export function SettingsFields({ settings, persons, onChange }: Props) {
  const { name, instructions, assignees, gradersPerOutput, reservationMinutes } = settings;
  const change = (some: Partial<QueueSettings>) => onChange({ ...settings, ...some });
  const choices = [
    ...persons,
    ...assignees.filter((one) => !persons.some(({ id }) => id === one)).map((id) => ({ id, name: id })),
  ];
  return (
    <>
      <Field label="Name">
        <TextInput
          required
          maxLength={200}
          value={name}
          placeholder="first round"
          onChange={({ target }) => change({ name: target.value })}
        />
      </Field>
      <Field label="Instructions" hint="In view while people grade.">
        <TextArea
          rows={3}
          dir="auto"
          maxLength={10_000}
          value={instructions}
          onChange={({ target }) => change({ instructions: target.value })}
        />
      </Field>
      <fieldset>
        <legend className="mb-1 text-sm font-medium">Graders</legend>
        <div className="flex max-h-52 flex-wrap gap-x-5 gap-y-1.5 overflow-y-auto">
          {choices.map(({ id, name: called }) => (
            <label key={id} className="flex items-center gap-2 break-all">
              <input
                type="checkbox"
                checked={assignees.includes(id)}
                onChange={({ target }) =>
                  change({
                    assignees: target.checked ? [...assignees, id] : assignees.filter((one) => one !== id),
                  })
                }
              />
              {called}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="flex flex-wrap gap-4">
        <Field label="Graders per output">
          <TextInput
            type="number"
            required
            min={1}
            max={20}
            className="w-28"
            value={numberText(gradersPerOutput)}
            onChange={({ target }) => change({ gradersPerOutput: target.valueAsNumber })}
          />
        </Field>
        <Field label="Kept for a grader, minutes" hint="Then somebody else gets the output.">
          <TextInput
            type="number"
            required
            min={1}
            max={10_080}
            className="w-28"
            value={numberText(reservationMinutes)}
            onChange={({ target }) => change({ reservationMinutes: target.valueAsNumber })}
          />
        </Field>
      </div>
    </>
  );
}

/** Of a number that is being typed; nothing while the field is empty. */
export const numberText = (value: number): string => (Number.isNaN(value) ? "" : String(value));
