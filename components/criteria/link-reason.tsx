"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Select, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { linkReasonAction } from "@/lib/actions/reasons";
import type { Cause } from "@/lib/domain/cause";
import type { Criterion } from "@/lib/domain/criterion";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { sameName, type Reason } from "@/lib/domain/reasons";

type Props = {
  readonly projectId: ProjectId;
  readonly reason: Reason;
  readonly criteria: readonly Criterion[];
  /** Names of criteria that other reasons call for already. */
  readonly proposals: readonly string[];
};

/** One reason, and what it comes down to. */
export function LinkReason({ projectId, reason, criteria, proposals }: Props) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <p className="min-w-0 break-words" dir="auto">
        <span className="text-muted">{`${reason.kind}: `}</span>
        {reason.text.length > 300 ? `${reason.text.slice(0, 300)}…` : reason.text}
      </p>
      <CauseChoice
        projectId={projectId}
        reason={reason}
        criteria={criteria.map(({ id, revision }) => ({ id, name: revision.name }))}
        proposals={proposals}
      />
    </div>
  );
}

/** What is being written beside the choice: the name of a criterion to be, or what the prompt should say. */
type Writing = "proposed" | "prompt" | null;

/** What a reason comes down to: a criterion, one to be, or something to mend in the prompt. */
export function CauseChoice({
  projectId,
  reason,
  criteria,
  proposals,
}: Pick<Props, "projectId" | "proposals"> & {
  readonly reason: Omit<Reason, "kind">;
  readonly criteria: readonly { readonly id: CriterionId; readonly name: string }[];
}) {
  const { start, isPending, problem } = useAction(linkReasonAction);
  const [writing, setWriting] = useState<Writing>(null);
  const link = (cause: Cause | null) =>
    start(
      { projectId, outputId: reason.outputId, of: reason.grader, reason: reason.id, cause },
      (result) => result.ok && setWriting(null),
    );
  function choose(value: string) {
    const [kind, ...rest] = value.split(":");
    const what = rest.join(":");
    setWriting(value === "new" ? "proposed" : value === "fix" ? "prompt" : null);
    const chosen = criteria.find(({ id }) => id === what);
    if (kind === "criterion" && chosen) link({ kind: "criterion", criterionId: chosen.id });
    else if (kind === "proposed") link({ kind: "proposed", name: what });
    else if (value === "") link(null);
  }
  return (
    <>
      <Select
        aria-label={`What it comes down to: ${reason.text.slice(0, 80)}`}
        className="max-w-64"
        disabled={isPending}
        value={writing === null ? valueOf(reason.cause, proposals) : writing === "proposed" ? "new" : "fix"}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">not linked</option>
        <optgroup label="criteria">
          {criteria.map(({ id, name }) => (
            <option key={id} value={`criterion:${id}`}>
              {name}
            </option>
          ))}
        </optgroup>
        <optgroup label="called for">
          {proposals.map((name) => (
            <option key={name} value={`proposed:${name}`}>
              {name}
            </option>
          ))}
          <option value="new">a new criterion…</option>
        </optgroup>
        <optgroup label="the prompt">
          {reason.cause?.kind === "prompt" && (
            <option value="prompt">{`fix: ${reason.cause.fix.slice(0, 60)}`}</option>
          )}
          <option value="fix">something to mend in it…</option>
        </optgroup>
      </Select>
      {writing !== null && (
        <WriteCause writing={writing} isPending={isPending} onSave={link} onCancel={() => setWriting(null)} />
      )}
      {problem !== null && (
        <p role="alert" className="basis-full text-bad">
          {problem}
        </p>
      )}
    </>
  );
}

function valueOf(cause: Cause | null, proposals: readonly string[]): string {
  switch (cause?.kind) {
    case undefined:
      return "";
    case "criterion":
      return `criterion:${cause.criterionId}`;
    case "proposed":
      return `proposed:${proposals.find((name) => sameName(name) === sameName(cause.name)) ?? ""}`;
    case "prompt":
      return "prompt";
  }
}

function WriteCause(props: {
  readonly writing: Exclude<Writing, null>;
  readonly isPending: boolean;
  readonly onSave: (cause: Cause) => void;
  readonly onCancel: () => void;
}) {
  const { writing, isPending, onSave, onCancel } = props;
  const [text, setText] = useState("");
  const isNew = writing === "proposed";
  return (
    <form
      className="flex basis-full flex-wrap gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(isNew ? { kind: "proposed", name: text } : { kind: "prompt", fix: text });
      }}
    >
      <TextInput
        autoFocus
        required
        aria-label={isNew ? "Name of the criterion" : "What the prompt should say"}
        placeholder={
          isNew ? "states no date that is not in the order" : "Give no date unless the order has one."
        }
        maxLength={isNew ? 120 : 2_000}
        className="min-w-0 flex-1"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button size="sm" type="submit" variant="primary" disabled={isPending}>
        Link
      </Button>
      <Button size="sm" variant="ghost" onClick={onCancel}>
        Cancel
      </Button>
    </form>
  );
}
