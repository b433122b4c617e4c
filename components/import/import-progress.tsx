"use client";
import { useEffect, useState } from "react";
import { readImportAction } from "@/lib/actions/imports";
import type { ImportOutcome } from "@/lib/domain/import-outcome";
import { problemMessage } from "@/lib/domain/problem";
import { Button, ButtonLink } from "@/components/ui/button";

const EVERY_MS = 700;

/** How far the import is and how it ended. It goes on when the page is left. */
export function ImportProgressView({
  importId,
  onAgain,
}: {
  readonly importId: string;
  readonly onAgain: () => void;
}) {
  const [done, setDone] = useState(0);
  const [outcome, setOutcome] = useState<ImportOutcome | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const again = () => {
      look().catch((error: unknown) => setProblem(String(error)));
    };
    async function look() {
      try {
        const read = await readImportAction({ importId });
        if (isGone) return;
        setProblem(read.ok ? null : problemMessage(read.problem));
        if (!read.ok) return;
        setDone(read.value.done);
        if (read.value.outcome) {
          setOutcome(read.value.outcome);
          return;
        }
      } catch {
        if (isGone) return;
        setProblem(
          "The server cannot be reached at the moment; the import goes on by itself when it is back.",
        );
      }
      timer = setTimeout(again, EVERY_MS);
    }
    again();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [importId]);

  if (!outcome) {
    return (
      <div className="flex flex-col gap-2">
        <p role="status">
          {done === 0 ? "Importing…" : `Importing… ${done.toLocaleString("en")} rows so far`}
        </p>
        {problem !== null && <p className="text-sm text-warn">{problem}</p>}
        <p className="text-sm text-muted">You can leave this page: the import goes on.</p>
      </div>
    );
  }
  return <Outcome importId={importId} outcome={outcome} onAgain={onAgain} />;
}

const say = (count: number, one: string) => `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

function Outcome({
  importId,
  outcome,
  onAgain,
}: {
  readonly importId: string;
  readonly outcome: ImportOutcome;
  readonly onAgain: () => void;
}) {
  const { failure, projectId } = outcome;
  return (
    <div className="flex flex-col gap-4">
      {failure === null ? (
        <p role="status">
          <span className="text-good">✓ Imported</span>
          {` ${say(outcome.outputs, "output")}, ${say(outcome.grades, "grade")} and ${say(outcome.verdicts, "recorded verdict")} from ${say(outcome.rows, "row")}.`}
          {outcome.references > 0 && ` ${say(outcome.references, "reference")} came with them.`}
          {outcome.duplicates > 0 &&
            ` ${say(outcome.duplicates, "row")} had an output that was there already; nothing was added twice.`}
          {outcome.renamed.length > 0 &&
            ` The file names graders as accounts here are named (${outcome.renamed.join(", ")}): their grades stand under “import:” and that name.`}
        </p>
      ) : (
        <p role="alert" className="text-bad">
          {failure}
        </p>
      )}
      {outcome.badRows > 0 && <BadRows importId={importId} outcome={outcome} />}
      <div className="flex gap-2">
        {failure === null && projectId !== null && (
          <ButtonLink href={`/projects/${projectId}/criteria`} variant="primary">
            On to the criteria
          </ButtonLink>
        )}
        {failure === null && projectId !== null && (
          <ButtonLink href={`/projects/${projectId}/outputs`}>See the outputs</ButtonLink>
        )}
        {failure !== null && (
          <Button variant="primary" onClick={onAgain}>
            Choose another file
          </Button>
        )}
      </div>
    </div>
  );
}

function BadRows({ importId, outcome }: { readonly importId: string; readonly outcome: ImportOutcome }) {
  return (
    <details className="rounded-lg border border-line p-3" open={outcome.badRows < 10}>
      <summary className="cursor-pointer text-warn">{`⚠ ${say(outcome.badRows, "row")} left out`}</summary>
      <table className="mt-2 w-full text-left text-sm">
        <thead className="text-muted">
          <tr>
            <th scope="col" className="pr-3 font-medium">
              line
            </th>
            <th scope="col" className="pr-3 font-medium">
              why
            </th>
            <th scope="col" className="font-medium">
              row
            </th>
          </tr>
        </thead>
        <tbody>
          {outcome.firstBadRows.map((row, i) => (
            <tr key={i} className="align-top">
              <td className="pr-3 tabular-nums">{row.line}</td>
              <td className="pr-3">{row.problem}</td>
              <td className="font-mono text-[13px] break-all text-muted">{row.raw.slice(0, 120)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <a className="mt-2 inline-block text-sm underline" href={`/api/imports/${importId}/bad-rows`} download>
        {`Download all ${outcome.badRows.toLocaleString("en")} with their reasons`}
      </a>
    </details>
  );
}
