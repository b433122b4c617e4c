import type { Metadata } from "next";
import { comeIn, type ProjectParams } from "@/app/page-gate";
import { QueuesView } from "@/components/queues/queues-view";
import { PageHeader } from "@/components/ui/page-header";
import { readQueues } from "@/lib/workflow/read-queues";

export const metadata: Metadata = { title: "Queues" };

export default async function QueuesPage(props: ProjectParams) {
  const { projectId, person } = await comeIn(props);
  const page = await readQueues({ projectId, me: person.id, now: new Date() });
  return (
    <div className="max-w-5xl">
      <PageHeader title="Queues" />
      <QueuesView projectId={projectId} page={page} />
    </div>
  );
}
