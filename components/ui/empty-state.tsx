import type { ReactNode } from "react";

/** What a page is for and the one next step, where there is nothing to show yet. */
export function EmptyState({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="flex max-w-[60ch] flex-col gap-3 rounded-lg border border-dashed border-line p-6">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
