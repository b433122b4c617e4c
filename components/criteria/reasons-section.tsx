"use client";
import { Reserved } from "@/components/shell/membership";
import Link from "next/link";
import { DownloadMenu } from "@/components/tables/download-menu";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { adoptProposalAction } from "@/lib/actions/reasons";
import type { Criterion } from "@/lib/domain/criterion";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import type { Explanations, ReasonedOutput } from "@/lib/domain/reasons";
import { LinkReason } from "./link-reason";
import { sayExplained } from "./say-explained";

type ReasonsView = Explanations & {
  readonly names: ReadonlyMap<OutputId, { readonly id: string; readonly beginning: string }>;
};

type Props = {
  readonly projectId: ProjectId;
  readonly reasons: ReasonsView;
  readonly criteria: readonly Criterion[];
};

/** What is held against the bad outputs, and what becomes of it: a criterion, one to be, or a fix of the prompt. */
export function ReasonsSection({ projectId, reasons, criteria }: Props) {
  const { explained, explainedOutputs, unexplainedOutputs, proposals, fixes, names } = reasons;
  if (explained.of === 0) return null;
  const withReasons = explainedOutputs.filter((output) => output.reasons.length > 0);
  const list = (outputs: readonly ReasonedOutput[]) => (
    <OutputList
      projectId={projectId}
      outputs={outputs}
      names={names}
      criteria={criteria}
      proposals={proposals.map(({ name }) => name)}
    />
  );
  return (
    <section id="reasons" aria-label="Why outputs are bad" className="flex scroll-mt-6 flex-col gap-4">
      <h2>Why outputs are bad</h2>
      <p>{sayExplained(explained)}</p>
      <DownloadMenu projectId={projectId} table="reasons" />
      <Proposals projectId={projectId} proposals={proposals} />
      {fixes.length > 0 && (
        <div className="text-sm">
          <p className="font-medium">To mend in the prompt</p>
          <ul className="list-disc pl-5">
            {fixes.map(({ fix, outputIds }) => (
              <li key={fix} className="break-words" dir="auto">
                {fix} <span className="text-muted">{`· ${sayOutputs(outputIds.length)}`}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {unexplainedOutputs.length > 0 && (
        <div className="flex flex-col gap-2">
          <h3 className="text-sm font-medium">Not explained yet</h3>
          {list(unexplainedOutputs)}
        </div>
      )}
      {withReasons.length > 0 && (
        <details>
          <summary className="cursor-pointer text-sm text-muted">
            {`reasons on ${sayOutputs(withReasons.length)} that your criteria explain`}
          </summary>
          <div className="mt-2">{list(withReasons)}</div>
        </details>
      )}
    </section>
  );
}

const sayOutputs = (count: number): string => `${count} output${count === 1 ? "" : "s"}`;

function Proposals({ projectId, proposals }: Pick<Props, "projectId"> & Pick<Explanations, "proposals">) {
  const adopt = useAction(adoptProposalAction);
  if (proposals.length === 0) return null;
  return (
    <div className="text-sm">
      <p className="font-medium">Criteria that are called for</p>
      <ul className="flex flex-col gap-1">
        {proposals.map(({ name, outputIds }) => (
          <li key={name} className="flex flex-wrap items-center gap-2">
            <span className="min-w-0 break-words">{name}</span>
            <span className="text-muted">{`· ${sayOutputs(outputIds.length)}`}</span>
            <Button
              size="sm"
              disabled={adopt.isPending}
              aria-label={`Make “${name}” a criterion`}
              onClick={() => adopt.start({ projectId, name })}
            >
              Make it a criterion
            </Button>
          </li>
        ))}
      </ul>
      {adopt.problem !== null && (
        <p role="alert" className="text-bad">
          {adopt.problem}
        </p>
      )}
    </div>
  );
}

function OutputList({
  projectId,
  outputs,
  names,
  criteria,
  proposals,
}: {
  readonly projectId: ProjectId;
  readonly outputs: readonly ReasonedOutput[];
  readonly names: ReasonsView["names"];
  readonly criteria: readonly Criterion[];
  readonly proposals: readonly string[];
}) {
  return (
    <ul className="flex flex-col text-sm">
      {outputs.map(({ outputId, reasons }) => (
        <li key={outputId} className="flex flex-col gap-1.5 border-b border-line py-2">
          <Link href={`/projects/${projectId}/outputs/${outputId}`} className="break-words hover:underline">
            <span className="font-mono text-[13px]">{names.get(outputId)?.id ?? outputId}</span>{" "}
            <span dir="auto" className="text-muted">
              {names.get(outputId)?.beginning}
            </span>
          </Link>
          {reasons.length === 0 ? (
            <p>
              No reason was given.{" "}
              <Link className="underline" href={`/projects/${projectId}/grade?output=${outputId}`}>
                Say why it is bad
              </Link>
            </p>
          ) : (
            <Reserved need="grader">
              {reasons.map((reason) => (
                <LinkReason
                  key={`${reason.grader}:${reason.id}`}
                  projectId={projectId}
                  reason={reason}
                  criteria={criteria}
                  proposals={proposals}
                />
              ))}
            </Reserved>
          )}
        </li>
      ))}
    </ul>
  );
}
