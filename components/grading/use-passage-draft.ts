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
  /** What is selected cannot be found in the text as it came, or not in one place alone. */
  readonly isLost: boolean;
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
  const [isLost, setLost] = useState(false);
  const [words, setWords] = useState<readonly Span[]>([]);

  useEffect(() => {
    function onSelect() {
      const selected = area.current && selectedIn(area.current, text);
      // A selection that is given up says nothing: the way out is still to be clicked.
      if (!selected) return;
      setLost(selected.passage === null);
      if (selected.passage) setDraft({ passage: selected.passage, pick: null });
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
    isLost,
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
      setLost(false);
      document.getSelection()?.removeAllRanges();
    },
  };
}

/** What is selected there, as a passage of the text (null: its place cannot be told); null: nothing is. */
function selectedIn(area: HTMLElement, text: string): { readonly passage: Passage | null } | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(area) || selection.toString().trim() === "") return null;
  const raw = area.querySelector("[data-raw-text]");
  if (!raw?.contains(range.startContainer))
    // Laid out as Markdown, JSON or code: only its words say where it is.
    return !raw && area.contains(range.startContainer)
      ? { passage: passageOfWords(text, selection.toString()) }
      : null;
  const inside = range.cloneRange();
  // A triple click ends in the next paragraph.
  if (!raw.contains(range.endContainer)) inside.setEnd(raw, raw.childNodes.length);
  const before = document.createRange();
  before.selectNodeContents(raw);
  before.setEnd(inside.startContainer, inside.startOffset);
  const start = before.toString().length;
  return { passage: passageAt(text, { start, end: start + inside.toString().length }) };
}
