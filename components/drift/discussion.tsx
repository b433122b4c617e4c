"use client";
import { Named, Reserved, useMay, useNames, WithMentions } from "@/components/shell/membership";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { commentDriftAction, reopenDriftAction, settleDriftAction } from "@/lib/actions/drift";
import { isOpen, isQuiet, type DriftEvent } from "@/lib/domain/drift-event";
import type { ProjectId } from "@/lib/domain/ids";
import { sayTime } from "./say-time";

type Props = {
  readonly projectId: ProjectId;
  readonly event: DriftEvent;
  /** Who settles it, if whoever looks may not since the criterion is somebody else's; null: whoever may edit. */
  readonly settler: string | null;
};

/** What was said of an entry, what was decided, and the two boxes for saying more. */
export function Discussion({ projectId, event, settler }: Props) {
  const { comments, resolvedAt } = event;
  return (
    <div className="flex flex-col gap-3">
      {comments.length > 0 && (
        <ol aria-label="Comments" className="flex flex-col gap-2">
          {comments.map(({ id, author, at, text }) => (
            <li key={id} className="border-l-2 border-line pl-3">
              <p className="text-sm text-muted">
                <Named>{author}</Named>
                {` · ${sayTime(at)}`}
              </p>
              <p dir="auto" className="max-w-[72ch] break-words whitespace-pre-wrap">
                <WithMentions>{text}</WithMentions>
              </p>
            </li>
          ))}
        </ol>
      )}
      {resolvedAt !== null && (
        <div className="border-l-2 border-good pl-3">
          <p className="text-sm text-muted">
            {"settled by "}
            <Named>{event.resolvedBy ?? "somebody"}</Named>
            {` · ${sayTime(resolvedAt)}`}
          </p>
          <p dir="auto" className="max-w-[72ch] break-words whitespace-pre-wrap">
            {event.resolution}
          </p>
        </div>
      )}
      <Reserved need="grader">
        <Answer projectId={projectId} event={event} settler={settler} />
      </Reserved>
    </div>
  );
}

type Writing = "comment" | "settle";

function Answer({ projectId, event, settler }: Props) {
  const [writing, setWriting] = useState<Writing | null>(null);
  if (writing !== null)
    return (
      <AnswerForm
        projectId={projectId}
        eventId={event.id}
        writing={writing}
        onClose={() => setWriting(null)}
      />
    );
  return (
    <div className="no-print flex flex-wrap items-center gap-2">
      <Button size="sm" onClick={() => setWriting("comment")}>
        Comment
      </Button>
      {!isQuiet(event.kind) && (
        <Settling
          projectId={projectId}
          event={event}
          settler={settler}
          onSettle={() => setWriting("settle")}
        />
      )}
    </div>
  );
}

/** The button that settles an entry or opens it again; for who may not, who may. */
function Settling({ projectId, event, settler, onSettle }: Props & { readonly onSettle: () => void }) {
  const isEditor = useMay("editor");
  const reopen = useAction(reopenDriftAction);
  if (settler !== null || !isEditor)
    return (
      <p className="text-sm text-muted">
        {`${settler === null ? "An editor" : `${settler}, whose criterion it is, or an owner`} ${isOpen(event) ? "settles it" : "opens it again"}.`}
      </p>
    );
  if (isOpen(event))
    return (
      <Button size="sm" onClick={onSettle}>
        Settle
      </Button>
    );
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        disabled={reopen.isPending}
        onClick={() => reopen.start({ projectId, eventId: event.id })}
      >
        Open again
      </Button>
      {reopen.problem !== null && (
        <span role="alert" className="text-sm text-bad">
          {reopen.problem}
        </span>
      )}
    </>
  );
}

const ASKS = {
  comment: { label: "Comment", does: "Add the comment" },
  settle: { label: "What was decided", does: "Settle" },
} as const;

function AnswerForm({
  projectId,
  eventId,
  writing,
  onClose,
}: {
  readonly projectId: ProjectId;
  readonly eventId: number;
  readonly writing: Writing;
  readonly onClose: () => void;
}) {
  const [text, setText] = useState("");
  const names = useNames();
  const comment = useAction(commentDriftAction);
  const settle = useAction(settleDriftAction);
  const isPending = comment.isPending || settle.isPending;
  const close = ({ ok }: { readonly ok: boolean }) => {
    if (ok) onClose();
  };
  return (
    <form
      className="no-print flex max-w-[72ch] flex-col gap-2"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (writing === "comment") comment.start({ projectId, eventId, text }, close);
        else settle.start({ projectId, eventId, resolution: text }, close);
      }}
    >
      <Field label={ASKS[writing].label} error={comment.problem ?? settle.problem}>
        <TextArea
          rows={3}
          required
          maxLength={5_000}
          value={text}
          autoFocus
          onChange={({ target }) => setText(target.value)}
        />
      </Field>
      {writing === "comment" && names.length > 0 && (
        <p className="flex flex-wrap items-center gap-1.5 text-sm text-muted">
          Tell somebody:
          {names.map((name) => (
            <Button
              key={name}
              size="sm"
              variant="ghost"
              onClick={() => setText((now) => `${now}${/\S$/.test(now) ? " " : ""}@${name} `)}
            >
              {`@${name}`}
            </Button>
          ))}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" disabled={isPending}>
          {ASKS[writing].does}
        </Button>
        <Button size="sm" variant="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
