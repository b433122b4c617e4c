import type { ReactNode } from "react";

/** The head of a table stays in view while its rows are scrolled. */
export const STICKY_HEAD = "sticky top-0 z-10 bg-bg text-muted shadow-[0_1px_0_var(--line)]";

/** A table that scrolls by itself, so that its head stays; by keyboard, too. */
export function TableFrame({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div
      className="max-h-[75dvh] overflow-auto print:max-h-none print:overflow-visible"
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      {children}
    </div>
  );
}
