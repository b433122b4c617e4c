"use client";
import { useEffect, useRef } from "react";
import type { SessionEvent } from "@/lib/domain/grading-session";
import { commandOf, type Command } from "@/lib/domain/shortcuts";
import { createPressGuard } from "./press-guard";
import { scrollsItself } from "./scrolls-itself";
import { useBindings } from "./use-bindings";

type Keys = {
  readonly dispatch: (event: SessionEvent) => void;
  readonly focusNote: () => void;
  readonly focusTags: () => void;
  /** Chooses a passage, or says something of the one that is selected. */
  readonly markPassage: () => void;
  /** Asks for the id of an output. */
  readonly goTo: () => void;
  readonly openSheet: () => void;
  readonly stop: () => void;
  /** Sends what is unsent, and what is typed where it can be. */
  readonly saveNow: () => void;
  readonly isBlocked: boolean;
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

/** The buttons that say something of the card on show. */
const SAYING = '[aria-label="Your grade"] :is([aria-pressed], [data-once])';
const ANY_BUTTON = '[aria-label="Your grade"] button';

const within = (target: EventTarget | null, selector: string): Element | null =>
  target instanceof Element ? target.closest(selector) : null;

/**
 * The keyboard of the grading page: suspended while typing, in dialogs and while an input method composes; a key that
 * is held down grades once. Ctrl/⌘ with Enter, Z and S are fixed; the others can be changed.
 */
export function useGradingKeys(keys: Keys): void {
  const { bindings, areSinglesOff } = useBindings();
  const latest = useRef({ ...keys, bindings, areSinglesOff });
  useEffect(() => {
    latest.current = { ...keys, bindings, areSinglesOff };
  });

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const now = latest.current;
      if (now.isBlocked || event.repeat || event.isComposing || event.defaultPrevented) return;
      if (isSave(event)) {
        event.preventDefault();
        now.saveNow();
        return;
      }
      const command = fixedCommandOf(event) ?? freeCommandOf(event, now);
      if (command === null) return;
      event.preventDefault();
      if (event.target instanceof HTMLElement && isTyping(event.target)) event.target.blur();
      obey(command, now);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  useEffect(guardPresses, []);
}

/** One press says one thing: neither a key that is held down nor a double click grades the card behind it, too. */
function guardPresses(): () => void {
  const guard = createPressGuard();
  let isTypingSince = false;
  function onKey(event: KeyboardEvent) {
    if (!event.repeat) {
      isTypingSince = isTyping(event.target);
      return;
    }
    // A key held down that has moved the focus to the note is not meant to write there.
    const hasMoved = isTyping(event.target) && !isTypingSince;
    const isPress = (event.key === "Enter" || event.key === " ") && within(event.target, ANY_BUTTON);
    if (hasMoved || isPress) event.preventDefault();
  }
  function onClick(event: MouseEvent) {
    const button = within(event.target, SAYING);
    // Those of the keyboard have no count.
    if (!button || event.detail === 0 || guard.isFirst(button, event.timeStamp)) return;
    event.preventDefault();
    event.stopPropagation();
  }
  document.addEventListener("keydown", onKey, { capture: true });
  document.addEventListener("click", onClick, { capture: true });
  return () => {
    document.removeEventListener("keydown", onKey, { capture: true });
    document.removeEventListener("click", onClick, { capture: true });
  };
}

const isSave = (event: KeyboardEvent): boolean =>
  (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s";

/** Keys that work wherever the focus is, or that every program has. */
function fixedCommandOf(event: KeyboardEvent): Command | null {
  if (!event.metaKey && !event.ctrlKey) return null;
  if (event.key === "Enter") return "next";
  const isUndo = event.key.toLowerCase() === "z" && !event.shiftKey && !event.altKey;
  return isUndo && !isTyping(event.target) ? "undo" : null;
}

function freeCommandOf(
  event: KeyboardEvent,
  { bindings, areSinglesOff }: Pick<ReturnType<typeof useBindings>, "bindings" | "areSinglesOff">,
): Command | null {
  if (isTyping(event.target) || event.altKey || event.metaKey || event.ctrlKey) return null;
  if (event.key.length === 1 && areSinglesOff) return null;
  if (scrollsItself(event.key, event.target)) return null;
  return commandOf(bindings, event.key);
}

function obey(command: Command, keys: Keys): void {
  const key = crypto.randomUUID();
  switch (command) {
    case "good":
    case "bad":
    case "unsure":
      keys.dispatch({ type: "graded", answer: command, key });
      return;
    case "next":
      keys.dispatch({ type: "wentOn", key });
      return;
    case "previous":
      keys.dispatch({ type: "wentBack", key });
      return;
    case "nextField":
      keys.dispatch({ type: "fieldMoved", by: 1 });
      return;
    case "previousField":
      keys.dispatch({ type: "fieldMoved", by: -1 });
      return;
    case "skip":
      keys.dispatch({ type: "skipped", key });
      return;
    case "undo":
      keys.dispatch({ type: "undone", key });
      return;
    case "note":
      keys.focusNote();
      return;
    case "tag":
      keys.focusTags();
      return;
    case "passage":
      keys.markPassage();
      return;
    case "goTo":
      keys.goTo();
      return;
    case "stop":
      keys.stop();
      return;
    case "sheet":
      keys.openSheet();
      return;
  }
}
