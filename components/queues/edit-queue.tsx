"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { OnlyFor } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { useToast } from "@/components/ui/toasts";
import { useAction } from "@/components/ui/use-action";
import {
  closeQueueAction,
  deleteQueueAction,
  editQueueAction,
  extendQueueAction,
  setOverlapAction,
} from "@/lib/actions/queues";
import { QueueSettings, type GradingQueue, type QueueDraw } from "@/lib/domain/grading-queue";
import type { QueueOptions } from "@/lib/domain/queue-page";
import { DrawFields } from "./draw-fields";
import { numberText, SettingsFields } from "./settings-fields";

type Props = { readonly queue: GradingQueue; readonly options: QueueOptions };

/** Everything that can be changed as long as people grade: what was graded stays whatever is changed. */
export function EditQueue({ queue, options }: Props) {
  return (
    <details className="border-t border-line pt-4">
      <summary className="cursor-pointer font-medium">Edit the queue</summary>
      <div className="mt-4 flex max-w-[72ch] flex-col gap-8">
        <Settings queue={queue} options={options} />
        <Overlap queue={queue} />
        <Extend queue={queue} options={options} />
        <Close queue={queue} />
        <OnlyFor need="owner">
          <Delete queue={queue} />
        </OnlyFor>
      </div>
    </details>
  );
}

function Settings({ queue, options }: Props) {
  const [settings, setSettings] = useState<QueueSettings>(QueueSettings.parse(queue));
  const edit = useAction(editQueueAction);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        edit.start({ projectId: queue.projectId, queueId: queue.id, settings });
      }}
    >
      <SettingsFields settings={settings} persons={options.persons} onChange={setSettings} />
      <Problem says={edit.problem} />
      <Button type="submit" className="self-start" disabled={edit.isPending}>
        {edit.isPending ? "Saving …" : "Save"}
      </Button>
    </form>
  );
}

function Extend({ queue, options }: Props) {
  const [draw, setDraw] = useState<QueueDraw>({ scope: { of: "all" }, share: 1 });
  const [added, setAdded] = useState<number | null>(null);
  const extend = useAction(extendQueueAction);
  return (
    <form
      aria-label="Add outputs"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        extend.start({ projectId: queue.projectId, queueId: queue.id, draw }, (result) =>
          setAdded(result.ok ? result.value : null),
        );
      }}
    >
      <h3>Add outputs</h3>
      <DrawFields draw={draw} options={options} onChange={setDraw} />
      <p className="text-sm text-muted">Those that are in the queue already are not drawn again.</p>
      <Problem says={extend.problem} />
      {added !== null && <p role="status" className="text-sm">{`${added} added.`}</p>}
      <Button type="submit" className="self-start" disabled={extend.isPending}>
        {extend.isPending ? "Drawing outputs …" : "Add them"}
      </Button>
    </form>
  );
}

function Overlap({ queue: { projectId, id, overlapShare } }: Pick<Props, "queue">) {
  const [share, setShare] = useState(Math.round(overlapShare * 100));
  const [said, setSaid] = useState<string | null>(null);
  const set = useAction(setOverlapAction);
  return (
    <form
      aria-label="Overlap"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        set.start({ projectId, queueId: id, overlapShare: share / 100 }, (result) => {
          setSaid(
            result.ok
              ? `${result.value.moved} outputs changed: all graders now grade ${result.value.overlap.count} of ${result.value.overlap.of}.`
              : null,
          );
        });
      }}
    >
      <Field
        label="Graded by everybody, in %"
        hint="Takes effect for outputs that nobody has or had in hand yet."
      >
        <TextInput
          type="number"
          required
          min={0}
          max={100}
          className="w-28"
          value={numberText(share)}
          onChange={({ target }) => setShare(target.valueAsNumber)}
        />
      </Field>
      <Problem says={set.problem} />
      {said !== null && (
        <p role="status" className="text-sm">
          {said}
        </p>
      )}
      <Button type="submit" className="self-start" disabled={set.isPending}>
        Change the overlap
      </Button>
    </form>
  );
}

/** Asked twice, since it cannot be undone. */
function Delete({ queue: { projectId, id } }: Pick<Props, "queue">) {
  const router = useRouter();
  const [isSure, setSure] = useState(false);
  const remove = useAction(deleteQueueAction);
  return (
    <div className="flex flex-col gap-2">
      <Button
        className="self-start"
        variant="danger"
        disabled={remove.isPending}
        onClick={() => {
          if (isSure)
            remove.start({ projectId, queueId: id }, (result) => {
              if (result.ok) router.push(`/projects/${projectId}/queues`);
            });
          else setSure(true);
        }}
      >
        {isSure ? "Delete it for good" : "Delete the queue"}
      </Button>
      <p className="text-sm text-muted">
        Its grades stay and count as ever; who graded what in this queue is not listed any more.
      </p>
      <Problem says={remove.problem} />
    </div>
  );
}

function Close({ queue: { projectId, id, closedAt } }: Pick<Props, "queue">) {
  const close = useAction(closeQueueAction);
  const say = useToast();
  const isClosed = closedAt !== null;
  const set = (next: boolean) => ({ projectId, queueId: id, isClosed: next });
  const change = () =>
    close.start(set(!isClosed), (changed) => {
      if (changed.ok && !isClosed)
        say({ text: "Closed the queue.", undo: () => closeQueueAction(set(false)) });
    });
  return (
    <div className="flex flex-col gap-2">
      <Button className="self-start" disabled={close.isPending} onClick={change}>
        {isClosed ? "Open the queue again" : "Close the queue"}
      </Button>
      <p className="text-sm text-muted">
        A closed queue hands out nothing; what was graded in it counts as ever.
      </p>
      <Problem says={close.problem} />
    </div>
  );
}

const Problem = ({ says }: { readonly says: string | null }) =>
  says === null ? null : (
    <p role="alert" className="text-sm text-bad">
      {says}
    </p>
  );
