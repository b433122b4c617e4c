"use client";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { SHORTCUTS_OFF } from "./use-grading-keys";

const KEYS: readonly (readonly [string, string])[] = [
  ["1 or a", "good"],
  ["2 or x", "bad"],
  ["3 or c", "can't tell: counts as neither"],
  ["↓ ↑", "next, previous criterion"],
  ["n", "note"],
  ["t", "failure tag"],
  ["h", "mark a passage: choose words with the arrows, Enter goes on to its note"],
  ["Enter", "in the note: go on"],
  ["→ or j, Ctrl/⌘ Enter", "next output"],
  ["← or k", "previous output"],
  ["s or d", "skip: it comes back at the end"],
  ["u, Ctrl/⌘ Z", "undo the last grade"],
  ["Esc", "leave the note"],
  ["?", "this sheet"],
];

export function KeySheet({
  isOpen,
  onOpenChange,
}: {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-30 max-h-[85dvh] w-[min(28rem,92vw)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-surface p-6"
        >
          <Dialog.Title className="mb-3 font-medium">Keys</Dialog.Title>
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
            {KEYS.map(([key, does]) => (
              <div key={key} className="contents">
                <dt className="font-mono">{key}</dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <SwitchOff />
          <Dialog.Close asChild>
            <Button className="mt-4">Close</Button>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Rendered only while the sheet is open, so the browser's storage is at hand. */
function SwitchOff() {
  const [isOff, setOff] = useState(
    () => typeof localStorage !== "undefined" && localStorage.getItem(SHORTCUTS_OFF) !== null,
  );
  return (
    <label className="mt-4 flex items-center gap-2 text-sm">
      <input
        type="checkbox"
        checked={isOff}
        onChange={(event) => {
          setOff(event.target.checked);
          if (event.target.checked) localStorage.setItem(SHORTCUTS_OFF, "1");
          else localStorage.removeItem(SHORTCUTS_OFF);
        }}
      />
      Switch off keys that are single letters or digits
    </label>
  );
}
