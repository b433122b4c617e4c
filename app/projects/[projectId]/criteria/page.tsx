import { Reserved } from "@/components/shell/membership";
import type { Metadata } from "next";
import { projectIdOf, type ProjectParams } from "@/app/page-gate";
import { CriteriaView } from "@/components/criteria/criteria-view";
import { ReasonsSection } from "@/components/criteria/reasons-section";
import { PageHeader } from "@/components/ui/page-header";
import { readCriteria } from "@/lib/workflow/read-criteria";
import { readReasons } from "@/lib/workflow/read-reasons";

export const metadata: Metadata = { title: "Criteria" };

export default async function CriteriaPage(props: ProjectParams) {
  const projectId = await projectIdOf(props);
  const [page, reasons] = await Promise.all([readCriteria(projectId), readReasons(projectId)]);
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <PageHeader title="Criteria" />
      <Reserved need="editor">
        <CriteriaView projectId={projectId} {...page} />
      </Reserved>
      <ReasonsSection
        projectId={projectId}
        reasons={reasons}
        criteria={page.views.map(({ criterion }) => criterion)}
      />
    </div>
  );
}
