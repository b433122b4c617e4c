import type { Metadata } from "next";
import { projectIdOf, type ProjectParams } from "@/app/project-params";
import { CriteriaView } from "@/components/criteria/criteria-view";
import { PageHeader } from "@/components/ui/page-header";
import { readCriteria } from "@/lib/workflow/read-criteria";

export const metadata: Metadata = { title: "Criteria" };

export default async function CriteriaPage(props: ProjectParams) {
  const projectId = await projectIdOf(props);
  const page = await readCriteria(projectId);
  return (
    <div className="max-w-4xl">
      <PageHeader title="Criteria" />
      <CriteriaView projectId={projectId} {...page} />
    </div>
  );
}
