"use client";
import { Dialog } from "radix-ui";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Command, rebind, type Rebound } from "@/lib/domain/shortcuts";
import { sayKey, sayModifier, useIsMac } from "./say-key";
import { keepBindings, switchSingleKeys, useBindings } from "./use-bindings";

const DOES: Readonly<Record<Command, string>> = {
  good: "good",
  bad: "bad",
  unsure: "can't tell: counts as neither",
  nextField: "next criterion",
  previousField: "previous criterion",
  note: "note",
  tag: "failure tag",
  passage: "mark a passage: arrows choose the words, Enter goes on to its note",
  next: "next output",
  previous: "previous output",
  skip: "skip: it comes back at the end",
  undo: "undo what was done last",
  goTo: "go to an output by its id",
  stop: "stop, and sum up this session",
  sheet: "this sheet",
};

/** Those that stay as they are. */
const fixedKeys = (modifier: string): readonly (readonly [string, string])[] => [
  [`${modifier} Enter`, "next output, also from the note"],
  [`${modifier} Z`, "undo what was done last"],
  [`${modifier} S`, "save now, also from the note"],
  ["Enter", "in the note: go on"],
  ["Esc", "leave the note"],
];

function sayRebound(rebound: Rebound, tried: { readonly key: string; readonly command: Command }): string {
  switch (rebound.kind) {
    case "bound":
      return `${tried.key}: ${DOES[tried.command]}`;
    case "taken":
      return `“${tried.key}” is taken by “${DOES[rebound.by]}”. Press another key.`;
    case "reserved":
      return `“${tried.key}” is needed by the browser. Press another key.`;
    case "modified":
      return "A key alone: what is pressed with Ctrl, Alt or ⌘ is for the browser. Press another key.";
  }
}

type Props = { readonly isOpen: boolean; readonly onOpenChange: (isOpen: boolean) => void };

/** The keys of the page, and the place to change them. */
export function KeySheet({ isOpen, onOpenChange }: Props) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-30 max-h-[85dvh] w-[min(34rem,92vw)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-surface p-6"
        >
          <Dialog.Title className="mb-3 font-medium">Keys</Dialog.Title>
          <Sheet />
          <Dialog.Close asChild>
            <Button className="mt-4">Close</Button>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Sheet() {
  const { own, bindings, areSinglesOff } = useBindings();
  const isMac = useIsMac();
  const [changing, setChanging] = useState<Command | null>(null);
  const [said, setSaid] = useState("");

  useEffect(() => {
    if (changing === null) return;
    const command = changing;
    function onKey(event: KeyboardEvent) {
      if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") {
        setChanging(null);
        return;
      }
      const rebound = rebind(own, command, event);
      if (rebound.kind === "bound") {
        keepBindings(rebound.own);
        setChanging(null);
      }
      setSaid(sayRebound(rebound, { key: sayKey(event.key), command }));
    }
    // Before the dialog hears of it: Escape leaves the change, not the sheet.
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [changing, own]);

  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-1 text-sm">
        {Command.options.map((command) => (
          <div key={command} className="contents">
            <dt className="font-mono whitespace-nowrap">
              {changing === command ? "press a key…" : bindings[command].map(sayKey).join(" or ")}
            </dt>
            <dd className="flex items-baseline justify-between gap-2">
              {DOES[command]}
              <button
                type="button"
                className="shrink-0 rounded text-xs text-muted underline"
                aria-label={`Change the key for ${DOES[command]}`}
                onClick={() => {
                  setSaid("");
                  setChanging(changing === command ? null : command);
                }}
              >
                {changing === command ? "cancel" : "change"}
              </button>
            </dd>
          </div>
        ))}
        {fixedKeys(sayModifier(isMac)).map(([key, does]) => (
          <div key={key} className="contents text-muted">
            <dt className="font-mono">{key}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p role="status" className="mt-2 min-h-6 text-sm text-warn">
        {said}
      </p>
      {Object.keys(own).length > 0 && (
        <Button
          size="sm"
          onClick={() => {
            keepBindings(null);
            setSaid("All keys are as they were.");
          }}
        >
          Back to the usual keys
        </Button>
      )}
      <label className="mt-3 flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          checked={areSinglesOff}
          onChange={(event) => switchSingleKeys(event.target.checked)}
        />
        Switch off keys that are single letters or digits
      </label>
      <p className="mt-1 text-xs text-muted">Kept in this browser.</p>
    </>
  );
}
