import Link from "next/link";
import { OnlyFor } from "@/components/shell/membership";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { ProjectId } from "@/lib/domain/ids";
import type { QueuesPage, QueueView } from "@/lib/domain/queue-page";
import { PeopleTable } from "./people-table";
import { QueueFacts, StatusBadge } from "./queue-facts";
import { QueueForm } from "./queue-form";

type Props = { readonly projectId: ProjectId; readonly page: QueuesPage };

/** The queues of a project, and the form for another one. */
export function QueuesView({ projectId, page: { me, queues, options } }: Props) {
  return (
    <div className="flex flex-col gap-8">
      {queues.length === 0 && (
        <EmptyState title="Grade with others">
          <p>
            A queue is a fixed set of outputs that several people grade, each in an order of their own and
            blind to the others, to verdicts and to the model. Part of it is graded by everybody, so that you
            see how well you agree.
          </p>
        </EmptyState>
      )}
      {queues.length > 0 && (
        <ol aria-label="Queues" className="flex flex-col">
          {queues.map((view) => (
            <li key={view.queue.id} className="border-t border-line py-5">
              <OneQueue projectId={projectId} view={view} me={me} />
            </li>
          ))}
        </ol>
      )}
      <OnlyFor need="editor">
        <details open={queues.length === 0} className="border-t border-line pt-4">
          <summary className="cursor-pointer font-medium">New queue</summary>
          <div className="mt-4">
            <QueueForm projectId={projectId} me={me} options={options} />
          </div>
        </details>
      </OnlyFor>
    </div>
  );
}

function OneQueue({
  projectId,
  view,
  me,
}: {
  readonly projectId: ProjectId;
  readonly view: QueueView;
  readonly me: string;
}) {
  const { queue, status } = view;
  const mine = view.people.find(({ person }) => person === me);
  return (
    <article aria-label={queue.name} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="flex min-w-0 flex-wrap items-center gap-2">
          <Link
            href={`/projects/${projectId}/queues/${queue.id}`}
            className="break-words underline decoration-line underline-offset-2"
          >
            {queue.name}
          </Link>
          <StatusBadge status={status} />
        </h2>
        {status === "open" && mine?.isAssigned === true && (
          <ButtonLink
            href={`/projects/${projectId}/grade?queue=${queue.id}`}
            variant="primary"
            aria-label={`Grade ${queue.name}`}
          >
            {mine.done === 0 ? "Grade" : "Go on grading"}
          </ButtonLink>
        )}
      </div>
      <QueueFacts view={view} />
      <PeopleTable view={view} me={me} />
    </article>
  );
}
