import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { numberOf } from "@/app/number-of";
import { comeIn, type SearchParams } from "@/app/page-gate";
import { RevisionComparison } from "@/components/drift/revision-comparison";
import { ButtonLink } from "@/components/ui/button";
import { BlindNote } from "@/components/ui/blind-note";
import { PageHeader } from "@/components/ui/page-header";
import { hideInWordings } from "@/lib/domain/hide-outputs";
import { CriterionId } from "@/lib/domain/ids";
import { compareWordings } from "@/lib/workflow/compare-wordings";
import { hiddenFrom, hiddenInWordings } from "@/lib/workflow/read-blind";

export const metadata: Metadata = { title: "Wordings" };

type Props = SearchParams & {
  readonly params: Promise<{ readonly projectId: string; readonly criterionId: string }>;
};

export default async function WordingsPage(props: Props) {
  const { projectId, person } = await comeIn(props);
  const hidden = await hiddenFrom(projectId, person.id);
  const criterionId = CriterionId.safeParse((await props.params).criterionId);
  const { left, right } = await props.searchParams;
  const compared = criterionId.success
    ? await compareWordings(projectId, criterionId.data, { left: numberOf(left), right: numberOf(right) })
    : null;
  if (!compared || !criterionId.success) notFound();
  const untold = await hiddenInWordings(projectId, criterionId.data, person.id);
  return (
    <div className="max-w-5xl">
      <PageHeader title={`Wordings of “${compared.name}”`}>
        <ButtonLink href={`/projects/${projectId}/drift`}>Back to drift</ButtonLink>
      </PageHeader>
      <BlindNote hidden={hidden} />
      <RevisionComparison
        projectId={projectId}
        revisions={compared.revisions}
        limitChanges={compared.limitChanges}
        comparison={hideInWordings(compared.comparison, untold)}
        outputNames={compared.outputNames}
      />
    </div>
  );
}
