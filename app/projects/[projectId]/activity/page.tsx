import type { Metadata } from "next";
import { comeIn, type ProjectParams } from "@/app/page-gate";
import { ActivityLog } from "@/components/shell/activity-log";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { listActivities } from "@/lib/db/activities";
import { listLlmCalls, spendOf } from "@/lib/db/llm-calls";
import { covers } from "@/lib/domain/access";
import { hideInCalls } from "@/lib/domain/hide-outputs";
import { hiddenFrom } from "@/lib/workflow/read-blind";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage(props: ProjectParams) {
  const { projectId, role, person } = await comeIn(props);
  const hidden = await hiddenFrom(projectId, person.id);
  const [activities, calls, spend] = await Promise.all([
    listActivities(projectId, 100),
    listLlmCalls(projectId, 100),
    spendOf(projectId),
  ]);
  return (
    <>
      <PageHeader title="Activity">
        {covers(role, "editor") && (
          <ButtonLink size="sm" href={`/projects/${projectId}/audit`}>
            Who changed what
          </ButtonLink>
        )}
      </PageHeader>
      <ActivityLog activities={activities} calls={hideInCalls(calls, hidden)} spend={spend} />
    </>
  );
}
