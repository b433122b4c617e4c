"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/field";
import { ProblemNote } from "@/components/ui/problem-note";
import { useAction } from "@/components/ui/use-action";
import { tryCodeAction } from "@/lib/actions/trials";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import type { OwnCode } from "@/lib/domain/own-code";
import type { Trial, TrialOn } from "@/lib/domain/trial";
import { TrialList } from "./trial-list";

type Props = {
  readonly target: { readonly projectId: ProjectId; readonly criterionId: CriterionId };
  readonly code: Pick<OwnCode, "language" | "source">;
};

/** A dry run on a few outputs, graded good and bad ones among them, or on one that is named. Nothing is stored. */
export function TryCode({ target, code }: Props) {
  const [round, setRound] = useState(0);
  const [name, setName] = useState("");
  const [trials, setTrials] = useState<readonly Trial[]>([]);
  const run = useAction(tryCodeAction, { isReading: true });
  const on = (wish: TrialOn, then?: () => void) =>
    run.start({ ...target, ...code, on: wish }, (result) => {
      if (!result.ok) return;
      setTrials(result.value);
      then?.();
    });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          disabled={run.isPending || code.source === ""}
          onClick={() => on({ round }, () => setRound(round + 1))}
        >
          {round === 0 ? "Try it" : "Try it on others"}
        </Button>
        <TextInput
          aria-label="Id of an output to try it on"
          placeholder="id of an output"
          className="w-36 text-sm"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            // The form around it would be sent.
            event.preventDefault();
            if (name.trim() !== "") on({ name });
          }}
        />
        <Button size="sm" disabled={run.isPending || name.trim() === ""} onClick={() => on({ name })}>
          Try it on this one
        </Button>
        <span role="status" className="text-sm text-muted">
          {run.isPending ? "Running …" : sayTrials(trials)}
        </span>
      </div>
      <ProblemNote says={run.problem} />
      {trials.length > 0 && <TrialList projectId={target.projectId} trials={trials} />}
    </div>
  );
}

/** "passes 3, fails 2 of 5; nothing is stored" */
function sayTrials(trials: readonly Trial[]): string {
  if (trials.length === 0) return "";
  const count = (kind: Trial["verdict"]["kind"]) =>
    trials.filter(({ verdict }) => verdict.kind === kind).length;
  const errors = count("error");
  return `passes ${count("pass")}, fails ${count("fail")} of ${trials.length}${errors > 0 ? `, ${errors} in error` : ""}; nothing is stored`;
}
