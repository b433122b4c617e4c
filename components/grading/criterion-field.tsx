"use client";
import clsx from "clsx";
import Link from "next/link";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useMay } from "@/components/shell/membership";
import { Examples } from "@/components/ui/examples";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/field";
import { Menu } from "@/components/ui/menu";
import { measure, type Measurement } from "@/lib/domain/checks/measure";
import type { MyGrade } from "@/lib/domain/card";
import type { Answer, Label } from "@/lib/domain/grade";
import { AnswerButtons } from "./answer-buttons";
import type { GradingCriterion } from "./grading-criterion";

/** What an editor does to a criterion from its row. */
export type CriterionEdit = "reword" | "split" | "merge" | "retire";

type Props = {
  readonly criterion: GradingCriterion;
  /** The text under judgement. */
  readonly text: string;
  readonly isCurrent: boolean;
  readonly isAskedAgain: boolean;
  readonly grade: MyGrade | null;
  /** Whether there is another criterion to merge it with. */
  readonly canMerge: boolean;
  /** The grader has said that a grade stands against what was measured. */
  readonly isKept: boolean;
  readonly onKeep: () => void;
  readonly onGrade: (answer: Answer) => void;
  readonly onReason: (note: string) => void;
  readonly onEdit: (edit: CriterionEdit) => void;
};

/** A criterion under its current wording; the one that the keys grade shows them. */
export function CriterionField(props: Props) {
  const { criterion, text, isCurrent, grade, onGrade } = props;
  const { name, wording, examples, measurable } = criterion;
  const row = useRef<HTMLDivElement>(null);
  const measured = measurable && measure(measurable.what, text);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  return (
    <div
      ref={row}
      tabIndex={-1}
      role="group"
      aria-label={name}
      className={clsx("rounded-md border px-2.5 py-1.5", isCurrent ? "border-accent" : "border-transparent")}
      data-current={isCurrent}
    >
      <div className="flex justify-between gap-x-3 gap-y-1.5 max-lg:flex-col lg:items-center">
        <div className="min-w-0">
          <Title {...props} />
          {wording !== name && (
            <p className={clsx("text-xs break-words text-muted", !isCurrent && "line-clamp-2")}>{wording}</p>
          )}
          {isCurrent && <Examples examples={examples} className="text-xs" />}
          {measured && <Measured measured={measured} isAsked={criterion.isMeasured !== true} />}
        </div>
        <div className="flex shrink-0 gap-1">
          <AnswerButtons isHinted={isCurrent} label={grade?.mark ?? null} onGrade={onGrade} />
        </div>
      </div>
      {measured && measurable.isAll && grade && (
        <Doubt {...props} grade={grade} isWithin={measured.isWithin} onSettled={() => row.current?.focus()} />
      )}
      {grade?.mark === "bad" && <Reason {...props} note={grade.note} />}
    </div>
  );
}

function Title({ criterion, isCurrent, isAskedAgain, canMerge, onEdit }: Props) {
  const { name, revision, pairsAt } = criterion;
  const isEditor = useMay("editor");
  const asks = (says: string, edit: CriterionEdit) => ({ says, onSelect: () => onEdit(edit) });
  return (
    <div className="flex items-start gap-1.5">
      <p className="min-w-0 flex-1 text-sm break-words">
        {name}
        <span
          className="ml-1.5 text-xs text-muted tabular-nums"
          title={`revision ${revision} of the wording`}
        >
          {`r${revision}`}
        </span>
        {isAskedAgain && <span className="text-warn">{" ⟳ asked again"}</span>}
        {isCurrent && isEditor && (
          <button
            type="button"
            className="ml-2 rounded text-xs text-muted underline max-lg:hidden"
            aria-label={`Reword ${name}`}
            onClick={() => onEdit("reword")}
          >
            reword
          </button>
        )}
        {pairsAt !== null && (
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
      {isEditor && (
        <Menu
          label={`Change ${name}`}
          items={[
            asks("Reword…", "reword"),
            asks("Split…", "split"),
            ...(canMerge ? [asks("Merge with…", "merge")] : []),
            asks("Retire", "retire"),
          ]}
        />
      )}
    </div>
  );
}

/** What can be measured is shown, and where that is all, nobody is asked. */
function Measured({ measured, isAsked }: { readonly measured: Measurement; readonly isAsked: boolean }) {
  const { says, isWithin } = measured;
  return (
    <p className="text-xs break-words tabular-nums">
      <span className={isWithin ? "text-good" : "text-bad"}>{`${isWithin ? "✓" : "✕"} ${says}`}</span>
      {!isAsked && <span className="text-muted">{" · measured, not asked"}</span>}
    </p>
  );
}

/** A grade that says otherwise than what was measured is questioned once, and never changed unasked. */
function Doubt(
  props: Pick<Props, "criterion" | "isKept" | "onKeep" | "onGrade"> & {
    readonly grade: MyGrade;
    readonly isWithin: boolean;
    readonly onSettled: () => void;
  },
) {
  const { criterion, isKept, onKeep, onGrade, grade, isWithin, onSettled } = props;
  const measured: Label = isWithin ? "good" : "bad";
  if (isKept || grade.mark === "unsure" || grade.mark === measured) return null;
  return (
    <div role="alert" className="mt-1.5 flex flex-wrap items-center gap-2 text-xs">
      <span className="text-warn">{`⚠ You said ${grade.mark}, the measurement says ${measured}.`}</span>
      <Button
        // The question is answered where the hands are: Enter keeps the grade.
        autoFocus
        size="sm"
        className="max-lg:min-h-11"
        aria-label={`Keep ${grade.mark} on ${criterion.name}`}
        onClick={() => {
          onKeep();
          onSettled();
        }}
      >
        Keep
      </Button>
      <Button
        size="sm"
        className="max-lg:min-h-11"
        aria-label={`Change ${criterion.name} to ${measured}`}
        onClick={() => {
          onGrade(measured);
          onSettled();
        }}
      >
        Change
      </Button>
    </div>
  );
}

/** One line on why it is bad; it goes with the grade when the line is left. */
function Reason({
  criterion,
  note,
  onReason,
}: Pick<Props, "criterion" | "onReason"> & { readonly note: string }) {
  const [draft, setDraft] = useState(note);
  const [known, setKnown] = useState(note);
  if (known !== note) {
    setKnown(note);
    setDraft(note);
  }
  function onKey(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key !== "Enter" && event.key !== "Escape") return;
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    event.currentTarget.blur();
  }
  return (
    <TextInput
      aria-label={`Why it is bad on ${criterion.name}`}
      placeholder="why? (optional)"
      dir="auto"
      maxLength={20_000}
      value={draft}
      className="mt-1.5 w-full text-sm max-lg:min-h-11"
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={onKey}
      onBlur={() => onReason(draft.trim())}
    />
  );
}
