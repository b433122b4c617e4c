import type { Metadata } from "next";
import { projectIdOf, type ProjectParams } from "@/app/page-gate";
import { ProposalsView } from "@/components/proposals/proposals-view";
import { PageHeader } from "@/components/ui/page-header";
import { readProposals } from "@/lib/workflow/read-proposals";

export const metadata: Metadata = { title: "Proposals" };

export default async function ProposalsPage(props: ProjectParams) {
  const projectId = await projectIdOf(props);
  return (
    <div className="max-w-5xl">
      <PageHeader title="Proposals" />
      <ProposalsView projectId={projectId} lines={await readProposals(projectId)} />
    </div>
  );
}
