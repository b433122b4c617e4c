"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { createQueueAction } from "@/lib/actions/queues";
import type { QueueDraw, QueueSettings } from "@/lib/domain/grading-queue";
import type { ProjectId } from "@/lib/domain/ids";
import type { QueueOptions } from "@/lib/domain/queue-page";
import { DrawFields } from "./draw-fields";
import { numberText, SettingsFields } from "./settings-fields";

type Props = { readonly projectId: ProjectId; readonly me: string; readonly options: QueueOptions };

/** A new queue: what is drawn now stays the same. */
export function QueueForm({ projectId, me, options }: Props) {
  const router = useRouter();
  const create = useAction(createQueueAction);
  const [settings, setSettings] = useState<QueueSettings>({
    name: "",
    instructions: "",
    assignees: options.persons.some(({ id }) => id === me) ? [me] : [],
    gradersPerOutput: 1,
    reservationMinutes: 30,
  });
  const [overlap, setOverlap] = useState(0);
  const [draw, setDraw] = useState<QueueDraw>({ scope: { of: "all" }, share: 1 });
  return (
    <form
      className="flex max-w-[72ch] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        create.start({ projectId, settings, overlapShare: overlap / 100, draw }, (made) => {
          if (made.ok) router.push(`/projects/${projectId}/queues/${made.value}`);
        });
      }}
    >
      <SettingsFields settings={settings} persons={options.persons} onChange={setSettings} />
      <DrawFields draw={draw} options={options} onChange={setDraw} />
      <Field
        label="Overlap, %"
        hint="Of these outputs, the share that every grader grades, so that their agreement can be measured."
      >
        <TextInput
          type="number"
          required
          min={0}
          max={100}
          step="any"
          className="w-28"
          value={numberText(overlap)}
          onChange={({ target }) => setOverlap(target.valueAsNumber)}
        />
      </Field>
      {create.problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {create.problem}
        </p>
      )}
      <Button type="submit" variant="primary" className="self-start" disabled={create.isPending}>
        {create.isPending ? "Drawing outputs …" : "Create the queue"}
      </Button>
    </form>
  );
}
