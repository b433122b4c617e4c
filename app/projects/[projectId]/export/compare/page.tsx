import type { Metadata } from "next";
import { projectIdOf, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { numberOf } from "@/app/number-of";
import { EvaluatorComparison } from "@/components/export/evaluator-comparison";
import { VersionChoice } from "@/components/export/version-choice";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { compareEvaluators } from "@/lib/workflow/compare-evaluators";

export const metadata: Metadata = { title: "What changed" };

export default async function ComparePage(props: ProjectParams & SearchParams) {
  const projectId = await projectIdOf(props);
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
      {diff ? (
        <EvaluatorComparison projectId={projectId} diff={diff} outputNames={outputNames} />
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
