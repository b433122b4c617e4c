"use client";
import { Dialog } from "radix-ui";
import { Button, ButtonLink } from "@/components/ui/button";
import { sayStop } from "@/components/ui/say-stop";
import type { ProjectId } from "@/lib/domain/ids";
import type { AnswerCounts, SessionSummary } from "@/lib/domain/session-summary";
import type { CriterionStop } from "./stop-progress";

type Props = {
  readonly projectId: ProjectId;
  /** Null: closed. */
  readonly summary: SessionSummary | null;
  readonly stop: readonly CriterionStop[];
  readonly onClose: () => void;
};

/** What a person did since the page was opened, and whether it is enough. */
export function SummaryDialog({ projectId, summary, stop, onClose }: Props) {
  return (
    <Dialog.Root open={summary !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-30 flex max-h-[85dvh] w-[min(36rem,92vw)] -translate-x-1/2 -translate-y-1/2 flex-col gap-4 overflow-y-auto rounded-lg border border-line bg-surface p-6"
        >
          <Dialog.Title className="font-medium">This session</Dialog.Title>
          {summary && <Summary summary={summary} />}
          {stop.length > 0 && (
            <ul className="flex flex-col gap-1 text-sm" aria-label="Whether it is enough">
              {stop.map(({ name, rule }) => (
                <li key={name}>
                  <span className={rule.isReached ? "text-good" : ""}>
                    {`${rule.isReached ? "✓" : "○"} ${name}`}
                  </span>
                  {`: ${sayStop(rule)}`}
                </li>
              ))}
            </ul>
          )}
          <div className="flex flex-wrap gap-2">
            <ButtonLink href={`/projects/${projectId}/report`} variant="primary">
              Open the report
            </ButtonLink>
            <Dialog.Close asChild>
              <Button>Go on grading</Button>
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Summary({ summary: { outputs, fields, skipped, medianMs } }: { readonly summary: SessionSummary }) {
  if (outputs === 0) return <p className="text-sm">{`Nothing is graded yet${saySkipped(skipped)}.`}</p>;
  return (
    <>
      <p className="text-sm tabular-nums">
        {`${outputs} output${outputs === 1 ? "" : "s"} graded${saySkipped(skipped)}`}
        {medianMs !== null && ` · ${sayTime(medianMs)} each (median)`}
      </p>
      <table className="w-full text-sm tabular-nums">
        <thead>
          <tr className="border-b border-line text-left text-muted">
            <th scope="col" className="py-1 font-normal">
              <span className="sr-only">asked of</span>
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              good
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              bad
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              can&apos;t tell
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, counts }) => (
            <Row key={name} name={name} counts={counts} />
          ))}
        </tbody>
      </table>
    </>
  );
}

const Row = ({ name, counts }: { readonly name: string; readonly counts: AnswerCounts }) => (
  <tr className="border-b border-line">
    <th scope="row" className="py-1 text-left font-normal break-words">
      {name}
    </th>
    <td className="py-1 text-right">{counts.good}</td>
    <td className="py-1 text-right">{counts.bad}</td>
    <td className="py-1 text-right">{counts.unsure}</td>
  </tr>
);

const saySkipped = (skipped: number): string => (skipped > 0 ? ` · ${skipped} skipped` : "");

const sayTime = (ms: number): string =>
  ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms / 1_000).toLocaleString("en")} s`;
