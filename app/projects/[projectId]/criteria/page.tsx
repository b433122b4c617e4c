import { Reserved } from "@/components/shell/membership";
import type { Metadata } from "next";
import { comeIn, type ProjectParams } from "@/app/page-gate";
import { CriteriaView } from "@/components/criteria/criteria-view";
import { ReasonsSection } from "@/components/criteria/reasons-section";
import { BlindNote } from "@/components/ui/blind-note";
import { PageHeader } from "@/components/ui/page-header";
import { hideInCandidates, hideInReasons } from "@/lib/domain/hide-outputs";
import { hiddenFrom } from "@/lib/workflow/read-blind";
import { readCriteria } from "@/lib/workflow/read-criteria";
import { readReasons } from "@/lib/workflow/read-reasons";

export const metadata: Metadata = { title: "Criteria" };

export default async function CriteriaPage(props: ProjectParams) {
  const { projectId, person } = await comeIn(props);
  const hidden = await hiddenFrom(projectId, person.id);
  const [page, reasons] = await Promise.all([readCriteria(projectId), readReasons(projectId)]);
  const views = page.views.map((view) => ({
    ...view,
    candidates: hideInCandidates(view.candidates, hidden),
  }));
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <PageHeader title="Criteria" />
      <Reserved need="editor">
        <CriteriaView projectId={projectId} me={person.id} {...page} views={views} />
      </Reserved>
      <BlindNote hidden={hidden} />
      <ReasonsSection
        projectId={projectId}
        reasons={hideInReasons(reasons, hidden)}
        criteria={page.views.map(({ criterion }) => criterion)}
      />
    </div>
  );
}
