import { Button } from "@/components/ui/button";
import type { Saving } from "./sender";

type Props = {
  readonly saving: Saving;
  readonly graded: { readonly good: number; readonly bad: number; readonly unsure: number };
  readonly missing: { readonly good: number; readonly bad: number };
  readonly skipped: number;
  readonly left: number | null;
  readonly onSheet: () => void;
  /** Sums up what was done. */
  readonly onStop: () => void;
};

/** How far it is, whether all is safe, and what the report still needs. */
export function StatusLine({ saving, graded, missing, skipped, left, onSheet, onStop }: Props) {
  const needs = [
    missing.bad > 0 ? `${missing.bad} more bad` : null,
    missing.good > 0 ? `${missing.good} more good` : null,
  ].filter((need) => need !== null);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line pt-3 text-sm text-muted">
      <span className="tabular-nums">{`${graded.good + graded.bad} graded (${graded.good} good, ${graded.bad} bad)${graded.unsure > 0 ? ` · ${graded.unsure} can't tell` : ""}${skipped > 0 ? ` · ${skipped} skipped` : ""}${left === null ? "" : ` · ${left.toLocaleString("en")} open`}`}</span>
      <span data-testid="saving" className={saving.state === "waiting" ? "text-warn" : ""}>
        {saySaving(saving)}
      </span>
      {needs.length > 0 && <span>{`the report needs ${needs.join(" and ")}`}</span>}
      <span className="ml-auto flex gap-1">
        <Button size="sm" variant="ghost" onClick={onStop}>
          Stop and sum up
        </Button>
        <Button size="sm" variant="ghost" className="hidden lg:inline-flex" onClick={onSheet}>
          ? keys
        </Button>
      </span>
    </div>
  );
}

function saySaving({ state, unsent }: Saving): string {
  switch (state) {
    case "saved":
      return "saved ✓";
    case "saving":
      return "saving…";
    case "waiting":
      return `⚠ ${unsent} not saved yet: kept in this browser, trying again`;
  }
}
