"use client";
import Link from "next/link";
import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";

type Props = {
  readonly children: ReactNode;
  /** One sentence. */
  readonly says: string;
  /** The heading of docs/statistics.md that says more, as its anchor. */
  readonly anchor: string;
};

/** A statistic's name that explains itself on hover and focus, and leads to formula, source and example. */
export function Explained({ children, says, anchor }: Props) {
  return (
    <Tooltip.Provider delayDuration={200}>
      <Tooltip.Root>
        <Tooltip.Trigger asChild>
          <Link
            href={`/help/statistics#${anchor}`}
            className="underline decoration-line decoration-dotted underline-offset-4"
          >
            {children}
          </Link>
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            sideOffset={4}
            className="z-40 max-w-72 rounded-md border border-line bg-surface px-3 py-2 text-sm shadow"
          >
            {says}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}
