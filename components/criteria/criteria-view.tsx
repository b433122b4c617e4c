"use client";
import clsx from "clsx";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState, type ComponentProps } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ProblemNote } from "@/components/ui/problem-note";
import { useAction } from "@/components/ui/use-action";
import {
  addCriterionAction,
  moveCriterionAction,
  restoreCriterionAction,
  suggestCriteriaAction,
} from "@/lib/actions/criteria";
import type { Criterion } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";
import { CriterionCard, type CriterionView, type Team } from "./criterion-card";
import { JudgingPanel } from "./judging-panel";
import { ProjectModels } from "./project-models";
import { CriterionForm, EMPTY_DRAFT } from "./criterion-form";
import { PageFactsProvider } from "./page-facts";
import { useDragOrder } from "./use-drag-order";

type Props = {
  readonly projectId: ProjectId;
  readonly views: readonly CriterionView[];
  readonly retired: readonly Criterion[];
  readonly editors: Team["editors"];
  readonly me: Team["me"];
  readonly isConnected: boolean;
  /** Null: no model is connected. */
  readonly models: Omit<ComponentProps<typeof ProjectModels>, "projectId"> | null;
  /** Null: no model is connected, or there are no judges. */
  readonly judging: ComponentProps<typeof JudgingPanel>["judging"] | null;
  /** Bad grades with a note: what criteria can be drawn from. */
  /** The names of the variables that outputs come with. */
  readonly variables: readonly string[];
  readonly noteCount: number;
  readonly isSuggesting: boolean;
};

/** The three ways in: suggested, by hand, or drawn from the notes on bad grades. */
export function CriteriaView(props: Props) {
  const {
    projectId,
    views,
    retired,
    editors,
    me,
    isConnected,
    models,
    judging,
    variables,
    noteCount,
    isSuggesting,
  } = props;
  const [isAdding, setAdding] = useIsWriting();
  const add = useAction(addCriterionAction);
  const suggest = useAction(suggestCriteriaAction);
  const busy = suggest.isPending || isSuggesting;

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          disabled={busy}
          onClick={() => suggest.start({ projectId, from: "outputs" })}
        >
          Suggest from prompt and outputs
        </Button>
        <Button variant="secondary" onClick={() => setAdding(true)}>
          Write a criterion
        </Button>
        <Button
          variant="secondary"
          disabled={busy || noteCount === 0}
          onClick={() => suggest.start({ projectId, from: "notes" })}
        >
          {noteCount === 0
            ? "Draw from my notes"
            : `Draw from ${noteCount} note${noteCount > 1 ? "s" : ""} on bad outputs`}
        </Button>
        <span role="status" className="text-sm text-muted">
          {busy ? "Looking for criteria…" : ""}
        </span>
      </div>
      <ProblemNote says={suggest.problem} />
      {!isConnected && <NoModel />}
      {models && <ProjectModels projectId={projectId} {...models} />}
      {judging && <JudgingPanel key={judging.budget} projectId={projectId} judging={judging} />}
      {isAdding && (
        <div className="rounded-lg border border-line bg-surface p-4">
          <CriterionForm
            initial={EMPTY_DRAFT}
            isRevision={false}
            isPending={add.isPending}
            problem={add.problem}
            onSave={({ name, wording, examples, kind }) =>
              add.start({ projectId, name, wording, examples, kind }, (added) => {
                if (added.ok) setAdding(false);
              })
            }
            onCancel={() => setAdding(false)}
          />
        </div>
      )}
      {views.length === 0 && !isAdding && <NoCriteria projectId={projectId} />}
      <PageFactsProvider variables={variables} models={models?.inUse ?? null}>
        <Cards {...{ projectId, views, isConnected }} team={{ editors, me }} />
      </PageFactsProvider>
      <Retired projectId={projectId} retired={retired} />
    </div>
  );
}

/** Whether the form for a criterion is open; an address that ends in "?write" opens it. */
function useIsWriting(): readonly [boolean, (isWriting: boolean) => void] {
  const isAsked = useSearchParams().has("write");
  const [wasAsked, setWasAsked] = useState(isAsked);
  const [isWriting, setWriting] = useState(isAsked);
  if (isAsked !== wasAsked) {
    setWasAsked(isAsked);
    if (isAsked) setWriting(true);
  }
  const set = (next: boolean) => {
    setWriting(next);
    // So that the same address opens it once more.
    if (isAsked && !next) window.history.replaceState(null, "", window.location.pathname);
  };
  return [isWriting, set];
}

type CardsProps = Pick<Props, "projectId" | "views" | "isConnected"> & { readonly team: Team };

/** The criteria in their order, which can be changed by hand. */
function Cards({ projectId, views, isConnected, team }: CardsProps) {
  const move = useAction(moveCriterionAction);
  const { list, handleOf, drag } = useDragOrder((from, to) => {
    const moved = views[from];
    if (moved) move.start({ projectId, criterionId: moved.criterion.id, by: to - from });
  });
  return (
    <>
      <ProblemNote says={move.problem} />
      <div ref={list} className="flex flex-col gap-4">
        {views.map((view, index) => (
          <div
            key={`${view.criterion.id}:${view.criterion.revision.number}`}
            className={clsx(
              drag !== null &&
                drag.to !== drag.from &&
                drag.to === index &&
                (drag.to < drag.from ? "border-t-2 border-accent pt-2" : "border-b-2 border-accent pb-2"),
            )}
          >
            <CriterionCard
              projectId={projectId}
              view={view}
              place={{
                isFirst: index === 0,
                isLast: index === views.length - 1,
                isDragged: drag?.from === index,
                handle: handleOf(index),
              }}
              others={views.filter((other) => other !== view).map(({ criterion }) => criterion)}
              isConnected={isConnected}
              team={team}
            />
          </div>
        ))}
      </div>
    </>
  );
}

function NoModel() {
  return (
    <p className="text-sm text-muted">
      No model is connected: candidates come from the library of checks and from your grades, and judges wait.{" "}
      <Link href="/settings" className="underline">
        Connect a model
      </Link>
    </p>
  );
}

function NoCriteria({ projectId }: { readonly projectId: ProjectId }) {
  return (
    <EmptyState title="What must a good output satisfy?">
      <p>
        Let Touchstone suggest criteria from the prompt and the outputs, or write one: a phrase such as “at
        most 120 words” or “polite” is enough. Each gets several candidate assertions in the background.
      </p>
      <p>
        You can also{" "}
        <Link href={`/projects/${projectId}/grade`} className="underline">
          grade first
        </Link>{" "}
        and draw the criteria from your notes on bad outputs.
      </p>
    </EmptyState>
  );
}

function Retired({
  projectId,
  retired,
}: {
  readonly projectId: ProjectId;
  readonly retired: readonly Criterion[];
}) {
  const restore = useAction(restoreCriterionAction);
  if (retired.length === 0) return null;
  return (
    <details>
      <summary className="cursor-pointer text-sm text-muted">{`${retired.length} removed`}</summary>
      <ul className="mt-2 flex flex-col gap-1">
        {retired.map((criterion) => (
          <li key={criterion.id} className="flex items-center gap-2 text-sm">
            <span className="min-w-0 break-words">{criterion.revision.name}</span>
            <Button
              variant="ghost"
              size="sm"
              disabled={restore.isPending}
              aria-label={`Bring back ${criterion.revision.name}`}
              onClick={() => restore.start({ projectId, criterionId: criterion.id })}
            >
              Bring back
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNote says={restore.problem} />
    </details>
  );
}
