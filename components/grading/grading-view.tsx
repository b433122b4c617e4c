"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useMe } from "@/components/shell/membership";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { currentCard, type Field } from "@/lib/domain/grading-session";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import type { OwnProgress } from "@/lib/domain/own-progress";
import type { SessionSummary } from "@/lib/domain/session-summary";
import { CriterionDialog, type Writing } from "./criterion-dialog";
import { DecisionPanel, type OwnReasons } from "./decision-panel";
import type { GradingCriterion } from "./grading-criterion";
import { createGradingStore, type QueueChoice } from "./grading-store";
import { OutputToGrade, type PassageHandle } from "./output-to-grade";
import { QueueSettings } from "./queue-settings";
import { GoToDialog } from "./go-to-dialog";
import { KeySheet } from "./key-sheet";
import { MessageList } from "./message-list";
import { RevealStrip } from "./reveal-strip";
import { StatusLine } from "./status-line";
import { StopProgress, type CriterionStop } from "./stop-progress";
import { SummaryDialog } from "./summary-dialog";
import { useGradingKeys } from "./use-grading-keys";
import { useSafeKeeping, useTopOfCard } from "./use-safe-keeping";

type Props = {
  readonly projectId: ProjectId;
  readonly criteria: readonly GradingCriterion[];
  /** What this person has graded. */
  readonly graded: OwnProgress;
  readonly missing: { readonly good: number; readonly bad: number };
  /** How far each criterion is from the rule that says when to stop. */
  readonly stop: readonly CriterionStop[];
  readonly reasons: OwnReasons;
  /** Failure tags of this project, those used most first. */
  readonly tags: readonly string[];
  readonly open: OutputId | null;
  readonly queue: QueueChoice;
};

const WHOLE: Field = { criterionId: null, revisionId: null, name: "whole output", meaning: [] };

