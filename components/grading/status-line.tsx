import { Button } from "@/components/ui/button";
import type { OwnProgress } from "@/lib/domain/own-progress";
import type { Progress } from "./grading-store";
import type { Saving } from "./sender";

type Props = {
  readonly saving: Saving;
  /** What this person has graded. */
  readonly graded: OwnProgress;
  readonly missing: { readonly good: number; readonly bad: number };
  readonly left: number | null;
  /** In a grading queue: how far the grader is; null elsewhere. */
  readonly progress: Progress | null;
  /** Asks for the id of an output; null: outputs come in their turn alone. */
  readonly onGoTo: (() => void) | null;
  readonly onSheet: () => void;
  /** Sums up what was done. */
  readonly onStop: () => void;
};

/** How far it is, whether all is safe, and what the report still needs. */
export function StatusLine(props: Props) {
  const { saving, missing, progress, onGoTo, onSheet, onStop } = props;
  const needs = [
    missing.bad > 0 ? `${missing.bad} more bad` : null,
    missing.good > 0 ? `${missing.good} more good` : null,
  ].filter((need) => need !== null);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line pt-3 text-sm text-muted">
      <span className="tabular-nums">{progress === null ? sayAll(props) : sayProgress(progress)}</span>
      <span data-testid="saving" className={saving.state === "waiting" ? "text-warn" : ""}>
        {saySaving(saving)}
      </span>
      {needs.length > 0 && progress === null && <span>{`the report needs ${needs.join(" and ")}`}</span>}
      <span className="ml-auto flex flex-wrap gap-1">
        {onGoTo && (
          <Button size="sm" variant="ghost" onClick={onGoTo}>
            Go to…
          </Button>
        )}
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

function sayAll({ graded: { good, bad, unsure, skipped }, left }: Props): string {
  return [
    `${good + bad} graded (${good} good, ${bad} bad)`,
    ...(unsure > 0 ? [`${unsure} can't tell`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(left === null ? [] : [`${left.toLocaleString("en")} open`]),
  ].join(" · ");
}

/** Of what is the grader's as things stand: what others grade meanwhile is not asked of them any more. */
const sayProgress = ({ done, of, skipped }: Progress): string =>
  `${done} / ${of}${skipped > 0 ? ` · ${skipped} skipped` : ""}`;

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
