import type { Metadata } from "next";
import { projectIdOf, type ProjectParams } from "@/app/project-params";
import { ReportView } from "@/components/report/report-view";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { reportCard } from "@/lib/domain/report-card";
import { readBoard } from "@/lib/workflow/read-board";

export const metadata: Metadata = { title: "Report" };

export default async function ReportPage(props: ProjectParams) {
  const projectId = await projectIdOf(props);
  const report = reportCard(await readBoard(projectId));
  return (
    <>
      <PageHeader title="Report">
        <span className="flex gap-2">
          <ButtonLink href={`/projects/${projectId}/report/table`}>Table</ButtonLink>
          <ButtonLink href={`/projects/${projectId}/export`} variant="primary">
            Publish and export
          </ButtonLink>
        </span>
      </PageHeader>
      <ReportView projectId={projectId} report={report} />
    </>
  );
}
