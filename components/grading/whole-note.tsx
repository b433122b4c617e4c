"use client";
import type { KeyboardEvent, RefObject } from "react";
import { TextArea } from "@/components/ui/field";
import type { Session, SessionEvent } from "@/lib/domain/grading-session";

type Props = {
  readonly session: Session;
  readonly wasBad: boolean;
  readonly noteRef: RefObject<HTMLTextAreaElement | null>;
  readonly dispatch: (event: SessionEvent) => void;
};

/** The note on the whole output: beside a bad grade it is the reason. */
export function WholeNote({ session, wasBad, noteRef, dispatch }: Props) {
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
