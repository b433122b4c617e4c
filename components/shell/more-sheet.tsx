"use client";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { Dialog } from "radix-ui";
import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ThemeChoice } from "./theme-choice";
import { PROJECT_PAGES, sayWork, type RailFacts } from "./project-pages";

type Props = {
  readonly base: string;
  readonly rail: RailFacts;
  readonly onFind: () => void;
  /** Who else is here. */
  readonly children: ReactNode;
};

/** On a phone: the pages that do not fit in the bar, and all that stands below them in the rail. */
export function MoreSheet({ base, rail, onFind, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const further = PROJECT_PAGES.filter(({ isFirst }) => !isFirst);
  const row = (href: string, name: string, fact: string | null) => (
    <li key={href}>
      <Link
        href={href}
        className="flex min-h-12 items-center gap-3 rounded-md px-2 hover:bg-raised"
        onClick={() => setOpen(false)}
      >
        <span className="min-w-0 flex-1 truncate">{name}</span>
        {fact !== null && <span className="shrink-0 text-sm tabular-nums text-muted">{fact}</span>}
      </Link>
    </li>
  );
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger className="flex min-h-14 w-full cursor-pointer flex-col items-center justify-center gap-0.5 rounded-md text-xs hover:bg-raised">
        <Ellipsis aria-hidden className="size-5" />
        More
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-0 bottom-0 z-30 flex max-h-[85dvh] flex-col gap-3 overflow-y-auto rounded-t-lg border-t border-line bg-surface p-4 pb-[calc(1rem+env(safe-area-inset-bottom))]"
        >
          <Dialog.Title className="px-2 font-medium break-words">{rail.name}</Dialog.Title>
          <Button
            className="justify-start font-normal text-muted"
            onClick={() => {
              setOpen(false);
              onFind();
            }}
          >
            Go to …
          </Button>
          <ul className="flex flex-col">
            {further.map(({ page, name, fact }) => row(`${base}/${page}`, name, fact(rail)))}
            {row(`${base}/members`, "Members", null)}
            {row(`${base}/activity`, "Activity", null)}
            {row("/settings", "Settings", null)}
            {row("/", "All projects", null)}
          </ul>
          <div className="px-2 text-sm text-muted">
            {children}
            <p>{sayWork(rail)}</p>
            <p className="break-words">
              {rail.model === null ? "no model connected" : `model: ${rail.model}`}
            </p>
            <ThemeChoice className="min-h-12" />
          </div>
          <Dialog.Close asChild>
            <Button>Close</Button>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
