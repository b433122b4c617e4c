"use client";
import clsx from "clsx";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { useToast } from "@/components/ui/toasts";
import { useAction } from "@/components/ui/use-action";
import { dropAssertionAction, restoreAssertionAction } from "@/lib/actions/criteria";
import type { Assertion } from "@/lib/domain/assertion";
import type { Rest } from "@/lib/domain/judging-plan";
import type { Behaviour, CandidateView } from "@/lib/domain/candidate-view";
import type { ProjectId } from "@/lib/domain/ids";
import { DESIGN_NAMES } from "@/lib/domain/judge-designs/describe";
import { isInflated, type EffectiveVotes } from "@/lib/domain/judge-designs/effective-votes";
import { exemplarsOf, needsReference } from "@/lib/domain/judge-designs/judge";
import { AssertionSource } from "./assertion-source";
import { EarlierCandidate, type Earlier } from "./earlier-candidate";
import { EditExemplars } from "./edit-exemplars";
import { JudgeModel } from "./judge-model";
import { OwnCode } from "./own-code";
import { TryCode } from "./try-code";
import { TryJudge } from "./try-judge";

export type ShownCandidate = CandidateView & {
  readonly rest: Rest | null;
  /** How many of its verdicts stand in batches in which texts with a known verdict were judged wrong. */
  readonly untrusted: number;
  /** What it was made from; null: it was made anew. */
  readonly earlier: Earlier | null;
};

type Props = {
  readonly projectId: ProjectId;
  readonly view: ShownCandidate;
  readonly isConnected: boolean;
};

/** Why a judge is not asked about the outputs that are left: each call costs. */
const RESTS: Readonly<Record<Rest, string>> = {
  "cannot win": "not asked about: it cannot be the best any more",
  "waits for grades": "wait until grades tell which judges are worth it",
  "others are better": "not asked about: others align better",
};

/** One behaviour: what it passes, how it decides, who says the same. Opens to its source and its errors. */
export function CandidateRow({ projectId, view, isConnected }: Props) {
  const { assertion, behaviour, folded, twins } = view;
  const drop = useAction(dropAssertionAction);
  const say = useToast();
  const target = { projectId, assertionId: assertion.id };
  const remove = () =>
    drop.start(target, (dropped) => {
      if (dropped.ok)
        say({ text: `Removed “${assertion.name}”.`, undo: () => restoreAssertionAction(target) });
    });
  return (
    <li className="border-t border-line py-2">
      <details className="group">
        <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 rounded text-sm">
          <PassBar behaviour={behaviour} />
          <span className="min-w-0 flex-1 basis-48 break-words">{assertion.name}</span>
          <span className="tabular-nums text-muted">{sayBehaviour(view, isConnected)}</span>
          <Badge>{kindOf(assertion)}</Badge>
          <Badge>{ORIGINS[assertion.origin]}</Badge>
          {folded !== null && <Badge tone="warn">{folded}</Badge>}
          {view.untrusted > 0 && <Badge tone="warn">{`⚠ ${view.untrusted} verdicts untrusted`}</Badge>}
          {twins.length > 0 && (
            <Badge>{`same verdicts as ${twins.length} other${twins.length > 1 ? "s" : ""}`}</Badge>
          )}
        </summary>
        <div className="mt-2 flex flex-col gap-3 pl-2">
          <AssertionSource assertion={assertion} />
          {view.earlier && (
            <EarlierCandidate projectId={projectId} assertion={assertion} earlier={view.earlier} />
          )}
          {view.votes && <Votes votes={view.votes} />}
          {assertion.implementation.kind === "judge" && exemplarsOf(assertion.implementation).length > 0 && (
            <EditExemplars
              projectId={projectId}
              assertionId={assertion.id}
              exemplars={exemplarsOf(assertion.implementation)}
            />
          )}
          <Errors errors={view.errors} />
          <TryOut projectId={projectId} assertion={assertion} isConnected={isConnected} />
          {twins.map((twin) => (
            <Twin key={twin.id} twin={twin} />
          ))}
          <div className="flex flex-wrap items-center gap-2">
            {assertion.implementation.kind === "judge" && (
              <ButtonLink
                size="sm"
                href={`/projects/${projectId}/assertions/${assertion.id}/trust`}
              >{`How far to trust it`}</ButtonLink>
            )}
            <ChangeCode projectId={projectId} assertion={assertion} />
            <Button variant="ghost" size="sm" disabled={drop.isPending} onClick={remove}>
              Remove this candidate
            </Button>
            <ProblemNote says={drop.problem} />
          </div>
        </div>
      </details>
    </li>
  );
}

