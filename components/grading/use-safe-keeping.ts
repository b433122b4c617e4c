"use client";
import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";
import { MISSED, useProjectChange } from "@/components/shell/live-refresh";
import type { OutputId } from "@/lib/domain/ids";
import type { Grading } from "./grading-store";

type Keeping = Pick<Grading, "keepNote" | "tryAgain" | "lookAgain">;

/** What is typed is kept when its field or the page is left, and what was stopped is tried again when one comes back. */
export function useSafeKeeping(
  { keepNote, tryAgain, lookAgain }: Keeping,
  note: RefObject<HTMLTextAreaElement | null>,
): void {
  useProjectChange((what) => {
    if (what === "grades" || what === "outputs" || what === MISSED) lookAgain();
  });
  useEffect(() => {
    const onLeave = ({ target }: FocusEvent) => {
      if (target === note.current) keepNote();
    };
    const onHide = () => {
      if (document.visibilityState === "hidden") keepNote();
    };
    document.addEventListener("focusout", onLeave);
    document.addEventListener("visibilitychange", onHide);
    window.addEventListener("pagehide", keepNote);
    window.addEventListener("focus", tryAgain);
    return () => {
      document.removeEventListener("focusout", onLeave);
      document.removeEventListener("visibilitychange", onHide);
      window.removeEventListener("pagehide", keepNote);
      window.removeEventListener("focus", tryAgain);
      keepNote();
    };
  }, [keepNote, tryAgain, note]);
}

/** The next card is read from its beginning, wherever the one before it was left. */
export function useTopOfCard(outputId: OutputId | null): void {
  const before = useRef(outputId);
  useLayoutEffect(() => {
    if (before.current !== null && outputId !== null && before.current !== outputId) {
      // At once: there is nothing to follow with the eyes.
      window.scrollTo({ top: 0, behavior: "instant" });
      document.querySelector('[aria-label="Output to grade"]')?.scrollTo({ top: 0, behavior: "instant" });
    }
    before.current = outputId;
  }, [outputId]);
}
