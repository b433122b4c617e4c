import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { numberOf } from "@/app/number-of";
import { projectIdOf, type SearchParams } from "@/app/page-gate";
import { RevisionComparison } from "@/components/drift/revision-comparison";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { CriterionId } from "@/lib/domain/ids";
import { compareWordings } from "@/lib/workflow/compare-wordings";

export const metadata: Metadata = { title: "Wordings" };

type Props = SearchParams & {
  readonly params: Promise<{ readonly projectId: string; readonly criterionId: string }>;
};

export default async function WordingsPage(props: Props) {
  const projectId = await projectIdOf(props);
  const criterionId = CriterionId.safeParse((await props.params).criterionId);
  const { left, right } = await props.searchParams;
  const compared = criterionId.success
    ? await compareWordings(projectId, criterionId.data, { left: numberOf(left), right: numberOf(right) })
    : null;
  if (!compared) notFound();
  return (
    <div className="max-w-5xl">
      <PageHeader title={`Wordings of “${compared.name}”`}>
        <ButtonLink href={`/projects/${projectId}/drift`}>Back to drift</ButtonLink>
      </PageHeader>
      <RevisionComparison
        projectId={projectId}
        revisions={compared.revisions}
        comparison={compared.comparison}
        outputNames={compared.outputNames}
      />
    </div>
  );
}
