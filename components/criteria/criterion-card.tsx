"use client";
import clsx from "clsx";
import { ArrowDown, ArrowUp, GripVertical, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useMay } from "@/components/shell/membership";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { ProblemNote } from "@/components/ui/problem-note";
import { useToast } from "@/components/ui/toasts";
import { useAction } from "@/components/ui/use-action";
import {
  moveCriterionAction,
  restoreCriterionAction,
  retireCriterionAction,
  rewordCriterionAction,
  writeCandidatesAction,
} from "@/lib/actions/criteria";
import { isMeasured } from "@/lib/domain/checks/measure";
import type { Criterion, LimitChange, Revision } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";
import type { NamedPerson } from "@/lib/domain/queue-page";
import { Candidates, DroppedCandidates } from "./candidate-list";
import type { ShownCandidate } from "./candidate-row";
import { Examples } from "@/components/ui/examples";
import { CriterionForm, EMPTY_DRAFT } from "./criterion-form";
import { CriterionSettings } from "./criterion-settings";
import { JudgeNotes } from "./judge-notes";
import { OwnCode } from "./own-code";
import { OwnJudge } from "./own-judge";
import { RevisionList } from "./revision-list";
import { SplitOrMerge } from "./split-or-merge";
import type { Handle } from "./use-drag-order";

export type CriterionView = {
  readonly criterion: Criterion;
  /** All wordings, newest first. */
  readonly revisions: readonly Revision[];
  /** Oldest first. */
  readonly limitChanges: readonly LimitChange[];
  readonly candidates: readonly ShownCandidate[];
  /** Whose it is; null: nobody's. */
  readonly owner: string | null;
  /** Candidates that the program took out of play, newest first. */
  readonly dropped: readonly { readonly id: number; readonly name: string; readonly why: string }[];
  /** Outputs to grade again because the meaning changed. */
  readonly relook: number;
  /** Labels that rest only on grades carried over from what it was split or merged from. */
  readonly provisional: number;
};

type Props = {
  readonly projectId: ProjectId;
  readonly view: CriterionView;
  readonly place: Place;
  /** The other criteria in play. */
  readonly others: readonly Criterion[];
  readonly isConnected: boolean;
  readonly team: Team;
};

/** Where it stands among the criteria, and by what it is dragged to another place. */
type Place = {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly isDragged: boolean;
  readonly handle: Handle;
};

/** Who may edit here, and who looks. */
export type Team = { readonly editors: readonly NamedPerson[]; readonly me: string };

/** A criterion with its wording (edited in place), its settings, and below them its candidates. */
export function CriterionCard({ projectId, view, place, others, isConnected, team }: Props) {
  const { criterion, revisions, limitChanges, owner, candidates, dropped, relook, provisional } = view;
  const { name, wording, examples } = criterion.revision;
  const [isEditing, setEditing] = useState(false);
  const reword = useAction(rewordCriterionAction);
  const target = { projectId, criterionId: criterion.id };
  const isOwner = useMay("owner");
  const isHere = team.editors.some(({ id }) => id === owner);
  const isTheirs = isOwner || owner === team.me || !isHere;

  return (
    <article
      className={clsx(
        "rounded-lg border bg-surface p-4",
        place.isDragged ? "border-accent opacity-70" : "border-line",
      )}
      aria-labelledby={`criterion-${criterion.id}`}
    >
      {isEditing ? (
        <CriterionForm
          initial={{ ...EMPTY_DRAFT, name, wording, examples, kind: criterion.kind }}
          isRevision
          isPending={reword.isPending}
          problem={reword.problem}
          onSave={({ name, wording, examples, why, change }) =>
            reword.start(
              { ...target, name, wording, examples, why, change: change ?? "meaning" },
              (saved) => {
                if (saved.ok) setEditing(false);
              },
            )
          }
          onCancel={() => setEditing(false)}
        />
      ) : (
        <header className="flex flex-wrap items-start gap-3">
          <div className="min-w-0 flex-1">
            <h2
              id={`criterion-${criterion.id}`}
              className="flex scroll-mt-8 flex-wrap items-center gap-2 font-medium"
            >
              <span className="break-words">{name}</span>
              <RevisionBadge criterion={criterion} />
              {provisional > 0 && <Badge tone="warn">{`${provisional} provisional`}</Badge>}
              {isMeasured(criterion) && <Badge>measured: a count decides</Badge>}
            </h2>
            {wording !== name && <p className="mt-1 max-w-[72ch] break-words text-muted">{wording}</p>}
            <Examples examples={examples} className="mt-1" />
          </div>
          <CardButtons target={target} name={name} place={place} onEdit={() => setEditing(true)} />
        </header>
      )}
      {relook > 0 && (
        <AskedAgain projectId={projectId} count={relook} isReplacement={isReplacement(revisions)} />
      )}
      <CriterionSettings
        projectId={projectId}
        criterion={criterion}
        ownership={{ owner, editors: team.editors, isTheirs }}
      />
      <JudgeNotes target={target} notes={criterion.notes} />
      <Candidates projectId={projectId} candidates={candidates} isConnected={isConnected} />
      <DroppedCandidates dropped={dropped} />
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <SuggestMore target={target} />
        <OwnCode target={target} />
        <OwnJudge target={target} />
        <ButtonLink size="sm" href={`/projects/${projectId}/grade/pairs?criterion=${criterion.id}`}>
          Compare pairs
        </ButtonLink>
        <SplitOrMerge
          projectId={projectId}
          criterion={{ id: criterion.id, name, wording }}
          others={others.map(({ id, revision }) => ({ id, name: revision.name, wording: revision.wording }))}
        />
      </div>
      {revisions.length + limitChanges.length > 1 && (
        <RevisionList revisions={revisions} limitChanges={limitChanges} />
      )}
    </article>
  );
}

