"use client";
import { MoreHorizontal } from "lucide-react";
import { DropdownMenu } from "radix-ui";

type Item = { readonly says: string; readonly onSelect: () => void };

/** What can be done with a thing, behind three dots. */
export function Menu({ label, items }: { readonly label: string; readonly items: readonly Item[] }) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        aria-label={label}
        className="inline-flex size-6 cursor-pointer items-center justify-center rounded text-muted hover:bg-raised max-lg:size-11"
      >
        <MoreHorizontal aria-hidden className="size-4" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          // Letters find an item here: they are no keys of the page behind.
          onKeyDown={(event) => event.stopPropagation()}
          className="z-40 min-w-40 rounded-md border border-line bg-surface p-1 text-sm shadow"
        >
          {items.map(({ says, onSelect }) => (
            <DropdownMenu.Item
              key={says}
              onSelect={onSelect}
              className="flex min-h-8 cursor-pointer items-center rounded px-2.5 outline-none data-highlighted:bg-raised max-lg:min-h-11"
            >
              {says}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
