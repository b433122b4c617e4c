import type { ReactNode } from "react";

/** The title of a page with what can be done on it. */
export function PageHeader({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <header className="mb-5 flex flex-wrap items-center justify-between gap-3">
      <h1>{title}</h1>
      {children}
    </header>
  );
}
