import type { Metadata } from "next";
import { comeIn, type ProjectParams } from "@/app/page-gate";
import { ActivityLog } from "@/components/shell/activity-log";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { listActivities } from "@/lib/db/activities";
import { listLlmCalls, spendOf } from "@/lib/db/llm-calls";
import { covers } from "@/lib/domain/access";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage(props: ProjectParams) {
  const { projectId, role } = await comeIn(props);
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
      <ActivityLog activities={activities} calls={calls} spend={spend} />
    </>
  );
}
