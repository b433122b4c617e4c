import type { Metadata } from "next";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { numberOf } from "@/app/number-of";
import { EvaluatorComparison } from "@/components/export/evaluator-comparison";
import { VersionChoice } from "@/components/export/version-choice";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { BlindNote } from "@/components/ui/blind-note";
import { PageHeader } from "@/components/ui/page-header";
import { hideInChanges } from "@/lib/domain/hide-outputs";
import { compareEvaluators } from "@/lib/workflow/compare-evaluators";
import { hiddenFrom } from "@/lib/workflow/read-blind";

export const metadata: Metadata = { title: "What changed" };

export default async function ComparePage(props: ProjectParams & SearchParams) {
  const { projectId, person } = await comeIn(props);
  const hidden = await hiddenFrom(projectId, person.id);
  const { a, b } = await props.searchParams;
  const wanted = { before: numberOf(a), after: numberOf(b) };
  const { numbers, diff, outputNames } = await compareEvaluators(projectId, wanted);
  return (
    <div className="max-w-5xl">
      <PageHeader title={diff ? `From v${diff.before.number} to v${diff.after.number}` : "What changed"}>
        <ButtonLink href={`/projects/${projectId}/export`}>Back to export</ButtonLink>
      </PageHeader>
      {numbers.length > 1 && (
        <VersionChoice
          numbers={numbers}
          before={diff?.before.number ?? null}
          after={diff?.after.number ?? null}
        />
      )}
      <BlindNote hidden={hidden} />
      {diff ? (
        <EvaluatorComparison
          projectId={projectId}
          diff={{ ...diff, verdicts: hideInChanges(diff.verdicts, hidden) }}
          outputNames={outputNames}
        />
      ) : (
        <EmptyState title="Nothing to compare">
          <p>
            {numbers.length > 1
              ? "There are no such two versions: choose two above."
              : "This page holds two published versions against each other: their members, their figures, and the outputs on which they differ. Publish a second version on the Export page."}
          </p>
        </EmptyState>
      )}
    </div>
  );
}
