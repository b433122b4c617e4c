"use client";
import { Reserved } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { Rate } from "@/components/ui/rate";
import { useAction } from "@/components/ui/use-action";
import { recheckJudgesAction } from "@/lib/actions/drift";
import type { DriftEvent, Recheck } from "@/lib/domain/drift-event";
import type { ProjectId } from "@/lib/domain/ids";
import { OutputLinks } from "./output-links";
import { sayTime } from "./say-time";

type Props = {
  readonly projectId: ProjectId;
  readonly event: Pick<DriftEvent, "id" | "recheck">;
  readonly outputNames: ReadonlyMap<number, string>;
};

/** The judges of an earlier model asked again with the model of now: what differs, and which of the two agrees with people. */
export function RecheckSection({ projectId, event: { id, recheck }, outputNames }: Props) {
  const ask = useAction(recheckJudgesAction);
  const wasAsked = ask.problem === null && ask.isPending;
  return (
    <div className="flex flex-col gap-2 text-[15px]">
      <h4 className="text-sm font-medium text-muted">Asked again</h4>
      {recheck === null ? (
        <p className="max-w-[72ch] text-sm text-muted">
          The model of now can be asked about up to 40 outputs of each judge in play that an earlier model has
          judged. No verdict is replaced by that, and what it has answered before is not asked again.
        </p>
      ) : (
        <>
          <p className="text-sm text-muted">{`by ${recheck.model} · ${sayTime(new Date(recheck.at))}`}</p>
          {recheck.judges.map((judge) => (
            <Judge key={judge.assertionId} projectId={projectId} judge={judge} outputNames={outputNames} />
          ))}
        </>
      )}
      <Reserved need="editor">
        <Button
          size="sm"
          className="no-print"
          disabled={ask.isPending}
          onClick={() => ask.start({ projectId, eventId: id })}
        >
          {recheck === null
            ? "Ask the judges again"
            : recheck.judges.some(({ waiting }) => waiting > 0)
              ? "Ask about the rest"
              : "Ask once more"}
        </Button>
      </Reserved>
      <p role="status" className="text-sm text-muted">
        {wasAsked ? "Asked. What differs appears here by itself." : ""}
      </p>
      {ask.problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {ask.problem}
        </p>
      )}
    </div>
  );
}

function Judge({
  projectId,
  judge: { name, asked, waiting, changed, before, after },
  outputNames,
}: Pick<Props, "projectId" | "outputNames"> & { readonly judge: Recheck["judges"][number] }) {
  const links = (isGraded: boolean) =>
    changed
      .filter(({ label }) => (label !== null) === isGraded)
      .map(({ outputId, before: was, after: is, label }) => ({
        id: outputId,
        name: outputNames.get(outputId) ?? String(outputId),
        // What is still to be graded is not given away.
        ...(label === null ? {} : { says: `${was} → ${is}, graded ${label}` }),
      }));
  const [graded, open] = [links(true), links(false)];
  return (
    <div className="flex flex-col gap-1">
      <p className="break-words">{`${name}: ${changed.length} of ${asked} verdicts differ`}</p>
      {waiting > 0 && (
        <p className="text-sm text-muted">
          {`${waiting} more outputs wait, since judging pauses or its budget does not suffice. What was answered is kept.`}
        </p>
      )}
      <dl className="flex flex-wrap gap-x-6 text-sm">
        <dt className="text-muted">agreed with grades before</dt>
        <dd>
          <Rate ratio={before} interval={null} />
        </dd>
        <dt className="text-muted">agrees now</dt>
        <dd>
          <Rate ratio={after} interval={null} />
        </dd>
      </dl>
      {graded.length > 0 && <OutputLinks projectId={projectId} outputs={graded} />}
      {open.length > 0 && (
        <>
          <p className="text-sm text-muted">Grades of these would say which of the two is right:</p>
          <OutputLinks projectId={projectId} outputs={open} isToGrade />
        </>
      )}
    </div>
  );
}
