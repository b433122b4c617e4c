"use client";
import clsx from "clsx";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useEffect, useId, useState, type KeyboardEvent } from "react";
import { KeySheet } from "@/components/grading/key-sheet";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/field";
import type { ProjectId } from "@/lib/domain/ids";
import { useMay } from "./membership";
import { entryGroups, type Entry, type EntryGroup } from "./palette-entries";
import { useFound } from "./use-found";

type Props = {
  readonly projectId: ProjectId;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
};

/** Goes anywhere by name: pages, acts, criteria, outputs, other projects. */
export function CommandPalette({ projectId, isOpen, onOpenChange }: Props) {
  const [areKeysOpen, setKeysOpen] = useState(false);
  return (
    // What is typed here is not for the keys of the page behind it.
    <div onKeyDown={(event) => event.stopPropagation()}>
      <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
        <Dialog.Portal>
          <Dialog.Overlay className="fixed inset-0 z-20 bg-black/40" />
          <Dialog.Content
            aria-describedby={undefined}
            className="fixed top-[8vh] left-1/2 z-30 flex max-h-[80dvh] w-[min(40rem,94vw)] -translate-x-1/2 flex-col rounded-lg border border-line bg-surface p-3"
          >
            <Dialog.Title className="sr-only">Go to</Dialog.Title>
            <Palette
              projectId={projectId}
              onDone={(does) => {
                onOpenChange(false);
                if (does === "keys") setKeysOpen(true);
              }}
            />
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      <KeySheet isOpen={areKeysOpen} onOpenChange={setKeysOpen} />
    </div>
  );
}

type PaletteProps = {
  readonly projectId: ProjectId;
  /** Something was chosen; "keys": the sheet of keys is to be shown. */
  readonly onDone: (does: "keys" | null) => void;
};

/** A combobox with its listbox: the focus stays in the field, arrows move through what is found. */
function Palette({ projectId, onDone }: PaletteProps) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const words = typed.trim();
  const { found, isLooking, problem, more } = useFound(projectId, words);
  const place = { projectId, mayGrade: useMay("grader"), mayEdit: useMay("editor") };
  const groups = entryGroups(place, words, found);
  const entries = groups.flatMap((group) => group.entries);
  const at = Math.min(active, entries.length - 1);
  const listId = useId();
  const optionId = (entry: Entry) => `${listId}-${entry.id}`;
  const current = entries[at] ?? null;

  function choose({ to }: Entry) {
    if ("href" in to) {
      onDone(null);
      router.push(to.href);
    } else if (to.does === "more") more();
    else onDone(to.does);
  }

  function onKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const next = movedBy(event.key, at, entries.length);
    if (next !== null) setActive(next);
    else if (event.key === "Enter" && current) choose(current);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <PaletteField
        typed={typed}
        controls={entries.length > 0 ? listId : null}
        activeId={current && optionId(current)}
        onType={(text) => {
          setTyped(text);
          setActive(0);
        }}
        onKey={onKey}
      />
      {entries.length > 0 && (
        <Options
          {...{ listId, groups, optionId, current }}
          onChoose={choose}
          onPoint={(entry) => setActive(entries.indexOf(entry))}
        />
      )}
      {problem !== null && (
        <p role="alert" className="mt-2 px-2 text-sm text-bad">
          {problem}
        </p>
      )}
      <p role="status" className={clsx("px-2 text-sm text-muted", entries.length > 0 ? "sr-only" : "mt-2")}>
        {isLooking
          ? "Looking …"
          : entries.length === 0
            ? "Nothing is called that."
            : `${entries.length} found`}
      </p>
    </>
  );
}

type FieldProps = {
  readonly typed: string;
  /** The id of the listbox; null: nothing is found, so there is none. */
  readonly controls: string | null;
  readonly activeId: string | null;
  readonly onType: (text: string) => void;
  readonly onKey: (event: KeyboardEvent) => void;
};

function PaletteField({ typed, controls, activeId, onType, onKey }: FieldProps) {
  return (
    <div className="flex gap-2">
      <TextInput
        role="combobox"
        aria-label="Go to a page, criterion, output or project"
        aria-expanded={controls !== null}
        aria-controls={controls ?? undefined}
        aria-activedescendant={activeId ?? undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        placeholder="a page, criterion, output or project"
        className="min-w-0 flex-1"
        value={typed}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={onKey}
      />
      <Dialog.Close asChild>
        <Button variant="ghost">Close</Button>
      </Dialog.Close>
    </div>
  );
}

/** Where a key leads in a list of so many, or null: it does not move. At either end it goes on at the other. */
function movedBy(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at - 1 + count) % count;
  if (key === "PageDown") return Math.min(count - 1, at + 8);
  if (key === "PageUp") return Math.max(0, at - 8);
  return null;
}

type OptionsProps = {
  readonly listId: string;
  readonly groups: readonly EntryGroup[];
  readonly optionId: (entry: Entry) => string;
  readonly current: Entry | null;
  readonly onChoose: (entry: Entry) => void;
  readonly onPoint: (entry: Entry) => void;
};

function Options({ listId, groups, optionId, current, onChoose, onPoint }: OptionsProps) {
  const currentId = current && optionId(current);
  useEffect(() => {
    if (currentId !== null) document.getElementById(currentId)?.scrollIntoView({ block: "nearest" });
  }, [currentId]);
  return (
    <div id={listId} role="listbox" aria-label="Found" className="mt-2 overflow-y-auto">
      {groups.map(({ name, entries }) => (
        <div key={name} role="group" aria-labelledby={`${listId}-${name}`}>
          <p id={`${listId}-${name}`} role="presentation" className="px-2 pt-2 text-sm text-muted">
            {name}
          </p>
          {entries.map((entry) => (
            <div
              key={entry.id}
              id={optionId(entry)}
              role="option"
              aria-selected={entry === current}
              className={clsx(
                "flex min-h-9 cursor-pointer items-baseline gap-3 rounded-md px-2 py-1.5",
                entry === current && "bg-raised",
              )}
              onClick={() => onChoose(entry)}
              onPointerMove={() => onPoint(entry)}
            >
              <span className="max-w-full shrink-0 truncate">{entry.label}</span>
              {entry.detail !== null && (
                <span dir="auto" className="min-w-0 flex-1 truncate text-sm text-muted">
                  {entry.detail}
                </span>
              )}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
