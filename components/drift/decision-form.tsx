"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { adjudicateAction } from "@/lib/actions/drift";
import type { CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";

type Props = {
  readonly projectId: ProjectId;
  readonly outputId: OutputId;
  readonly criterionId: CriterionId | null;
  /** Whether there is a decision that can be taken back. */
  readonly isDecided: boolean;
  /** Who decides has graded it, too: then they say why. */
  readonly isTheirs: boolean;
};

/** What counts from now on for one disputed output, and why. The grades of the graders stay as they are. */
export function DecisionForm({ projectId, outputId, criterionId, isDecided, isTheirs }: Props) {
  const [note, setNote] = useState("");
  const decide = useAction(adjudicateAction);
  const send = (mark: "good" | "bad" | "withdrawn") =>
    decide.start({ projectId, outputId, criterionId, mark, note, key: crypto.randomUUID() }, ({ ok }) => {
      if (ok) setNote("");
    });
  if (isDecided)
    return (
      <div className="flex flex-wrap items-center gap-3">
        <Button size="sm" disabled={decide.isPending} onClick={() => send("withdrawn")}>
          Take the decision back
        </Button>
        <Problem says={decide.problem} />
      </div>
    );
  const isMissing = isTheirs && note.trim() === "";
  return (
    <div className="flex max-w-[72ch] flex-col gap-2">
      <Field
        label={isTheirs ? "Why" : "Why (optional)"}
        {...(isTheirs ? { hint: "Needed, since you graded it yourself; the decision says so." } : {})}
      >
        <TextArea rows={2} value={note} maxLength={20_000} onChange={({ target }) => setNote(target.value)} />
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button disabled={decide.isPending || isMissing} onClick={() => send("good")}>
          <span aria-hidden className="text-good">
            ✓
          </span>
          Decide good
        </Button>
        <Button disabled={decide.isPending || isMissing} onClick={() => send("bad")}>
          <span aria-hidden className="text-bad">
            ✕
          </span>
          Decide bad
        </Button>
        <Problem says={decide.problem} />
      </div>
    </div>
  );
}

const Problem = ({ says }: { readonly says: string | null }) =>
  says === null ? null : (
    <span role="alert" className="text-sm text-bad">
      {says}
    </span>
  );
