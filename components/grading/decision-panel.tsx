"use client";
import { useState, type RefObject } from "react";
import { z } from "zod";
import { CauseChoice } from "@/components/criteria/link-reason";
import { OnlyFor } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { useKept } from "@/components/ui/use-kept";
import { retireCriterionAction } from "@/lib/actions/criteria";
import type { Card } from "@/lib/domain/card";
import type { Cause } from "@/lib/domain/cause";
import type { Answer } from "@/lib/domain/grade";
import { gradeOf, type Session, type SessionEvent } from "@/lib/domain/grading-session";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { WHOLE_NOTE } from "@/lib/domain/reasons";
import type { Writing } from "./criterion-dialog";
import { CriterionField, type CriterionEdit } from "./criterion-field";
import type { GradingCriterion } from "./grading-criterion";
import { RetiredNote } from "./retired-note";
import { TagField } from "./tag-field";
import { WholeField } from "./whole-field";
import { WholeNote } from "./whole-note";

/** What the grader's reasons come down to, and what others' call for. */
export type OwnReasons = {
  /** Who grades. */
  readonly grader: string;
  readonly causes: ReadonlyMap<OutputId, Cause | null>;
  /** Names of criteria that are called for. */
  readonly proposals: readonly string[];
};

type Props = {
  readonly projectId: ProjectId;
  readonly session: Session;
  readonly card: Card;
  readonly criteria: readonly GradingCriterion[];
  readonly reasons: OwnReasons;
  readonly noteRef: RefObject<HTMLTextAreaElement | null>;
  readonly tagRef: RefObject<HTMLInputElement | null>;
  /** Failure tags of this project, those used most first. */
  readonly tags: readonly string[];
  readonly dispatch: (event: SessionEvent) => void;
  /** Opens the form for a criterion. */
  readonly onWrite: (writing: Writing) => void;
};

/** The whole output first, then each criterion under its current wording; the note belongs to the whole output. */
export function DecisionPanel(props: Props) {
  const { session, card, noteRef, tagRef, tags, dispatch } = props;
  const whole = gradeOf(session, card.output.id, null);
  const isBad = whole?.mark === "bad";
  return (
    <section
      aria-label="Your grade"
      className="flex flex-col gap-4 lg:sticky lg:top-6 lg:max-h-[calc(100dvh-7rem)] lg:self-start"
    >
      <WholeField
        name="whole output"
        isCurrent={session.fieldIndex === 0}
        label={whole?.mark ?? null}
        onGrade={(answer) => gradeField(dispatch, 0, answer)}
      />
      <div className="flex flex-col gap-2">
        <WholeNote session={session} wasBad={isBad} noteRef={noteRef} dispatch={dispatch} />
        {isBad && session.note.trim() !== "" && <ComesDownTo {...props} />}
      </div>
      <TagField key={card.output.id} session={session} known={tags} inputRef={tagRef} dispatch={dispatch} />
      <CriteriaList {...props} />
      <Steps session={session} dispatch={dispatch} />
    </section>
  );
}

function gradeField(dispatch: Props["dispatch"], index: number, answer: Answer): void {
  dispatch({ type: "fieldChosen", index });
  dispatch({ type: "graded", answer, key: crypto.randomUUID() });
}

/** The reason that is written stands for a criterion, one to be, or a fault of the prompt. */
function ComesDownTo({ projectId, session, card, criteria, reasons }: Props) {
  const outputId = card.output.id;
  // What was said before stays hidden where the output is shown as if for the first time.
  const isFresh = card.shown.policy === "repeat" || card.shown.policy === "relook";
  const cause = isFresh ? null : (reasons.causes.get(outputId) ?? null);
  const isGone =
    cause?.kind === "criterion" && !criteria.some(({ criterionId }) => criterionId === cause.criterionId);
  return (
    <div className="flex flex-wrap items-center gap-2 px-2.5 text-sm">
      <span className="text-muted">it comes down to</span>
      <CauseChoice
        key={outputId}
        projectId={projectId}
        reason={{
          ...{ id: WHOLE_NOTE, outputId, grader: reasons.grader, text: session.note },
          cause: isGone ? null : cause,
        }}
        criteria={criteria.map(({ criterionId, name }) => ({ id: criterionId, name }))}
        proposals={reasons.proposals}
      />
    </div>
  );
}

/** Grades that stand against a measurement because their grader said so, newest last. */
const Kept = z.array(z.string());
const NONE: string[] = [];
const KEPT_AT_MOST = 500;

function CriteriaList({ projectId, session, card, criteria, dispatch, onWrite }: Props) {
  const { id, text } = card.output;
  const [kept, keep] = useKept(`touchstone.kept-grades.${projectId}`, Kept, NONE);
  const [retired, setRetired] = useState<readonly GradingCriterion[]>([]);
  const retire = useAction(retireCriterionAction);
  function edit(criterion: GradingCriterion, kind: CriterionEdit) {
    if (kind !== "retire") onWrite({ kind, criterion });
    else
      retire.start({ projectId, criterionId: criterion.criterionId }, ({ ok }) => {
        if (ok) setRetired((before) => [...before, criterion]);
      });
  }
  return (
    <div className="flex min-h-0 flex-col gap-1 lg:overflow-y-auto">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-sm font-medium text-muted">criteria</h2>
        <OnlyFor need="editor">
          <Button
            size="sm"
            variant="ghost"
            className="max-lg:min-h-11"
            onClick={() => onWrite({ kind: "new" })}
          >
            + new criterion
          </Button>
        </OnlyFor>
      </div>
      {retire.problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {retire.problem}
        </p>
      )}
      {criteria.map((criterion, i) => {
        const { criterionId } = criterion;
        const place = `${id}:${criterionId}`;
        return (
          <CriterionField
            key={place}
            criterion={criterion}
            text={text}
            isCurrent={session.fieldIndex === i + 1}
            isAskedAgain={card.ask?.includes(criterionId) ?? false}
            grade={gradeOf(session, id, criterionId)}
            canMerge={criteria.length > 1}
            isKept={kept.includes(place)}
            onKeep={() => keep([...kept, place].slice(-KEPT_AT_MOST))}
            onGrade={(answer) => gradeField(dispatch, i + 1, answer)}
            onReason={(note) => dispatch({ type: "reasoned", criterionId, note, key: crypto.randomUUID() })}
            onEdit={(kind) => edit(criterion, kind)}
          />
        );
      })}
      {retired
        .filter((gone) => !criteria.some(({ criterionId }) => criterionId === gone.criterionId))
        .map((gone) => (
          <RetiredNote
            key={gone.criterionId}
            projectId={projectId}
            criterion={gone}
            onDone={() => setRetired((before) => before.filter((one) => one !== gone))}
          />
        ))}
    </div>
  );
}

function Steps({ session, dispatch }: Pick<Props, "session" | "dispatch">) {
  const step = (type: "wentBack" | "undone" | "skipped" | "wentOn") =>
    dispatch({ type, key: crypto.randomUUID() });
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="sm"
        variant="ghost"
        className="max-lg:min-h-11"
        disabled={session.index === 0}
        onClick={() => step("wentBack")}
      >
        ← Back
      </Button>
      <Button size="sm" variant="ghost" className="max-lg:min-h-11" onClick={() => step("undone")}>
        Undo
      </Button>
      <Button size="sm" variant="ghost" data-once className="max-lg:min-h-11" onClick={() => step("skipped")}>
        Skip
      </Button>
      <Button size="sm" variant="secondary" className="max-lg:min-h-11" onClick={() => step("wentOn")}>
        Next →
      </Button>
    </div>
  );
}
