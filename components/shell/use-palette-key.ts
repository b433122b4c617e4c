"use client";
import { useEffect } from "react";
import { isMac } from "@/components/ui/use-mod-key";

/** ⌘ K on a Mac, Ctrl K elsewhere, with no other key. */
function isPaletteKey(event: KeyboardEvent): boolean {
  const [isMod, isOther] = isMac() ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  return isMod && !isOther && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
}

/** Hears the key of the command palette, wherever the focus is; not while another dialog is open. */
export function usePaletteKey(isOpen: boolean, onToggle: (isOpen: boolean) => void): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (!isPaletteKey(event) || event.repeat || event.isComposing) return;
      const isOther = !isOpen && document.querySelector("[role=dialog], [role=alertdialog]") !== null;
      if (isOther) return;
      event.preventDefault();
      onToggle(!isOpen);
    }
    // Before the dialog, which keeps its keys to itself.
    document.addEventListener("keydown", onKey, { capture: true });
    return () => document.removeEventListener("keydown", onKey, { capture: true });
  }, [isOpen, onToggle]);
}
