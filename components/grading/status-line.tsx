import { Button } from "@/components/ui/button";
import type { OutputId } from "@/lib/domain/ids";
import type { OwnProgress } from "@/lib/domain/own-progress";
import type { Progress } from "./card-feed";
import type { Saving } from "./sender";

type Props = {
  readonly saving: Saving;
  /** Outputs with a note that is not part of a grade yet, and the one on show. */
  readonly drafts: readonly OutputId[];
  readonly onShow: OutputId | null;
  readonly onOpen: (outputId: OutputId) => void;
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
  const { saving, drafts, onShow, missing, progress, onGoTo, onSheet, onStop, onOpen } = props;
  const elsewhere = drafts.find((outputId) => outputId !== onShow);
  const needs = [
    missing.bad > 0 ? `${missing.bad} more bad` : null,
    missing.good > 0 ? `${missing.good} more good` : null,
  ].filter((need) => need !== null);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line pt-3 text-sm text-muted">
      <span className="tabular-nums">{progress === null ? sayAll(props) : sayProgress(progress)}</span>
      <span data-testid="saving" className={isTrouble(saving) ? "text-warn" : ""}>
        {saySaving(saving, drafts.length)}
      </span>
      {elsewhere !== undefined && (
        <Button size="sm" variant="ghost" onClick={() => onOpen(elsewhere)}>
          {drafts.length === 1 ? "Go to the note" : `Go to the first of ${drafts.length} notes`}
        </Button>
      )}
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
        <Button
          size="sm"
          variant="ghost"
          className="hidden lg:inline-flex pointer-coarse:hidden"
          onClick={onSheet}
        >
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

const isTrouble = ({ state }: Saving): boolean => state === "waiting" || state === "stopped";

function saySaving({ state, unsent }: Saving, drafts: number): string {
  switch (state) {
    case "saved":
      return drafts > 0 ? `${drafts === 1 ? "note" : `${drafts} notes`} not saved yet` : "saved ✓";
    case "saving":
      return "saving…";
    case "waiting":
      return `⚠ ${unsent} not saved yet: kept in this browser, trying again`;
    case "stopped":
      return `⚠ ${unsent} not saved: kept in this browser`;
  }
}