/** A dry run on any output, where it can be run or asked. */
function TryOut({
  projectId,
  assertion: { id, criterionId, implementation },
  isConnected,
}: Omit<Props, "view"> & { readonly assertion: Assertion }) {
  switch (implementation.kind) {
    case "javascript":
    case "python": {
      const { kind: language, source } = implementation;
      return criterionId && <TryCode target={{ projectId, criterionId }} code={{ language, source }} />;
    }
    case "judge":
      return (
        <>
          <JudgeModel judge={implementation} />
          {isConnected && implementation.design !== "jury" && (
            <TryJudge projectId={projectId} assertionId={id} />
          )}
        </>
      );
    case "recorded":
      return null;
  }
}

function ChangeCode({
  projectId,
  assertion: { id, name, criterionId, implementation },
}: Pick<Props, "projectId"> & { readonly assertion: Assertion }) {
  if (criterionId === null || (implementation.kind !== "javascript" && implementation.kind !== "python"))
    return null;
  const { kind, source } = implementation;
  return <OwnCode target={{ projectId, criterionId }} original={{ id, name, kind, source }} />;
}

function Twin({ twin }: { readonly twin: Assertion }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Button variant="ghost" size="sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {`Same verdicts: ${twin.name} (${kindOf(twin)})`}
      </Button>
      {isOpen && <AssertionSource assertion={twin} />}
    </div>
  );
}

function Votes({ votes }: { readonly votes: EffectiveVotes }) {
  const { judges, effective, n } = votes;
  if (effective === null) {
    return (
      <p className="text-sm text-muted">
        {`How alike its ${judges} judges err is not measured yet: on ${n} graded outputs too few of them are wrong.`}
      </p>
    );
  }
  return (
    <p className={clsx("text-sm", isInflated(votes) ? "text-warn" : "text-muted")}>
      {`Its ${judges} votes are worth ${effective.toFixed(1)} independent ones (n = ${n} graded outputs)${isInflated(votes) ? ": these judges err alike, so add one of another kind." : "."}`}
    </p>
  );
}

function Errors({ errors }: { readonly errors: CandidateView["errors"] }) {
  if (errors.length === 0) return null;
  return (
    <ul className="text-sm text-warn">
      {errors.map(({ message, count }) => (
        <li key={message}>{`⚠ error on ${count}: ${message}`}</li>
      ))}
    </ul>
  );
}

const ORIGINS = {
  library: "from the library",
  induced: "induced from grades",
  model: "from a model",
  repaired: "repaired by a model",
  refined: "refined on your grades",
  hand: "yours",
  imported: "imported",
} as const satisfies Record<Assertion["origin"], string>;

function kindOf({ implementation }: Assertion): string {
  switch (implementation.kind) {
    case "javascript":
      return "code · js";
    case "python":
      return "code · python";
    case "judge":
      return `judge · ${DESIGN_NAMES[implementation.design]}`;
    case "recorded":
      return "recorded";
  }
}

function sayBehaviour({ behaviour, assertion, rest }: Props["view"], isConnected: boolean): string {
  const { pass, fail, notApplicable, error, missing } = behaviour;
  const decided = pass + fail;
  if (decided + error + notApplicable === 0) {
    if (assertion.implementation.kind === "judge" && !isConnected)
      return "needs a model: connect one in Settings";
    if (wantsReference(assertion)) return "needs verified references: write them on the page of an output";
    return missing > 0 ? "waiting to run" : "nothing to run on";
  }
  const parts = [decided === 0 ? null : `passes ${pass} of ${decided}`];
  if (notApplicable > 0) parts.push(`${notApplicable} not applicable`);
  if (error > 0) parts.push(`${error} error${error > 1 ? "s" : ""}`);
  if (missing > 0)
    parts.push(
      `${missing} ${wantsReference(assertion) ? "without a verified reference" : rest === null ? "to go" : RESTS[rest]}`,
    );
  return parts.filter((part) => part !== null).join(" · ");
}

const wantsReference = ({ implementation }: Assertion): boolean =>
  implementation.kind === "judge" && needsReference(implementation);

/** Five steps are enough to see at a glance: this is a picture of the words beside it. */
function PassBar({ behaviour: { pass, fail } }: { readonly behaviour: Behaviour }) {
  const share = pass + fail === 0 ? 0 : pass / (pass + fail);
  return (
    <svg aria-hidden viewBox="0 0 50 10" className="h-2.5 w-12 shrink-0">
      {[0, 1, 2, 3, 4].map((step) => (
        <rect
          key={step}
          x={step * 10 + 1}
          width={8}
          height={10}
          rx={1}
          className={share * 5 > step + 0.5 || (step === 0 && share > 0) ? "fill-good" : "fill-line"}
        />
      ))}
    </svg>
  );
}
