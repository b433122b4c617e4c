import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { comeIn, type SearchParams } from "@/app/page-gate";
import { StatusBadge } from "@/components/queues/queue-facts";
import { QueueDetails } from "@/components/queues/queue-view";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { QueueId } from "@/lib/domain/ids";
import { QueueQuery } from "@/lib/domain/queue-page";
import { countLeftOut } from "@/lib/workflow/export-grades";
import { readQueue } from "@/lib/workflow/read-queues";

export const metadata: Metadata = { title: "Queue" };

type Props = {
  readonly params: Promise<{ readonly projectId: string; readonly queueId: string }>;
} & SearchParams;

export default async function QueuePage(props: Props) {
  const { projectId, person } = await comeIn(props);
  const queueId = QueueId.safeParse((await props.params).queueId);
  if (!queueId.success) notFound();
  const query = QueueQuery.parse(await props.searchParams);
  const me = person.id;
  const page = await readQueue({ projectId, me, now: new Date() }, queueId.data, query);
  if (!page) notFound();
  const leftOut = await countLeftOut(projectId, queueId.data, me);
  const { queue, status } = page.view;
  return (
    <div className="max-w-5xl">
      <PageHeader title={queue.name}>
        <div className="flex items-center gap-3">
          <StatusBadge status={status} />
          {status === "open" && queue.assignees.includes(me) && (
            <ButtonLink href={`/projects/${projectId}/grade?queue=${queue.id}`} variant="primary">
              Grade
            </ButtonLink>
          )}
        </div>
      </PageHeader>
      <QueueDetails page={page} query={query} leftOut={leftOut} />
    </div>
  );
}
