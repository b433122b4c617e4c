"use client";
import { useState } from "react";
import { SettingsFields } from "@/components/queues/settings-fields";
import { useMay } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { Field, Select, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { putIntoNewQueueAction, putIntoQueueAction, tagOutputsAction } from "@/lib/actions/bulk";
import type { QueueSettings } from "@/lib/domain/grading-queue";
import { QueueId, type ProjectId } from "@/lib/domain/ids";
import { CONFIRM_ABOVE, type OutputSelection } from "@/lib/domain/output-selection";
import type { OutputsQuery } from "@/lib/domain/outputs-query";
import type { NamedPerson } from "@/lib/domain/queue-page";
import { sayPut, sayTagged } from "./say-bulk";
import { useSelection } from "./selection";

type Props = {
  readonly projectId: ProjectId;
  readonly query: OutputsQuery;
  /** Outputs under the filters. */
  readonly total: number;
  readonly me: string;
  readonly queues: readonly { readonly id: QueueId; readonly name: string }[];
  readonly persons: readonly NamedPerson[];
};

const say = (count: number): string => (count === 1 ? "1 output" : `${count.toLocaleString("en")} outputs`);

/** What an editor does with all selected outputs at once. */
export function BulkBar(props: Props) {
  const { ids, isAll, selectAll, clear } = useSelection();
  const [said, setSaid] = useState<string | null>(null);
  const mayEdit = useMay("editor");
  if (!mayEdit) return null;
  const count = isAll ? props.total : ids.size;
  const selection: OutputSelection = isAll
    ? { of: "matching", query: props.query }
    : { of: "picked", outputIds: [...ids] };
  const done = (sentence: string) => {
    setSaid(sentence);
    clear();
  };
  return (
    <div className="no-print flex flex-col gap-2 text-sm">
      <p role="status" className="empty:hidden">
        {count === 0 ? said : null}
      </p>
      {count > 0 && (
        <section
          aria-label="With the selected outputs"
          className="flex flex-col gap-3 rounded-md border border-line bg-surface p-3"
        >
          <div className="flex flex-wrap items-center gap-3">
            <span className="font-medium tabular-nums">{`${say(count)} selected`}</span>
            {!isAll && count < props.total && (
              <Button size="sm" variant="ghost" onClick={selectAll}>
                {`Select all ${props.total.toLocaleString("en")} that match`}
              </Button>
            )}
            <Button size="sm" variant="ghost" onClick={clear}>
              Select none
            </Button>
          </div>
          <TagForm projectId={props.projectId} selection={selection} count={count} onDone={done} />
          <QueueForm {...props} selection={selection} count={count} onDone={done} />
        </section>
      )}
    </div>
  );
}

type Doing = {
  readonly projectId: ProjectId;
  readonly selection: OutputSelection;
  readonly count: number;
  /** With a sentence on what was done. */
  readonly onDone: (sentence: string) => void;
};

function TagForm({ projectId, selection, count, onDone }: Doing) {
  const [tag, setTag] = useState("");
  const give = useAction(tagOutputsAction);
  return (
    <Confirmed
      count={count}
      asks={`This puts your tag “${tag}” on ${say(count)}.`}
      isPending={give.isPending}
      problem={give.problem}
      act={() =>
        give.start({ projectId, selection, tag }, (result) => {
          if (result.ok) onDone(sayTagged(result.value, tag));
        })
      }
      button="Add the tag"
    >
      <Field label="Failure tag">
        <TextInput
          required
          maxLength={60}
          value={tag}
          className="w-48"
          onChange={({ target }) => setTag(target.value)}
        />
      </Field>
    </Confirmed>
  );
}

function QueueForm({ projectId, selection, count, onDone, queues, persons, me }: Doing & Props) {
  const [queueId, setQueueId] = useState<string>(queues[0]?.id ?? "");
  const [settings, setSettings] = useState<QueueSettings>({
    ...{ name: "", instructions: "", gradersPerOutput: 1, reservationMinutes: 30 },
    assignees: persons.some(({ id }) => id === me) ? [me] : [],
  });
  const fill = useAction(putIntoQueueAction);
  const make = useAction(putIntoNewQueueAction);
  const isNew = queueId === "";
  const name = isNew ? settings.name : (queues.find(({ id }) => id === queueId)?.name ?? "");
  const act = () => {
    const then = (result: Awaited<ReturnType<typeof putIntoQueueAction>>) => {
      if (result.ok) onDone(sayPut(result.value, name));
    };
    if (isNew) make.start({ projectId, selection, settings }, then);
    else fill.start({ projectId, selection, queueId: QueueId.parse(queueId) }, then);
  };
  return (
    <Confirmed
      count={count}
      asks={`This puts ${say(count)} into the queue “${name}”.`}
      isPending={fill.isPending || make.isPending}
      problem={fill.problem ?? make.problem}
      act={act}
      button="Put into the queue"
    >
      <Field label="Queue">
        <Select className="max-w-60" value={queueId} onChange={({ target }) => setQueueId(target.value)}>
          {queues.map(({ id, name: called }) => (
            <option key={id} value={id}>
              {called}
            </option>
          ))}
          <option value="">a new queue</option>
        </Select>
      </Field>
      {isNew && (
        <div className="flex w-full max-w-[72ch] flex-col gap-4">
          <SettingsFields settings={settings} persons={persons} onChange={setSettings} />
        </div>
      )}
    </Confirmed>
  );
}

type ConfirmedProps = {
  readonly count: number;
  /** Says what would be done, with the number of outputs. */
  readonly asks: string;
  readonly isPending: boolean;
  readonly problem: string | null;
  readonly act: () => void;
  readonly button: string;
  readonly children: React.ReactNode;
};

/** A form that says first what it is about to do where that concerns many outputs. */
function Confirmed({ count, asks, isPending, problem, act, button, children }: ConfirmedProps) {
  const [asked, setAsked] = useState<string | null>(null);
  // Whoever changes the selection or the form meanwhile is asked anew.
  const isAsked = asked === asks;
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const isFirstAsked = count > CONFIRM_ABOVE && !isAsked;
        setAsked(isFirstAsked ? asks : null);
        if (!isFirstAsked) act();
      }}
    >
      {children}
      {isAsked ? (
        <span role="alert" className="flex flex-wrap items-center gap-2">
          {asks}
          <Button type="submit" size="sm" variant="primary" disabled={isPending}>
            Do it
          </Button>
          <Button size="sm" onClick={() => setAsked(null)}>
            Leave it
          </Button>
        </span>
      ) : (
        <Button type="submit" disabled={isPending}>
          {button}
        </Button>
      )}
      {problem !== null && (
        <p role="alert" className="w-full text-bad">
          {problem}
        </p>
      )}
    </form>
  );
}
