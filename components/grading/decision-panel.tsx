"use client";
import clsx from "clsx";
import Link from "next/link";
import { useEffect, useRef, type KeyboardEvent, type RefObject } from "react";
import { Button } from "@/components/ui/button";
import { LabelMark } from "@/components/ui/marks";
import { TextArea } from "@/components/ui/field";
import type { Card } from "@/lib/domain/card";
import { measureLength, type Measurement } from "@/lib/domain/checks/measure-length";
import type { Answer } from "@/lib/domain/grade";
import { gradeOf, type Session, type SessionEvent } from "@/lib/domain/grading-session";
import type { GradingCriterion } from "./grading-criterion";
import { sayKey } from "./say-key";
import { useBindings } from "./use-bindings";
import { TagField } from "./tag-field";

type Props = {
  readonly session: Session;
  readonly card: Card;
  readonly criteria: readonly GradingCriterion[];
  readonly noteRef: RefObject<HTMLTextAreaElement | null>;
  readonly tagRef: RefObject<HTMLInputElement | null>;
  /** Failure tags of this project, those used most first. */
  readonly tags: readonly string[];
  readonly dispatch: (event: SessionEvent) => void;
  /** Opens the form for a new criterion (null) or another wording of this one. */
  readonly onWrite: (criterion: GradingCriterion | null) => void;
};

/** The whole output first, then each criterion under its current wording; the note belongs to the whole output. */
export function DecisionPanel(props: Props) {
  const { session, card, criteria, noteRef, tagRef, tags, dispatch, onWrite } = props;
  const whole = gradeOf(session, card.output.id, null);
  const grade = (index: number, answer: Answer) => {
    dispatch({ type: "fieldChosen", index });
    dispatch({ type: "graded", answer, key: crypto.randomUUID() });
  };

  return (
    <section
      aria-label="Your grade"
      className="flex flex-col gap-4 max-md:pb-24 lg:sticky lg:top-6 lg:max-h-[calc(100dvh-7rem)] lg:self-start"
    >
      <WholeField
        name="whole output"
        isCurrent={session.fieldIndex === 0}
        label={whole?.mark ?? null}
        onGrade={(answer) => grade(0, answer)}
      />
      <Note session={session} wasBad={whole?.mark === "bad"} noteRef={noteRef} dispatch={dispatch} />
      <TagField key={card.output.id} session={session} known={tags} inputRef={tagRef} dispatch={dispatch} />
      <div className="flex min-h-0 flex-col gap-1 md:overflow-y-auto">
        <div className="flex items-center justify-between gap-2">
          <h2 className="text-sm font-medium text-muted">criteria</h2>
          <Button size="sm" variant="ghost" onClick={() => onWrite(null)}>
            + new criterion
          </Button>
        </div>
        {criteria.map((criterion, i) => (
          <CriterionField
            key={criterion.criterionId}
            name={criterion.name}
            wording={criterion.wording}
            measured={criterion.length && measureLength(criterion.length, card.output.text)}
            isCurrent={session.fieldIndex === i + 1}
            isAskedAgain={card.ask?.some((id) => id === criterion.criterionId) ?? false}
            pairsAt={criterion.pairsAt}
            label={gradeOf(session, card.output.id, criterion.criterionId)?.mark ?? null}
            onGrade={(answer) => grade(i + 1, answer)}
            onReword={() => onWrite(criterion)}
          />
        ))}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          variant="ghost"
          disabled={session.index === 0}
          onClick={() => dispatch({ type: "wentBack", key: crypto.randomUUID() })}
        >
          ← Back
        </Button>
        <Button
          size="sm"
          variant="ghost"
          onClick={() => dispatch({ type: "undone", key: crypto.randomUUID() })}
        >
          Undo
        </Button>
        <Button
          size="sm"
          variant="ghost"
          data-once
          onClick={() => dispatch({ type: "skipped", key: crypto.randomUUID() })}
        >
          Skip
        </Button>
        <Button
          size="sm"
          variant="secondary"
          onClick={() => dispatch({ type: "wentOn", key: crypto.randomUUID() })}
        >
          Next →
        </Button>
      </div>
    </section>
  );
}

type FieldProps = {
  readonly name: string;
  readonly isCurrent: boolean;
  readonly label: Answer | null;
  readonly onGrade: (answer: Answer) => void;
};

function WholeField({ name, isCurrent, label, onGrade }: FieldProps) {
  return (
    <div
      role="group"
      aria-label={name}
      className={clsx(
        // Under the thumbs on a phone, wherever the page is scrolled to.
        "max-md:fixed max-md:inset-x-0 max-md:bottom-14 max-md:z-10 max-md:border-x-0 max-md:border-line max-md:bg-surface",
        "rounded-md border p-2.5 max-md:rounded-none",
        isCurrent ? "md:border-accent" : "md:border-transparent",
      )}
      data-current={isCurrent}
    >
      <div className="mb-1.5 flex items-baseline justify-between gap-2 max-md:sr-only">
        <span className="font-medium">{name}</span>
        <span className="text-sm">
          <LabelMark label={label} />
        </span>
      </div>
      <div className="flex gap-1.5">
        {CHOICES.map((choice) => (
          <Choice key={choice} choice={choice} isBig isHinted={isCurrent} label={label} onGrade={onGrade} />
        ))}
      </div>
    </div>
  );
}

