import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { numberOf } from "@/app/number-of";
import { comeIn } from "@/app/page-gate";
import { ProposalView } from "@/components/proposals/proposal-view";
import { ButtonLink } from "@/components/ui/button";
import { BlindNote } from "@/components/ui/blind-note";
import { PageHeader } from "@/components/ui/page-header";
import { hideInProposal } from "@/lib/domain/hide-outputs";
import { hiddenFrom } from "@/lib/workflow/read-blind";
import { readProposal } from "@/lib/workflow/read-proposals";

export const metadata: Metadata = { title: "Proposal" };

type Props = { readonly params: Promise<{ readonly projectId: string; readonly number: string }> };

export default async function ProposalPage(props: Props) {
  const { projectId, person } = await comeIn(props);
  const number = numberOf((await props.params).number);
  const page = number === null ? null : await readProposal(projectId, number);
  if (!page) notFound();
  const hidden = await hiddenFrom(projectId, person.id);
  return (
    <div className="max-w-5xl">
      <PageHeader title={`#${page.proposal.number} ${page.proposal.title}`}>
        <ButtonLink href={`/projects/${projectId}/proposals`}>All proposals</ButtonLink>
      </PageHeader>
      <BlindNote hidden={hidden} />
      <ProposalView projectId={projectId} page={hideInProposal(page, hidden)} me={person.id} />
    </div>
  );
}
