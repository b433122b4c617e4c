"use client";
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { Button } from "@/components/ui/button";
import { Select, TextInput } from "@/components/ui/field";
import type { Field } from "@/lib/domain/grading-session";
import type { CriterionId } from "@/lib/domain/ids";
import { MOST_QUOTED, TOO_LONG } from "@/lib/domain/passage";
import type { PassageDraft } from "./use-passage-draft";

type Props = {
  readonly draft: PassageDraft;
  readonly noteRef: RefObject<HTMLInputElement | null>;
  readonly move: (by: number, isExtending: boolean) => void;
  /** What a passage can be marked for: the whole output and each criterion. */
  readonly fields: readonly Field[];
  /** The place among them that is offered first. */
  readonly fieldIndex: number;
  readonly onMark: (note: string, criterionId: CriterionId | null) => void;
  readonly onCancel: () => void;
};

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10 };

/** The passage that is being chosen: word by word with the keys where there is no selection, and what is said of it. */
export function PassagePanel(props: Props) {
  const { draft, noteRef, move, fields, fieldIndex, onMark, onCancel } = props;
  const [note, setNote] = useState("");
  const [about, setAbout] = useState(fields[fieldIndex]?.criterionId ?? null);
  const picker = useRef<HTMLDivElement>(null);
  const isPicking = draft.pick !== null;
  const isTooLong = draft.passage.quote.length > MOST_QUOTED;
  useEffect(() => {
    if (isPicking) picker.current?.focus();
  }, [isPicking]);

  function onPick(event: KeyboardEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey || event.key === "Tab" || event.key === "Shift")
      return;
    event.preventDefault();
    const by = STEPS[event.key];
    if (by !== undefined) move(by, event.shiftKey);
    else if (event.key === "Enter") noteRef.current?.focus();
    else if (event.key === "Escape") onCancel();
  }
  function onNoteKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onCancel();
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (!isTooLong) onMark(note, about);
  }

  return (
    <div
      role="group"
      aria-label="Mark a passage"
      className="sticky bottom-2 z-10 mt-3 flex flex-col gap-2 rounded-md border border-line bg-surface p-3 text-sm max-md:bottom-36 md:max-lg:bottom-24"
    >
      <div
        ref={picker}
        role="application"
        tabIndex={isPicking ? 0 : -1}
        aria-label="Passage: arrow keys move it, with Shift they extend it, Enter goes on to the note"
        onKeyDown={isPicking ? onPick : undefined}
        className="rounded"
      >
        <q aria-live="polite" dir="auto" className="line-clamp-3 break-words">
          {draft.passage.quote}
        </q>
        {isPicking && (
          <p className="text-xs text-muted">
            ← → a word, ↑ ↓ ten words, with Shift to extend · Enter: note · Esc: cancel
          </p>
        )}
      </div>
      {isTooLong && (
        <p role="alert" className="text-warn">
          {TOO_LONG}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <TextInput
          ref={noteRef}
          aria-label="Note on the passage"
          placeholder="what is wrong here?"
          maxLength={2_000}
          value={note}
          className="min-w-0 flex-1"
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={onNoteKey}
        />
        <Select
          aria-label="What the passage is marked for"
          className="max-w-40"
          value={about ?? ""}
          onChange={(event) =>
            setAbout(
              fields.find(({ criterionId }) => criterionId === event.target.value)?.criterionId ?? null,
            )
          }
        >
          {fields.map(({ criterionId, name }) => (
            <option key={criterionId ?? ""} value={criterionId ?? ""}>
              {name}
            </option>
          ))}
        </Select>
        <Button size="sm" variant="primary" disabled={isTooLong} onClick={() => onMark(note, about)}>
          Mark
        </Button>
        <Button size="sm" variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