/** Out of a split or a merge, and not given another meaning since. */
const isReplacement = (revisions: readonly Revision[]): boolean =>
  /^(split|merged) from “/.test(revisions.at(-1)?.why ?? "") &&
  revisions.every(({ change }) => change !== "meaning");

function AskedAgain({
  projectId,
  count,
  isReplacement,
}: {
  readonly projectId: ProjectId;
  readonly count: number;
  readonly isReplacement: boolean;
}) {
  const many = count === 1 ? "1 grade was" : `${count} grades were`;
  return (
    <p className="mt-2 text-sm text-warn">
      {isReplacement
        ? `${many} given before it was split or merged: good ones that were carried over count provisionally, the rest only once given again. `
        : `${many} given under another meaning, and ${count === 1 ? "counts" : "count"} only once given again. `}
      <Link href={`/projects/${projectId}/grade?queue=stale`} className="underline">
        Look again
      </Link>
    </p>
  );
}

type Target = { readonly projectId: ProjectId; readonly criterionId: Criterion["id"] };

function RevisionBadge({ criterion }: { readonly criterion: Criterion }) {
  return <Badge>{`revision ${criterion.revision.number}`}</Badge>;
}

function CardButtons(props: {
  readonly target: Target;
  readonly name: string;
  readonly place: Place;
  readonly onEdit: () => void;
}) {
  const { target, name, place, onEdit } = props;
  const say = useToast();
  const move = useAction(moveCriterionAction);
  const retire = useAction(retireCriterionAction);
  const remove = () =>
    retire.start(target, (removed) => {
      if (removed.ok) say({ text: `Removed “${name}”.`, undo: () => restoreCriterionAction(target) });
    });
  return (
    <div className="flex flex-col items-end">
      <div className="flex gap-1">
        <span
          aria-hidden
          title="Drag to another place"
          className="hidden min-h-8 cursor-grab touch-none items-center px-1 text-muted pointer-fine:inline-flex"
          {...place.handle}
        >
          <GripVertical className="size-4" />
        </span>
        <Button
          variant="ghost"
          size="sm"
          aria-label={`Move ${name} up`}
          disabled={place.isFirst || move.isPending}
          onClick={() => move.start({ ...target, by: -1 })}
        >
          <ArrowUp aria-hidden className="size-4" />
        </Button>
        <Button
          variant="ghost"
          size="sm"
          aria-label={`Move ${name} down`}
          disabled={place.isLast || move.isPending}
          onClick={() => move.start({ ...target, by: 1 })}
        >
          <ArrowDown aria-hidden className="size-4" />
        </Button>
        <Button variant="ghost" size="sm" aria-label={`Reword ${name}`} onClick={onEdit}>
          <Pencil aria-hidden className="size-4" />
        </Button>
        <Button
          variant="ghost"
          size="sm"
          aria-label={`Remove ${name}`}
          disabled={retire.isPending}
          onClick={remove}
        >
          <Trash2 aria-hidden className="size-4" />
        </Button>
      </div>
      <ProblemNote says={move.problem ?? retire.problem} />
    </div>
  );
}

function SuggestMore({ target }: { readonly target: Target }) {
  const write = useAction(writeCandidatesAction);
  const [wasAsked, setAsked] = useState(false);
  return (
    <>
      <Button
        size="sm"
        variant="secondary"
        disabled={write.isPending}
        onClick={() => write.start(target, (asked) => setAsked(asked.ok))}
      >
        Suggest more candidates
      </Button>
      <span role="status" className="text-sm text-muted">
        {wasAsked ? "Asked. New ones appear here by themselves." : ""}
      </span>
      <ProblemNote says={write.problem} />
    </>
  );
}
