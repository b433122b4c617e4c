"use client";
import { Named, Reserved } from "@/components/shell/membership";
import { useState, type ReactNode } from "react";
import type { Assertion } from "@/lib/domain/assertion";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { GradeEvent, Label } from "@/lib/domain/grade";
import type { ProjectId, RevisionId } from "@/lib/domain/ids";
import { outputName, type Output } from "@/lib/domain/output";
import type { Reference } from "@/lib/domain/reference";
import { locate } from "@/lib/domain/passage";
import type { Remarks } from "@/lib/domain/remark";
import type { Suspicion } from "@/lib/domain/suspicion";
import type { Verdict } from "@/lib/domain/verdict";
import { Badge } from "@/components/ui/badge";
import { CallDetails, type Call } from "@/components/ui/call-details";
import { Button, ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { LongText } from "@/components/ui/long-text";
import { LabelMark, VerdictMark } from "@/components/ui/marks";
import { PageHeader } from "@/components/ui/page-header";
import { ReferenceSection } from "./reference-form";
import { OutputContext } from "./output-context";
import { PassageList } from "./passage-list";

type Detail = {
  readonly output: Output;
  readonly label: Label | null;
  readonly events: readonly GradeEvent[];
  readonly remarks: readonly (Remarks & { readonly grader: string })[];
  readonly criteria: readonly Criterion[];
  readonly revisionNumbers: ReadonlyMap<RevisionId, number>;
  readonly verdicts: readonly {
    readonly assertion: Assertion;
    readonly verdict: Verdict | null;
    /** What a model was asked for it; empty for code, and where the answer was known already. */
    readonly calls: readonly Call[];
    readonly isUntrusted: boolean;
  }[];
  readonly suspicions: readonly Suspicion[];
  readonly reference: Reference | null;
  /** Whether the person who looks grades it in a queue. */
  readonly isBlind: boolean;
};

export function OutputDetailView({
  projectId,
  detail,
  siblings,
}: {
  readonly projectId: ProjectId;
  readonly detail: Detail;
  /** Other outputs of the same input. */
  readonly siblings: ReactNode;
}) {
  const { output, label, events, remarks, criteria, verdicts, reference, suspicions, isBlind } = detail;
  const passages = remarks.flatMap((said) => said.passages);
  const [isShown, setShown] = useState(label !== null);
  const nameOf = (id: string | null) =>
    id === null
      ? "whole output"
      : (criteria.find((criterion) => criterion.id === id)?.revision.name ?? "a removed criterion");
  return (
    <>
      <PageHeader title={`Output ${outputName(output)}`}>
        <span className="flex items-center gap-3">
          <LabelMark label={label} />
          <ButtonLink
            href={`/projects/${projectId}/outputs/compare?${new URLSearchParams({ a: outputName(output) }).toString()}`}
          >
            Compare
          </ButtonLink>
          <ButtonLink href={`/projects/${projectId}/grade?output=${output.id}`} variant="primary">
            {label === null ? "Grade it" : "Grade again"}
          </ButtonLink>
        </span>
      </PageHeader>
      {isBlind && (
        <p role="note" className="mb-4 max-w-[72ch] border-l-2 border-accent pl-3 text-sm">
          You grade this output in a queue. What others and the assertions say of it, and which model wrote
          it, is hidden until you have.
        </p>
      )}
      <OutputContext output={output} />
      {suspicions.length > 0 && (
        <p className="mt-4 flex flex-wrap items-baseline gap-2 text-sm">
          <Badge tone="warn">{`⚠ ${suspicions.join(", ")}`}</Badge>
          <span className="text-muted">
            Something in it looks written for a judge. That changes no verdict: look at what judges said of
            it.
          </span>
        </p>
      )}
      <section aria-label="Output" className="mt-4 rounded-lg border border-line bg-surface p-4">
        <LongText
          text={output.text}
          label="output"
          marks={passages.flatMap(({ passage }) => locate(output.text, passage) ?? [])}
        />
        <div className="mt-3">
          <CopyButton text={output.text} what="the output" />
        </div>
      </section>
      <div className="mt-4">{siblings}</div>
      <Reserved need="grader">
        <ReferenceSection projectId={projectId} outputId={output.id} reference={reference} />
      </Reserved>
      <section className="mt-8">
        <h2>Grades</h2>
        {events.length === 0 ? (
          <p className="text-muted">
            {isBlind ? "You have not graded it yet." : "Nobody has graded it yet."}
          </p>
        ) : (
          <ul className="mt-2 text-sm">
            {events.map((event) => (
              <li key={event.id} className="border-b border-line py-1.5">
                {event.mark === "good" || event.mark === "bad" || event.mark === "unsure" ? (
                  <LabelMark label={event.mark} />
                ) : (
                  <span className="text-muted">{event.mark}</span>
                )}
                {` · ${nameOf(event.criterionId)} · `}
                <Named>{event.grader}</Named>
                {` · ${event.at.toISOString().slice(0, 16).replace("T", " ")} UTC`}
                <Standing event={event} detail={detail} />
                {event.note !== "" && (
                  <p dir="auto" className="break-words">
                    {event.note}
                  </p>
                )}
              </li>
            ))}
          </ul>
        )}
        {remarks.map(({ grader, tags, passages: marked }) => (
          <div key={grader} className="mt-3 flex flex-col gap-1 text-sm">
            {tags.length > 0 && (
              <p>
                <Named>{grader}</Named>
                {` tagged it: ${tags.join(", ")}`}
              </p>
            )}
            {marked.length > 0 && (
              <p className="text-muted">
                <Named>{grader}</Named>
                {" marked:"}
              </p>
            )}
            <PassageList passages={marked} nameOf={nameOf} />
          </div>
        ))}
      </section>
      {!isBlind && (
        <section className="mt-8">
          <h2>Verdicts</h2>
          {isShown ? (
            <VerdictList verdicts={verdicts} />
          ) : (
            <p className="text-muted">
              Hidden, so that they do not sway your grade.{" "}
              <Button size="sm" onClick={() => setShown(true)}>
                Show anyway
              </Button>
            </p>
          )}
        </section>
      )}
    </>
  );
}

function VerdictList({ verdicts }: Pick<Detail, "verdicts">) {
  if (verdicts.length === 0) return <p className="text-muted">There are no candidates yet.</p>;
  return (
    <ul className="mt-2 text-sm">
      {verdicts.map(({ assertion, verdict, calls, isUntrusted }) => (
        <li key={assertion.id} className="flex flex-wrap gap-x-3 border-b border-line py-1.5">
          <span className="w-32">
            <VerdictMark kind={verdict?.kind ?? null} />
          </span>
          <span className="min-w-0 flex-1 break-words">
            {assertion.name}
            {isUntrusted && (
              <span className="ml-2">
                <Badge tone="warn">untrusted batch</Badge>
              </span>
            )}
            {verdict && (
              <span className="block text-muted">
                {verdict.kind === "error" ? verdict.message : verdict.reason}
              </span>
            )}
            {calls.map((call) => (
              <CallDetails key={call.id} call={call} />
            ))}
            {verdict !== null && calls.length === 0 && assertion.implementation.kind === "judge" && (
              <span className="block text-xs text-muted">
                No call was made for it: the same question about the same text had been answered before.
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Under which wording a grade was given, and whether it counts there as one. */
function Standing({
  event: { criterionId, revisionId, shown },
  detail: { criteria, revisionNumbers },
}: {
  readonly event: GradeEvent;
  readonly detail: Pick<Detail, "criteria" | "revisionNumbers">;
}) {
  const criterion = criteria.find(({ id }) => id === criterionId);
  const number = revisionId === null ? undefined : revisionNumbers.get(revisionId);
  return (
    <span className="ml-2 inline-flex flex-wrap gap-1">
      {number !== undefined && <Badge>{`revision ${number}`}</Badge>}
      {criterion && !hasMeaning(criterion, revisionId) && <Badge tone="warn">stale</Badge>}
      {shown.policy === "carried" && <Badge>carried over</Badge>}
      {shown.policy === "adjudication" && <Badge tone="accent">decided</Badge>}
    </span>
  );
}
