"use client";
import { useEffect, useRef } from "react";
import type { SessionEvent } from "@/lib/domain/grading-session";

export const SHORTCUTS_OFF = "touchstone.shortcuts-off";

type Keys = {
  readonly dispatch: (event: SessionEvent) => void;
  readonly focusNote: () => void;
  readonly focusTags: () => void;
  /** Chooses a passage, or says something of the one that is selected. */
  readonly markPassage: () => void;
  readonly openSheet: () => void;
  readonly isBlocked: boolean;
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

/**
 * The keyboard of the grading page: suspended while typing, in dialogs and while an input method composes; a key that
 * is held down grades once. Single letters can be switched off (WCAG 2.1.4).
 */
export function useGradingKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const { dispatch, focusNote, focusTags, markPassage, openSheet, isBlocked } = latest.current;
      if (isBlocked || event.repeat || event.isComposing || event.defaultPrevented) return;
      const key = crypto.randomUUID();
      const withCommand = event.metaKey || event.ctrlKey;
      const act = (work: () => void) => {
        event.preventDefault();
        work();
      };
      if (withCommand && event.key === "Enter") {
        act(() => {
          if (event.target instanceof HTMLElement) event.target.blur();
          dispatch({ type: "wentOn", key });
        });
        return;
      }
      if (isTyping(event.target) || event.altKey) return;
      if (withCommand) {
        if (event.key.toLowerCase() === "z" && !event.shiftKey) act(() => dispatch({ type: "undone", key }));
        return;
      }
      if (event.key.length === 1 && localStorage.getItem(SHORTCUTS_OFF) !== null) return;
      // A button under the focus keeps its Enter and Space.
      switch (event.key) {
        case "1":
        case "a":
          act(() => dispatch({ type: "graded", answer: "good", key }));
          return;
        case "2":
        case "x":
          act(() => dispatch({ type: "graded", answer: "bad", key }));
          return;
        case "3":
        case "c":
          act(() => dispatch({ type: "graded", answer: "unsure", key }));
          return;
        case "ArrowRight":
        case "j":
          act(() => dispatch({ type: "wentOn", key }));
          return;
        case "ArrowLeft":
        case "k":
          act(() => dispatch({ type: "wentBack", key }));
          return;
        case "ArrowDown":
          act(() => dispatch({ type: "fieldMoved", by: 1 }));
          return;
        case "ArrowUp":
          act(() => dispatch({ type: "fieldMoved", by: -1 }));
          return;
        case "s":
        case "d":
          act(() => dispatch({ type: "skipped", key }));
          return;
        case "u":
          act(() => dispatch({ type: "undone", key }));
          return;
        case "n":
          act(focusNote);
          return;
        case "t":
          act(focusTags);
          return;
        case "h":
          act(markPassage);
          return;
        case "?":
          act(openSheet);
          return;
      }
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
