import { AgreementSection } from "@/components/drift/agreement-section";
import { GradesDownload } from "@/components/export/grades-download";
import { OnlyFor } from "@/components/shell/membership";
import type { QueuePage, QueueQuery } from "@/lib/domain/queue-page";
import { EditQueue } from "./edit-queue";
import { PeopleTable } from "./people-table";
import { QueueFacts } from "./queue-facts";
import { QueueInstructions } from "./queue-instructions";
import { QueueRows } from "./queue-rows";

type Props = { readonly page: QueuePage; readonly query: QueueQuery; readonly leftOut: number };

/** One queue: how far everybody is, how well they agree on its outputs, and the outputs. */
export function QueueDetails({ page: { me, view, options, rows, total, pages }, query, leftOut }: Props) {
  const { queue, boards } = view;
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-3">
        <QueueInstructions queue={queue} />
        <QueueFacts view={view} />
        <PeopleTable view={view} me={me} />
      </div>
      {boards.length > 0 && (
        <AgreementSection projectId={queue.projectId} queueId={queue.id} boards={boards} />
      )}
      <QueueRows
        projectId={queue.projectId}
        queueId={queue.id}
        rows={rows}
        total={total}
        all={view.outputs}
        pages={pages}
        query={query}
      />
      <OnlyFor need="editor">
        <GradesDownload projectId={queue.projectId} queueId={queue.id} leftOut={leftOut} />
        <EditQueue queue={queue} options={options} />
      </OnlyFor>
    </div>
  );
}