/** One line a criterion, so that eight of them stay in sight; the one that the keys grade shows them. */
function CriterionField({
  name,
  wording,
  measured,
  isCurrent,
  isAskedAgain,
  pairsAt,
  label,
  onGrade,
  onReword,
}: FieldProps & {
  readonly wording: string;
  readonly measured: Measurement | null;
  readonly isAskedAgain: boolean;
  readonly pairsAt: string | null;
  readonly onReword: () => void;
}) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  return (
    <div
      ref={row}
      role="group"
      aria-label={name}
      className={clsx(
        "flex items-center justify-between gap-3 rounded-md border px-2.5 py-1.5",
        isCurrent ? "border-accent" : "border-transparent",
      )}
      data-current={isCurrent}
    >
      <div className="min-w-0">
        <p className="text-sm break-words">
          {name}
          {isAskedAgain && <span className="text-warn">{" ⟳ asked again"}</span>}
          {isCurrent && (
            <button
              type="button"
              className="ml-2 rounded text-xs text-muted underline"
              aria-label={`Reword ${name}`}
              onClick={onReword}
            >
              reword
            </button>
          )}
          {isCurrent && pairsAt !== null && (
            <Link
              href={pairsAt}
              prefetch={false}
              className="ml-2 rounded text-xs text-muted underline"
              aria-label={`Compare pairs on ${name}`}
            >
              compare pairs
            </Link>
          )}
        </p>
        {wording !== name && (
          <p className={clsx("text-xs break-words text-muted", !isCurrent && "line-clamp-2")}>{wording}</p>
        )}
        {measured && <Measured measured={measured} label={label} />}
      </div>
      <div className="flex shrink-0 gap-1">
        {CHOICES.map((choice) => (
          <Choice key={choice} choice={choice} isHinted={isCurrent} label={label} onGrade={onGrade} />
        ))}
      </div>
    </div>
  );
}

/** What can be counted is shown; a grade that says otherwise is questioned, not changed. */
function Measured({ measured, label }: { readonly measured: Measurement; readonly label: Answer | null }) {
  const { count, limit, isWithin } = measured;
  const contradicts = (label === "good" || label === "bad") && (label === "good") !== isWithin;
  return (
    <p className="text-xs tabular-nums">
      <span className={isWithin ? "text-good" : "text-bad"}>
        {`${isWithin ? "✓" : "✕"} ${count.toLocaleString("en")} ${limit.unit}`}
      </span>
      {contradicts && (
        <span role="status" className="block text-warn">
          {`⚠ You graded it ${label} although the count says otherwise: is the limit what you mean?`}
        </span>
      )}
    </p>
  );
}

const CHOICES: readonly Answer[] = ["good", "bad", "unsure"];

const LOOKS: Readonly<
  Record<Answer, { readonly icon: string; readonly word: string; readonly tone: string }>
> = {
  good: { icon: "✓", word: "good", tone: "border-good text-good" },
  bad: { icon: "✕", word: "bad", tone: "border-bad text-bad" },
  unsure: { icon: "?", word: "can't tell", tone: "border-text" },
};

function Choice(props: {
  readonly choice: Answer;
  readonly isBig?: boolean;
  /** Whether the keys grade this field now. */
  readonly isHinted: boolean;
  readonly label: Answer | null;
  readonly onGrade: (answer: Answer) => void;
}) {
  const { choice, isBig = false, isHinted, label, onGrade } = props;
  const isPressed = label === choice;
  const { icon, word, tone } = LOOKS[choice];
  const { bindings, areSinglesOff } = useBindings();
  const key = bindings[choice][0] ?? "";
  return (
    <Button
      aria-pressed={isPressed}
      size={isBig ? "md" : "sm"}
      className={clsx(
        isBig && "flex-auto gap-1.5! px-2! whitespace-nowrap max-md:min-h-14",
        isPressed && `${tone} border-2`,
      )}
      onClick={() => onGrade(choice)}
    >
      <span aria-hidden>{icon}</span>
      <span className={clsx(!isBig && "sr-only")}>{word}</span>
      {isHinted && !(areSinglesOff && key.length === 1) && (
        <kbd
          aria-hidden
          className="hidden rounded border border-line px-1 font-mono text-xs text-muted lg:inline pointer-coarse:hidden"
        >
          {sayKey(key)}
        </kbd>
      )}
    </Button>
  );
}

function Note({
  session,
  wasBad,
  noteRef,
  dispatch,
}: Pick<Props, "session" | "noteRef" | "dispatch"> & { readonly wasBad: boolean }) {
  function onKey(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") event.currentTarget.blur();
    if (event.key !== "Enter" || event.shiftKey || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    event.currentTarget.blur();
    dispatch({ type: "wentOn", key: crypto.randomUUID() });
  }
  return (
    <label className="flex flex-col gap-1 px-2.5 text-sm">
      <span className={wasBad ? "font-medium" : "text-muted"}>
        {wasBad ? "Why is it bad?" : "Note (optional)"}
      </span>
      <TextArea
        ref={noteRef}
        rows={2}
        dir="auto"
        maxLength={20_000}
        value={session.note}
        placeholder={wasBad ? "invents a delivery date" : ""}
        onChange={(event) => dispatch({ type: "noteTyped", note: event.target.value })}
        onKeyDown={onKey}
      />
      <span className="hidden text-xs text-muted lg:block pointer-coarse:hidden">
        Enter goes on, Shift+Enter begins a new line
      </span>
    </label>
  );
}
