import type { Metadata } from "next";
import { projectIdOf, type ProjectParams } from "@/app/page-gate";
import { ActivityLog } from "@/components/shell/activity-log";
import { PageHeader } from "@/components/ui/page-header";
import { listActivities } from "@/lib/db/activities";
import { listLlmCalls, spendOf } from "@/lib/db/llm-calls";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage(props: ProjectParams) {
  const projectId = await projectIdOf(props);
  const [activities, calls, spend] = await Promise.all([
    listActivities(projectId, 100),
    listLlmCalls(projectId, 100),
    spendOf(projectId),
  ]);
  return (
    <>
      <PageHeader title="Activity" />
      <ActivityLog activities={activities} calls={calls} spend={spend} />
    </>
  );
}
