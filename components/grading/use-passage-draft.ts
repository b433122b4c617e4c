"use client";
import { useEffect, useState, type RefObject } from "react";
import {
  movePick,
  passageAt,
  passageOfPick,
  passageOfWords,
  wordsOf,
  type Passage,
  type Span,
  type WordPick,
} from "@/lib/domain/passage";

/** A passage that is being chosen, from a selection or word by word with the keys (`pick`). */
export type PassageDraft = { readonly passage: Passage; readonly pick: WordPick | null };

type Drafting = {
  readonly draft: PassageDraft | null;
  /** From what is selected, else the first word, to be moved with the keys. */
  readonly begin: () => void;
  readonly move: (by: number, isExtending: boolean) => void;
  readonly cancel: () => void;
};

/** So much of a text can be gone through word by word; what is behind it can be selected. */
const PICK_WITHIN = 50_000;

/** What a person points at in the text inside `area`: selected with a pointer or a finger, or chosen with the keys. */
export function usePassageDraft(area: RefObject<HTMLElement | null>, text: string): Drafting {
  const [draft, setDraft] = useState<PassageDraft | null>(null);
  const [words, setWords] = useState<readonly Span[]>([]);

  useEffect(() => {
    function onSelect() {
      const passage = area.current && selectedIn(area.current, text);
      if (passage) setDraft({ passage, pick: null });
    }
    document.addEventListener("selectionchange", onSelect);
    return () => document.removeEventListener("selectionchange", onSelect);
  }, [area, text]);

  const put = (pick: WordPick, among: readonly Span[]) => {
    const passage = passageOfPick(text, among, pick);
    if (passage) setDraft({ passage, pick });
  };
  return {
    draft,
    begin: () => {
      if (draft) return;
      const among = wordsOf(text.slice(0, PICK_WITHIN));
      setWords(among);
      put({ anchor: 0, focus: 0 }, among);
    },
    move: (by, isExtending) => {
      if (draft?.pick) put(movePick(draft.pick, { by, isExtending, count: words.length }), words);
    },
    cancel: () => {
      setDraft(null);
      document.getSelection()?.removeAllRanges();
    },
  };
}

/** The selection as a passage of the text; null: nothing is selected there, or its place cannot be told. */
function selectedIn(area: HTMLElement, text: string): Passage | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(area)) return null;
  const raw = area.querySelector("[data-raw-text]");
  if (!raw?.contains(range.startContainer))
    // Laid out as Markdown or JSON: only its words say where it is.
    return area.contains(range.startContainer) ? passageOfWords(text, selection.toString()) : null;
  const inside = range.cloneRange();
  // A triple click ends in the next paragraph.
  if (!raw.contains(range.endContainer)) inside.setEnd(raw, raw.childNodes.length);
  const before = document.createRange();
  before.selectNodeContents(raw);
  before.setEnd(inside.startContainer, inside.startOffset);
  const start = before.toString().length;
  return passageAt(text, { start, end: start + inside.toString().length });
}