/** One decision on one screen: the text under judgement, and what is asked of it. */
export function GradingView(props: Props) {
  const { projectId, criteria, reasons, graded, missing, stop, tags, open, queue } = props;
  const fields = [WHOLE, ...criteria];
  const person = useMe();
  const [store] = useState(() => createGradingStore({ projectId, person }, fields, queue));
  const {
    session,
    saving,
    announcement,
    messages,
    hasResumed,
    left,
    progress,
    revealed,
    noteFocus,
    sumUp,
    dispatch,
    start,
    goTo,
    open: openCard,
    dismiss,
    keepNote,
    saveNow,
    tryAgain,
    lookAgain,
  } = useStore(store);
  const router = useRouter();
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [isGoing, setGoing] = useState(false);
  const [summary, setSummary] = useState<SessionSummary | null>(null);
  const [writing, setWriting] = useState<Writing | null>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const tag = useRef<HTMLInputElement>(null);
  const passage = useRef<PassageHandle>(null);
  const card = currentCard(session);
  // An audit set and a second look are asked in their own turn.
  const canGo = queue.kind === "draw" || queue.kind === "team";
  const fieldKey = fields
    .map(
      ({ criterionId, revisionId, isMeasured }) =>
        `${criterionId ?? ""}:${revisionId ?? ""}:${isMeasured === true}`,
    )
    .join();

  useEffect(() => {
    start(open);
    // Once a page: the store keeps its own state from here on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [start]);
  useEffect(() => {
    if (hasResumed) router.refresh();
  }, [hasResumed, router]);
  useEffect(() => {
    dispatch({ type: "fieldsChanged", fields });
    // The key says all that matters of the fields.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [fieldKey, dispatch]);
  useEffect(() => {
    if (noteFocus > 0) note.current?.focus();
  }, [noteFocus]);
  useSafeKeeping({ keepNote, tryAgain, lookAgain }, note);
  useTopOfCard(card?.output.id ?? null);
  useGradingKeys({
    dispatch,
    focusNote: () => note.current?.focus(),
    focusTags: () => tag.current?.focus(),
    markPassage: () => passage.current?.begin(),
    goTo: () => setGoing(canGo),
    openSheet: () => setSheetOpen(true),
    stop: () => setSummary(sumUp()),
    saveNow,
    isBlocked: isSheetOpen || isGoing || writing !== null || summary !== null,
  });

  return (
    <div className="flex flex-col gap-4 max-lg:pb-24">
      <p role="status" aria-live="polite" className="sr-only">
        {announcement}
      </p>
      <MessageList messages={messages} onDismiss={dismiss} />
      {card ? (
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <OutputToGrade
            key={card.output.id}
            projectId={projectId}
            session={session}
            card={card}
            dispatch={dispatch}
            handle={passage}
          />
          <DecisionPanel
            projectId={projectId}
            session={session}
            card={card}
            criteria={criteria}
            reasons={reasons}
            noteRef={note}
            tagRef={tag}
            tags={tags}
            dispatch={dispatch}
            onWrite={setWriting}
          />
        </div>
      ) : (
        <NoCard
          projectId={projectId}
          isExhausted={session.isExhausted}
          graded={graded}
          kind={queue.kind}
          onBack={() => dispatch({ type: "wentBack", key: crypto.randomUUID() })}
        />
      )}
      <StatusLine
        saving={saving}
        drafts={[...session.drafts.keys()]}
        onShow={card?.output.id ?? null}
        onOpen={openCard}
        graded={graded}
        missing={missing}
        left={left}
        progress={progress}
        onGoTo={canGo ? () => setGoing(true) : null}
        onSheet={() => setSheetOpen(true)}
        onStop={() => setSummary(sumUp())}
      />
      {queue.kind !== "audit" && queue.kind !== "team" && <StopProgress stop={stop} />}
      {queue.kind === "draw" && <QueueSettings projectId={projectId} criteria={criteria} queue={queue} />}
      {revealed && <RevealStrip revealed={revealed} />}
      <CriterionDialog
        projectId={projectId}
        criteria={criteria}
        writing={writing}
        outputId={card?.output.id ?? null}
        onClose={() => setWriting(null)}
      />
      <SummaryDialog projectId={projectId} summary={summary} stop={stop} onClose={() => setSummary(null)} />
      <GoToDialog isOpen={isGoing} onOpenChange={setGoing} goTo={goTo} />
      <KeySheet isOpen={isSheetOpen} onOpenChange={setSheetOpen} />
    </div>
  );
}

function NoCard({
  projectId,
  isExhausted,
  graded,
  kind,
  onBack,
}: {
  readonly projectId: ProjectId;
  readonly isExhausted: boolean;
  readonly graded: Props["graded"];
  readonly kind: QueueChoice["kind"];
  readonly onBack: () => void;
}) {
  if (!isExhausted) return <p className="text-muted">Fetching outputs…</p>;
  if (kind === "relook") return <NoRelook projectId={projectId} />;
  if (kind === "audit") return <AuditDone projectId={projectId} />;
  if (kind === "team") return <NothingInHand projectId={projectId} onBack={onBack} />;
  const sum = graded.good + graded.bad + graded.unsure + graded.skipped;
  return (
    <EmptyState title={sum === 0 ? "There is nothing to grade yet" : "All outputs are graded"}>
      <p>
        {sum === 0
          ? "Add outputs to this project first."
          : `${graded.good} good, ${graded.bad} bad. See which assertions agree with you.`}
      </p>
      <div className="flex gap-2">
        <ButtonLink
          href={`/projects/${projectId}/${sum === 0 ? "outputs/import" : "report"}`}
          variant="primary"
        >
          {sum === 0 ? "Add outputs" : "Open the report"}
        </ButtonLink>
        {sum > 0 && <Button onClick={onBack}>Back to the last one</Button>}
      </div>
    </EmptyState>
  );
}

function NoRelook({ projectId }: { readonly projectId: ProjectId }) {
  return (
    <EmptyState title="Nothing is left to look at again">
      <p>Every grade was given under the wording that its criterion has now.</p>
      <div className="flex gap-2">
        <ButtonLink href={`/projects/${projectId}/drift`} variant="primary">
          See what changed
        </ButtonLink>
        <ButtonLink href={`/projects/${projectId}/grade`}>Grade new outputs</ButtonLink>
      </div>
    </EmptyState>
  );
}

function AuditDone({ projectId }: { readonly projectId: ProjectId }) {
  return (
    <EmptyState title="The audit set is graded">
      <p>
        What the selected assertions are worth on outputs that did not choose them stands on the export page.
      </p>
      <ButtonLink href={`/projects/${projectId}/export`} variant="primary">
        See what it found
      </ButtonLink>
    </EmptyState>
  );
}

function NothingInHand({
  projectId,
  onBack,
}: {
  readonly projectId: ProjectId;
  readonly onBack: () => void;
}) {
  return (
    <EmptyState title="Nothing is left for you in this queue">
      <p>
        You have graded all that is yours, or the rest is in the hands of others. What they do not grade in
        time comes back.
      </p>
      <div className="flex gap-2">
        <ButtonLink href={`/projects/${projectId}/queues`} variant="primary">
          See all queues
        </ButtonLink>
        <Button onClick={onBack}>Back to the last one</Button>
      </div>
    </EmptyState>
  );
}
