"use client";
import { useState } from "react";
import { ProposeChange } from "@/components/proposals/propose-change";
import { useMay, useReviewRequired } from "@/components/shell/membership";
import { chooseAssertionAction } from "@/lib/actions/criteria";
import type { Choice } from "@/lib/domain/choice";
import type { CriterionFindings as Findings } from "@/lib/domain/criterion-findings";
import type { ProjectId } from "@/lib/domain/ids";
import type { CriterionReport } from "@/lib/domain/report-card";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { CandidateTable } from "./candidate-table";
import { CriterionFindings } from "./criterion-findings";
import { Confusion } from "./confusion-table";

/** One criterion: the assertion in force and why, its rivals, and the person's override. */
export function CriterionSection({
  projectId,
  report,
  findings,
  untrusted,
}: {
  readonly projectId: ProjectId;
  readonly report: CriterionReport;
  /** Null: nothing is known of it beyond its figures. */
  readonly findings: Findings | null;
  readonly untrusted: ReadonlyMap<number, number>;
}) {
  const { criterion, selected, candidates, choice } = report;
  const choose = useAction(chooseAssertionAction);
  const mayEdit = useMay("editor");
  const isProposed = useReviewRequired();
  const [offered, setOffered] = useState<string | null>(null);
  const set = (next: Choice) => choose.start({ projectId, criterionId: criterion.id, choice: next });
  return (
    <section aria-labelledby={`report-${criterion.id}`} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id={`report-${criterion.id}`} className="break-words">
          {criterion.revision.name}
        </h2>
        <span className="text-sm text-muted">{`FFR limit ${Math.round(criterion.ffrLimit * 100)} % · revision ${criterion.revision.number}${criterion.mustPass ? " · must be in every evaluator" : ""}`}</span>
      </div>
      <p className="max-w-[75ch] text-sm text-muted">
        {sayGrades(report)} {saySelected(report)}
      </p>
      {findings && (
        <CriterionFindings
          findings={findings}
          nameOf={(id) =>
            candidates.find(({ assertion }) => assertion.id === id)?.assertion.name ?? String(id)
          }
        />
      )}
      {selected && (
        <Confusion
          projectId={projectId}
          confusion={selected.confusion}
          assertionIds={[selected.assertion.id]}
        />
      )}
      {candidates.length > 0 && (
        <CandidateTable
          projectId={projectId}
          candidates={candidates}
          untrusted={untrusted}
          {...(findings && findings.weighted.length > 0
            ? { weighted: new Map(findings.weighted.map(({ assertionId, rates }) => [assertionId, rates])) }
            : {})}
          action={(candidate) =>
            isProposed ? (
              <Button
                size="sm"
                variant="ghost"
                disabled={candidate.isSelected && choice.kind === "pin"}
                onClick={() => setOffered(String(candidate.assertion.id))}
              >
                Propose this
              </Button>
            ) : candidate.isSelected && choice.kind === "pin" ? (
              <Button size="sm" disabled={choose.isPending || !mayEdit} onClick={() => set({ kind: "auto" })}>
                Unpin
              </Button>
            ) : (
              <Button
                size="sm"
                variant="ghost"
                disabled={choose.isPending || !mayEdit}
                onClick={() => set({ kind: "pin", assertionId: candidate.assertion.id })}
              >
                Use this
              </Button>
            )
          }
        />
      )}
      <div className="flex flex-wrap gap-2">
        {isProposed ? (
          <span className="self-center text-sm text-muted">
            Changes need somebody else’s approval in this project: propose them.
          </span>
        ) : choice.kind === "none" ? (
          <Button size="sm" disabled={choose.isPending} onClick={() => set({ kind: "auto" })}>
            Leave the choice to the figures
          </Button>
        ) : (
          <Button
            size="sm"
            variant="ghost"
            disabled={choose.isPending || !mayEdit}
            onClick={() => set({ kind: "none" })}
          >
            Use none for this criterion
          </Button>
        )}
        {!mayEdit && !isProposed && (
          <span className="self-center text-sm text-muted">Choosing takes an editor of the project.</span>
        )}
        <ProposeChange
          key={offered}
          start={offered}
          onClose={() => setOffered(null)}
          projectId={projectId}
          criterion={criterion}
          candidates={candidates.map(({ assertion }) => assertion)}
        />
        {choose.problem !== null && (
          <span role="alert" className="text-sm text-bad">
            {choose.problem}
          </span>
        )}
      </div>
    </section>
  );
}

function sayGrades(report: CriterionReport): string {
  const { graded, basis, implied, stale, outdated, provisional, undecided, unsure, isWeighed } = report;
  const parts = [
    `Measured against ${graded.good} good and ${graded.bad} bad ${basis === "whole" ? "grades of the whole output, since nobody graded an output bad on this criterion itself" : "grades"}`,
  ];
  if (implied > 0) parts.push(`${implied} good ones follow from the whole output being good`);
  if (stale > 0) parts.push(`${stale} given under an older wording do not count`);
  if (outdated > 0)
    parts.push(
      `${outdated} grades of the whole output were given before its meaning changed and say nothing of it`,
    );
  if (provisional > 0)
    parts.push(
      `${provisional} are provisional: carried over when it was split or merged, until somebody looks again`,
    );
  if (undecided > 0) parts.push(`on ${undecided} the graders disagree`);
  if (unsure > 0) parts.push(`of ${unsure} it cannot be told`);
  if (isWeighed) parts.push("graders are weighed by how reliable they look (Dawid–Skene)");
  return `${parts.join("; ")}.`;
}

function saySelected({ selected, choice, missing, candidates }: CriterionReport): string {
  if (choice.kind === "none") return "You chose to use none.";
  if (choice.kind === "pin") return "The selected one was pinned by you.";
  if (selected) return "Selected: the best alignment within the FFR limit; of equals the cheaper one.";
  const needs = [
    missing.bad > 0 ? `${missing.bad} more bad` : null,
    missing.good > 0 ? `${missing.good} more good` : null,
  ].filter((need) => need !== null);
  if (needs.length > 0) return `Not measured: needs ${needs.join(" and ")} grades.`;
  if (candidates.length === 0) return "There are no candidates yet.";
  return "None is selected.";
}
